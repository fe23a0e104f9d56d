/** German with Sie: what only counsellors read. A client's page never loads it. */
import type { Availability } from '../domain/availability';
import type { Strength } from '../domain/strength';
import { deColleagues } from './de-colleagues';
import { deExporting } from './de-exporting';
import { deGroups } from './de-groups';
import { deHelp } from './de-help';
import { deMonitoring } from './de-monitoring';
import { deProfile } from './de-profile';

/** The German texts of the counsellors' pages. */
export const deWork = {
	...deColleagues,
	...deExporting,
	...deGroups,
	...deHelp,
	...deMonitoring,
	...deProfile,

	rail: {
		label: 'Hauptbereiche',
		home: 'Übersicht',
		chat: 'Chat',
		lock: 'Sperren',
		unread: (n: number) => (n === 1 ? '1 ungelesen' : `${n} ungelesen`)
	},

	availability: {
		label: 'Status',
		choose: (name: string, status: string) => `${name}, Status: ${status}`,
		choice: {
			online: 'Online',
			offline: 'Nicht online',
			unavailable: 'Nicht anwählbar'
		} satisfies Record<Availability, string>,
		hint: {
			online: 'Man kann Ihnen schreiben.',
			offline: 'Man kann Ihnen trotzdem schreiben.',
			unavailable: 'Man kann Ihnen nicht schreiben.'
		} satisfies Record<Availability, string>,
		absence: 'Abwesenheitstext',
		absenceLead:
			'Ihre Klient:innen können Ihnen jetzt nicht schreiben. Was sollen sie lesen, zum Beispiel bis wann und an wen sie sich wenden können?',
		absenceExample: 'Ich bin bis Montag nicht da.',
		skip: 'Ohne Text',
		left: (n: number) => `Noch ${n} Zeichen`
	},

	centre: {
		title: 'Beratungsstelle',
		change: (name: string) => `${name}: Angaben ändern`,
		lead: 'Das lesen die Menschen, die Ihnen schreiben.',
		name: 'Name',
		hours: 'Zeiten',
		hoursExample: 'Mo bis Do 9–16 Uhr, Fr 9–12 Uhr',
		answerTime: 'Antwortzeit',
		answerExample: 'antwortet meist in 2 Werktagen',
		emergencyText: 'Notfallnummern',
		emergencyHint: 'Mehrere Angaben mit „ · “ trennen. Nummern lassen sich antippen.',
		save: 'Speichern'
	},

	dashboard: {
		greeting: (name: string) => `Guten Tag, ${name}`,
		tile: 'Sofortchat (Messenger)',
		quiet: 'Keine ungelesenen Nachrichten',
		unread: (n: number) => (n === 1 ? '1 ungelesene Nachricht' : `${n} ungelesene Nachrichten`),
		mayGo:
			'Waren Sie eine Woche lang nicht hier, darf dieser Browser löschen, was auf diesem Gerät liegt. Ihr Notfallblatt holt zurück, was übertragen ist. Auf Dauer bleibt es in der installierten App: „Teilen“, dann „Zum Home-Bildschirm“ oder „Zum Dock hinzufügen“ wählen und dort mit dem Notfallblatt wiederherstellen.'
	},

	welcome: {
		title: 'Sofortchat einrichten',
		lead: 'Auf diesem Gerät ist noch nichts eingerichtet. Alles, was Sie hier schreiben, wird verschlüsselt und bleibt auf Ihren Geräten.',
		found: 'Diese Beratungsstelle einrichten',
		foundHint: 'Zum ersten Mal hier. Sie brauchen den Einrichtungscode.',
		restore: 'Mit dem Notfallblatt wiederherstellen',
		restoreHint: 'Sie haben schon einen Zugang und Ihr Notfallblatt zur Hand.',
		client: 'Sie suchen Beratung und haben einen Link bekommen? Dann öffnen Sie bitte diesen Link.'
	},

	refounding: {
		open: 'Neu einrichten …',
		title: 'Die Gegenstelle neu einrichten',
		lead: 'Wenn die Gegenstelle alles verloren hat, zeigt sie beim Start einen neuen Einrichtungscode. Damit richten Sie Ihre Beratungsstelle dort wieder ein. Was auf Ihren Geräten und denen der anderen liegt, wird danach wieder übertragen. Links, die noch niemand geöffnet hat, offene Einladungen und Notfallblätter gelten dann nicht mehr: Dafür brauchen Sie neue.',
		submit: 'Wieder einrichten'
	},

	founding: {
		title: 'Beratungsstelle einrichten',
		code: 'Einrichtungscode',
		codeHint: 'Er wurde angezeigt, als Sofortchat auf Ihrem Rechner gestartet wurde.',
		centre: 'Name der Beratungsstelle',
		name: 'Ihr Name',
		nameHint: 'Diesen Namen sehen die Menschen, die Ihnen schreiben.',
		picture: 'Profilbild',
		passphrase: 'Passphrase',
		passphraseHint:
			'Am besten vier oder fünf Wörter, die nichts miteinander zu tun haben. Damit öffnet sich Sofortchat auf diesem Gerät.',
		submit: 'Einrichten',
		busy: 'Wird eingerichtet …',
		begun: 'Sie haben hier angefangen, eine Beratungsstelle einzurichten. Mit Ihrer Passphrase geht es weiter.',
		anew: 'Von vorn anfangen'
	},

	picture: {
		choose: 'Bild auswählen',
		change: 'Anderes Bild',
		remove: 'Bild entfernen',
		hint: 'Wird verkleinert; Ort und Zeit der Aufnahme werden entfernt.'
	},

	passphrase: {
		show: 'Passphrase zeigen',
		hide: 'Passphrase verbergen',
		strength: {
			empty: 'Noch leer',
			weak: 'Zu leicht zu erraten',
			fair: 'Ausreichend',
			good: 'Gut',
			strong: 'Sehr gut'
		} satisfies Record<Strength, string>,
		strengthLabel: 'Stärke'
	},

	sheet: {
		title: 'Ihr Notfallblatt',
		lead: 'Wenn Sie Ihre Passphrase vergessen oder dieses Gerät verlieren, bringen nur diese 18 Wörter Sie zurück. Drucken Sie das Blatt aus oder schreiben Sie die Wörter ab, und bewahren Sie es sicher auf – nicht beim Gerät.',
		paperLead:
			'Mit diesen 18 Wörtern öffnen Sie Ihren Zugang auf einem neuen Gerät. Wer sie kennt, kann alles lesen: Bewahren Sie dieses Blatt verschlossen auf.',
		centre: 'Beratungsstelle',
		name: 'Name',
		date: 'Datum',
		words: 'Die 18 Wörter',
		print: 'Drucken',
		next: 'Ich habe das Blatt',
		how: 'So geht es: Sofortchat im Browser öffnen, „Mit dem Notfallblatt wiederherstellen“ wählen, die Wörter der Reihe nach eingeben.'
	},

	check: {
		title: 'Kurze Probe',
		lead: 'Bitte geben Sie zwei Wörter von Ihrem Notfallblatt ein.',
		word: (n: number) => `Wort ${n}`,
		wrong: (n: number) => `Wort ${n} stimmt nicht. Bitte sehen Sie auf dem Blatt noch einmal nach.`,
		submit: 'Prüfen',
		busy: 'Einen Moment …',
		again: 'Blatt noch einmal zeigen'
	},

	unlock: {
		title: 'Willkommen zurück',
		lead: 'Ihre Passphrase öffnet Sofortchat auf diesem Gerät.',
		submit: 'Öffnen',
		busy: 'Wird geöffnet …'
	},

	restore: {
		title: 'Wiederherstellen',
		words: 'Die 18 Wörter Ihres Notfallblatts',
		wordsHint: 'Der Reihe nach, mit Leerzeichen dazwischen. Groß und klein ist gleich.',
		count: (n: number) => `${n} von 18 Wörtern`,
		passphrase: 'Neue Passphrase für dieses Gerät',
		submit: 'Wiederherstellen',
		busy: 'Wird wiederhergestellt …'
	},

	list: {
		heading: 'Klienten',
		add: 'Neuen Stream eröffnen',
		search: 'Suchen',
		sortByTime: 'Nach Zeit sortieren',
		sortByName: 'Nach Name sortieren',
		newestFirst: 'Neueste zuerst',
		oldestFirst: 'Älteste zuerst',
		aToZ: 'A bis Z',
		zToA: 'Z bis A',
		label: 'Gespräche',
		draft: 'Entwurf:',
		you: 'Sie:',
		link: { locked: 'Gesperrt', unopened: 'Link noch nicht geöffnet', opened: 'Geöffnet' },
		present: 'gerade da',
		over: 'Nicht mehr dabei',
		silent: 'Noch keine Nachricht',
		empty: 'Noch keine Gespräche.',
		notFound: 'Niemand gefunden.',
		found: (n: number) => (n === 1 ? '1 Gespräch gefunden' : `${n} Gespräche gefunden`)
	},

	opening: {
		title: 'Neuen Stream eröffnen',
		search: 'Person suchen',
		empty: 'Noch niemand angelegt.',
		everyone: 'Mit allen angelegten Personen besteht schon ein Gespräch.',
		notFound: 'Niemand gefunden.',
		create: 'Person anlegen',
		pseudonym: 'Name oder Pseudonym',
		pseudonymHint: 'Ein Pseudonym genügt. Nur Ihre Beratungsstelle sieht es.',
		submit: 'Anlegen',
		busy: 'Wird angelegt …'
	},

	access: {
		title: (name: string) => `Zugangslink für ${name}`,
		show: 'Zugangslink anzeigen',
		lead: 'Wer diesen Link öffnet, kann Ihnen schreiben – ohne Anmeldung. Geben Sie ihn nur dieser Person. Wer ihn hat, kann auch später noch als diese Person lesen und schreiben, bis sie auf ihrem Gerät „Nur ich“ wählt (in Safari und auf dem iPhone erst vom Home-Bildschirm aus) oder einen neuen Link bekommt. Jedes weitere Öffnen steht im Gespräch.',
		qr: 'QR-Code des Zugangslinks',
		link: 'Zugangslink',
		copy: 'Link kopieren',
		share: 'Teilen',
		print: 'Karte drucken',
		pending: 'Link gilt, sobald übertragen',
		valid: 'Der Link gilt. 14 Tage, bis er zum ersten Mal geöffnet wird.',
		shareText: 'Hier können Sie schreiben:',
		cardTitle: 'Hier können Sie schreiben',
		cardLead: 'Kamera auf den Code richten oder den Link in einen Browser eingeben.',
		gone: 'Für diese Person liegt auf diesem Gerät kein Link.'
	},

	fields: {
		fill: 'Bitte ausfüllen.',
		choose: 'Bitte auswählen.',
		day: 'Bitte ein Datum wie 24.12.2026.',
		time: 'Bitte eine Uhrzeit wie 14:05.',
		notBefore: (day: string) => `Frühestens am ${day}.`,
		notAfter: (day: string) => `Spätestens am ${day}.`,
		dayForm: 'TT.MM.JJJJ',
		timeForm: 'SS:MM',
		calendar: 'Kalender'
	},

	notify: {
		ask: 'Bei neuen Nachrichten Bescheid geben?',
		yes: 'Ja, gern'
	}
};
