/** Which languages there are, and how their texts are found. Only German comes with the page. */
import { de, type Catalogue } from './de';

export type { Catalogue } from './de';
export { de } from './de';

/** The languages: German with Sie, German with du, English. */
export type Language = 'de' | 'de-du' | 'en';

/** All texts in `language`. */
export async function load(language: Language): Promise<Catalogue> {
	if (language === 'de-du') return (await import('./de-du')).deDu;
	if (language === 'en') return (await import('./en')).en;
	return { ...de, ...(await import('./de-work')).deWork };
}

/** The language that `wish` names, or null: "de-AT" is German, "en-US" English. */
export function named(wish: string | null): Language | null {
	const name = wish?.toLowerCase() ?? '';
	if (name === 'de-du') return 'de-du';
	if (/^de\b/.test(name)) return 'de';
	return /^en\b/.test(name) ? 'en' : null;
}

/** The language that an address asks for with `?lang=`, or null. */
export function wished(search: string): Language | null {
	return named(/[?&]lang=([A-Za-z-]+)/.exec(search)?.[1] ?? null);
}
