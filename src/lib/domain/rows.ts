/** The left column: finding names and sorting rows. */

/** The fields of a row needed for finding and sorting. */
export interface Row {
	readonly id: string;
	readonly face: { readonly name: string };
	readonly lastAtMs: number;
}

/** The column's sort key and direction. */
export interface Sorting {
	readonly by: 'time' | 'name';
	readonly descending: boolean;
}

/** Newest on top: the column's initial order. */
export const NEWEST_FIRST: Sorting = { by: 'time', descending: true };

/** `text` without case, umlauts and accents, for comparing: "Ünal Straße" becomes "unal strasse". */
export function fold(text: string): string {
	return text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[ßæœøłđı]/g, (char) => PLAIN[char] ?? char)
		.replace(/\s+/gu, ' ')
		.trim();
}

/** Whether every word of `query` is in `name`, ignoring case, umlauts ("Muller", "Mueller") and accents. */
export function matches(name: string, query: string): boolean {
	const plain = fold(name);
	const german = fold(spellOut(name));
	return fold(query)
		.split(' ')
		.every((word) => plain.includes(word) || german.includes(word));
}

/** The `rows` whose name matches `query`, in their order. */
export function filter<T extends Pick<Row, 'face'>>(rows: readonly T[], query: string): readonly T[] {
	return fold(query) === '' ? rows : rows.filter((row) => matches(row.face.name, query));
}

/** `rows` in the order of `sorting`; ties by name, then by id, so that two devices agree. */
export function sort<T extends Row>(rows: readonly T[], sorting: Sorting): readonly T[] {
	const byName = (a: T, b: T) => COLLATOR.compare(a.face.name, b.face.name);
	const byId = (a: T, b: T) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
	const way = sorting.descending ? -1 : 1;
	return rows.toSorted((a, b) => {
		const main = sorting.by === 'name' ? byName(a, b) : a.lastAtMs - b.lastAtMs;
		return way * main || byName(a, b) || byId(a, b);
	});
}

/** The sorting after a press on one of the two buttons: pressing the same one again reverses it. */
export function press(sorting: Sorting, by: Sorting['by']): Sorting {
	return sorting.by === by ? { by, descending: !sorting.descending } : { by, descending: by === 'time' };
}

/** Plain letters for those without a removable accent. */
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i' };
const COLLATOR = new Intl.Collator('de', { sensitivity: 'base', numeric: true });

/** "Müller" as "Mueller", the way people type without umlauts. */
function spellOut(name: string): string {
	return name.normalize('NFC').replace(/[äöüÄÖÜ]/g, (char) => `${fold(char)}e`);
}
