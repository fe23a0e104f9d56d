/** The texts in force. German until another language is wished for; nothing of it is stored. */
import { de, load, named, wished, type Catalogue, type Language } from '../i18n';

/** A client's page begins without the counsellors' texts, which it never reads. */
let catalogue = $state.raw<Catalogue>(de as Catalogue);
let current = $state.raw<Language>('de');

/** The texts, section by section; reading them in markup follows a change of language. */
export const t: Readonly<Catalogue> = new Proxy(de as Catalogue, {
	get: (_, section) => Reflect.get(catalogue, section) as unknown
});

/** Adds the counsellors' German texts, which their pages bring along. */
export function addTexts(work: Partial<Catalogue>): void {
	if (current === 'de') catalogue = { ...catalogue, ...work };
}

/** The language in force. */
export function language(): Language {
	return current;
}

/** Changes the language; the document says so to screen readers. */
export async function speak(wish: Language): Promise<void> {
	catalogue = await load(wish);
	current = wish;
	document.documentElement.lang = wish === 'en' ? 'en' : 'de';
}

/** Speaks what the address asks for (`?lang=en`, `?lang=de-du`); German otherwise, as the help page does. */
export async function speakAsAsked(search: string): Promise<void> {
	const asked = wished(search);
	if (asked !== null && asked !== current) await speak(asked);
}

/** Whether this person's browser does not list German: then another language is worth offering. */
export function isForeign(): boolean {
	return current !== 'de' || !navigator.languages.some((name) => named(name) === 'de');
}
