/** All templates in all versions: records are read by the version they name. */
import { fieldsOf, nameOf, type Field, type Section, type Template } from './fields';
import { KERN_1 } from './kern';
import { ERZIEHUNG_1, KRISE_1, SCHULDEN_1, SUCHT_1 } from './packs';

/** The packs a centre may enable, newest version each. */
export const PACKS: readonly Template[] = [SUCHT_1, KRISE_1, ERZIEHUNG_1, SCHULDEN_1];

/** The form of new monitorings. */
export const KERN: Template = KERN_1;

/** Every version ever released. */
const ALL = new Map([KERN_1, ...PACKS].map((template) => [nameOf(template), template]));

/** The forms a monitoring was written with: names with versions, `kern/1` first. */
export type Sheets = readonly string[];

/** The forms of a new monitoring, including the enabled packs. */
export function sheetsWith(packs: ReadonlySet<string>): Sheets {
	return [KERN, ...PACKS.filter(({ id }) => packs.has(id))].map(nameOf);
}

/** The sections of these forms, in order; forms unknown to this version are left out. */
export function sectionsOf(sheets: Sheets): readonly Section[] {
	return sheets.flatMap((name) => ALL.get(name)?.sections ?? []);
}

/** Whether all of these forms are known here; otherwise they are newer and must not be written to. */
export function areKnown(sheets: Sheets): boolean {
	return sheets.length > 0 && sheets.every((name) => ALL.has(name));
}

/** A field of these forms, or null. */
export function findField(sheets: Sheets, id: string): Field | null {
	return fieldsOf(sectionsOf(sheets)).find((field) => field.id === id) ?? null;
}
