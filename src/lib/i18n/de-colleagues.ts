/** German with Sie, counsellors' pages. Colleagues: inviting, roles, removing, standing in. */
export const deColleagues = {};
