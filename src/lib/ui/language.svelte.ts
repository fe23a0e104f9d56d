/** The current texts. German until another language is asked for; the choice is not stored. */
import { de, load, named, wished, type Catalogue, type Language } from '../i18n';

/** A client's page starts without the counsellors' texts, which it never shows. */
let catalogue = $state.raw<Catalogue>(de as Catalogue);
let current = $state.raw<Language>('de');

/** The texts by section; markup that reads them follows a change of language. */
export const t: Readonly<Catalogue> = new Proxy(de as Catalogue, {
	get: (_, section) => Reflect.get(catalogue, section) as unknown
});

/** Adds the counsellors' German texts, which their pages bring with them. */
export function addTexts(work: Partial<Catalogue>): void {
	if (current === 'de') catalogue = { ...catalogue, ...work };
}

/** The current language. */
export function language(): Language {
	return current;
}

/** Changes the language, and the document's `lang` for screen readers. */
export async function speak(wish: Language): Promise<void> {
	catalogue = await load(wish);
	current = wish;
	document.documentElement.lang = wish === 'en' ? 'en' : 'de';
}

/** Uses the language in the address (`?lang=en`, `?lang=de-du`), otherwise German, as the help page does. */
export async function speakAsAsked(search: string): Promise<void> {
	const asked = wished(search);
	if (asked !== null && asked !== current) await speak(asked);
}

/** Whether to offer a choice of language: it is not German already, or the browser does not list German. */
export function isForeign(): boolean {
	return current !== 'de' || !navigator.languages.some((name) => named(name) === 'de');
}
