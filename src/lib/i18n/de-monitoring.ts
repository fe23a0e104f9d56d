/** German with Sie, counsellors' pages. The record of contacts and its form. */
export const deMonitoring = {};
