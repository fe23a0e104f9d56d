/** German with Sie, counsellors' pages. Groups and their members. */
export const deGroups = {};
