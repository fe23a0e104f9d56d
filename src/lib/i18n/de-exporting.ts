/** German with Sie, counsellors' pages. Exporting a stream. */
export const deExporting = {};
