/** German with Sie, counsellors' pages. Groups and their members. */
import type { Standing } from '../domain/group-seats';
import type { MemberKind } from '../domain/groups';

/** The German texts. */
export const deGroups = {
	groups: {
		heading: 'Gruppenchats',
		/** The menu behind the heading. */
		choose: 'Liste wählen',
		empty: 'Noch keine Gruppen.',
		name: 'Name',
		description: 'Beschreibung',
		descriptionHint: 'Nur Berater:innen sehen sie.',
		save: 'Speichern',
		busy: 'Wird gespeichert …',
		count: (n: number) => (n === 1 ? '1 Teilnehmer:in' : `${n} Teilnehmer:innen`),
		add: 'Teilnehmer:innen hinzufügen',
		addOne: 'hinzufügen',
		history: 'sieht den bisherigen Verlauf',
		historyHint: 'Sonst ist nur zu lesen, was ab jetzt geschrieben wird.',
		notFound: 'Niemand gefunden.',
		added: (name: string) => `${name} hinzugefügt`,
		removed: (name: string) => `${name} entfernt`,
		members: 'In der Gruppe',
		removeOne: 'entfernen',
		removeTitle: (name: string) => `${name} entfernen?`,
		removePerson: (name: string) =>
			`${name} kann danach nichts Neues mehr lesen und nichts mehr schreiben. Was schon zu lesen war, bleibt.`,
		removeGroup: (name: string) =>
			`Alle, die nur über ${name} dabei sind, können danach nichts Neues mehr lesen und nichts mehr schreiben. Was schon zu lesen war, bleibt.`,
		founder: 'hat die Gruppe angelegt',
		follower: 'hat die Gruppe übernommen',
		inside: (n: number) => (n === 1 ? 'Gruppe, 1 Person' : `Gruppe, ${n} Personen`),
		showInside: (name: string) => `Wer in ${name} ist`,
		edit: 'Name und Beschreibung ändern',
		kinds: { client: 'Klient:in', counsellor: 'Berater:in', group: 'Gruppe' } satisfies Record<MemberKind, string>,
		standings: {
			invited: 'eingeladen',
			declined: 'hat abgelehnt',
			joining: 'wird hinzugefügt, sobald verbunden',
			leaving: 'wird entfernt, sobald verbunden'
		} satisfies Record<Exclude<Standing, 'in'>, string>
	}
};
