/** English, counsellors' pages. Exporting a stream. */
import type { deExporting } from './de-exporting';

/** The English texts. */
export const enExporting: typeof deExporting = {};
