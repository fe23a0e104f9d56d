/** English, counsellors' pages. A person’s profile and her way in. */
import type { deProfile } from './de-profile';

/** The English texts. */
export const enProfile: typeof deProfile = {};
