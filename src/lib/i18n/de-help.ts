/** German with Sie, counsellors' pages. Help: the six questions. */
export const deHelp = {};
