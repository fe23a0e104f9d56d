/** English, counsellors' pages. Help: the six questions. */
import type { deHelp } from './de-help';

/** The English texts. */
export const enHelp: typeof deHelp = {};
