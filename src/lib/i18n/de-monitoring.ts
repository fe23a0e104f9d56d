/** German with Sie, counsellors' pages. The record of contacts and its form. */
import type { Problem } from '../domain/monitoring/check';

/** The German texts. */
export const deMonitoring = {
	statistics: {
		create: 'Neues Monitoring anlegen',
		list: 'Monitorings',
		empty: 'Noch keine Monitorings. Ein Monitoring hält einen Kontakt fest: Tag, Dauer, Anlass.',
		hidden: 'Nur Ihre Beratungsstelle sieht Monitorings.',
		sheets: 'Bögen',
		sheetsLead: 'Wonach neue Monitorings fragen, für alle Kolleg:innen. Schon angelegte ändern sich nicht.',
		begun: 'Begonnenes Monitoring',
		goOn: 'Weiter',
		more: (title: string) => `Mehr zum Monitoring vom ${title}`,
		show: 'Anzeigen',
		edit: 'Bearbeiten',
		remove: 'Löschen',
		by: (name: string) => `angelegt von ${name}`,
		somebody: 'jemandem, den dieses Gerät nicht kennt',
		double: 'Mögliche Doppelerfassung',
		doubleHint: 'Zeitlich überschneidet sich dieses Monitoring mit einem anderen derselben Person.',
		minutes: (n: number) => `${n} Min.`,
		uncovered: (n: number) => (n === 1 ? '1 Kontakt ohne Monitoring' : `${n} Kontakte ohne Monitoring`),
		due: 'Wiedervorlage heute',
		saved: 'Das Monitoring ist auf diesem Gerät gespeichert.',
		removed: 'Das Monitoring ist gelöscht.',
		removeTitle: 'Monitoring löschen?',
		removeLead: (title: string) => `Das Monitoring vom ${title} verschwindet bei allen, die es sehen.`
	},

	sheets: {
		leadOnly: 'Die Leitung Ihrer Beratungsstelle legt fest, wonach neue Monitorings fragen.',
		inUse: 'In Gebrauch',
		none: 'Keine zusätzlichen Bögen.',
		topics: 'Beratungsanlässe',
		offered: (n: number) => (n === 1 ? '1 zur Auswahl' : `${n} zur Auswahl`),
		topicsHint:
			'Was Sie abwählen, steht in neuen Monitorings nicht mehr zur Auswahl. Schon Angelegtes behält seine Angaben.',
		newTopic: 'Eigener Beratungsanlass',
		addTopic: 'Aufnehmen',
		postal: 'PLZ-Gebiet statt Bundesland',
		postalHint: 'Gefragt wird nach den ersten zwei Ziffern der Postleitzahl.',
		byPostal: 'Gefragt wird nach dem PLZ-Gebiet statt nach dem Bundesland.'
	},

	monitoringForm: {
		edit: 'Monitoring bearbeiten',
		save: 'Speichern',
		busy: 'Wird gespeichert …',
		unsaid: 'keine Angabe',
		yes: 'ja',
		no: 'nein',
		filled: 'vorausgefüllt',
		filledHint: 'vorausgefüllt – bitte prüfen',
		resumed: 'Hier stehen noch nicht gespeicherte Eingaben.',
		unkept: 'Dieses Gerät ist voll: Was Sie hier eintragen, bleibt nur, solange diese Seite offen ist.',
		chosen: (n: number) => (n === 1 ? '1 Angabe' : `${n} Angaben`),
		recount: 'neu berechnen',
		uncertain: 'Zeit unsicher',
		uncertainHint: 'Die Uhr eines Geräts ging falsch. Bitte prüfen Sie Datum, Beginn und Ende.',
		countable: 'statistisch zählbar (§ 28)',
		asynchronous: 'Nur eine Seite hat geschrieben: zählt als Kontakt, ohne gemeinsame Zeit.',
		several: (contacts: number, minutes: number) =>
			`Seit dem letzten Monitoring ${contacts} Kontakte, zusammen ${minutes} Minuten.`,
		takeAll: 'Alle Minuten übernehmen',
		problems: {
			required: 'Bitte angeben.',
			'no-day': 'Diesen Tag gibt es nicht.',
			'in-future': 'Dieser Tag liegt in der Zukunft.',
			'no-time': 'Bitte eine Uhrzeit angeben.',
			'no-number': 'Bitte eine ganze Zahl angeben.',
			'out-of-bounds': 'Diese Zahl ist zu klein oder zu groß.',
			'no-choice': 'Bitte neu wählen.',
			'too-long': 'Dieser Text ist zu lang.'
		} satisfies Record<Problem, string>,
		leaveTitle: 'Noch nicht gespeichert',
		leaveLead: 'Was soll mit Ihren Eingaben geschehen?',
		keep: 'Als Entwurf behalten',
		discard: 'Verwerfen',
		asNew: 'Als neues Monitoring speichern'
	},

	monitoringView: {
		title: 'Monitoring',
		nothing: 'Keine Angaben.',
		newer: 'Mit einer neueren Version angelegt: Bezeichnungen fehlen hier.',
		history: (n: number) => (n === 1 ? 'Verlauf: 1 Änderung' : `Verlauf: ${n} Änderungen`),
		made: (name: string, time: string) => `Angelegt von ${name}, ${time}`,
		changed: (name: string, time: string) => `${name}, ${time}`,
		change: (label: string, before: string, after: string) => `${label}: ${before} → ${after}`,
		rivalry: (label: string) => `${label}: zwei haben gleichzeitig geschrieben.`,
		held: (value: string, name: string) => `Es gilt „${value}“ von ${name}, weil es später war.`,
		other: (value: string, name: string) => `„${value}“ von ${name}`
	}
};
