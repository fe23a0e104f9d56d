/** English, counsellors' pages. The record of contacts and its form. */
import type { deMonitoring } from './de-monitoring';

/** The English texts. */
export const enMonitoring: typeof deMonitoring = {};
