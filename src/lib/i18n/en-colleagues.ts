/** English, counsellors' pages. Colleagues: inviting, roles, removing, standing in. */
import type { deColleagues } from './de-colleagues';

/** The English texts. */
export const enColleagues: typeof deColleagues = {};
