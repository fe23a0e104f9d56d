/** German with Sie, counsellors' pages. A person’s profile and her way in. */
export const deProfile = {};
