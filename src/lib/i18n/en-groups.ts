/** English, counsellors' pages. Groups and their members. */
import type { deGroups } from './de-groups';

/** The English texts. */
export const enGroups: typeof deGroups = {};
