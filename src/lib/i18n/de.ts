/** German with Sie: the source of every text. What is missing elsewhere does not compile. */
import type { FaultCode, RefusalCode } from '../base/fault';
import type { Mark } from '../domain/messages';
import type { Strength } from '../domain/strength';

/** Every text of the product, by screen. */
export type Catalogue = typeof de;

/** The German texts. */
export const de = {
	/** What Intl is asked for. */
	locale: 'de',
	today: 'Heute',
	yesterday: 'Gestern',

	common: {
		back: 'Zurück',
		cancel: 'Abbrechen',
		close: 'Schließen',
		done: 'Fertig',
		later: 'Später',
		next: 'Weiter',
		optional: 'freiwillig',
		copied: 'Kopiert',
		menu: 'Mehr',
		loading: 'Einen Moment …',
		skip: 'Zum Inhalt springen',
		language: 'English',
		offline: 'Offline'
	},

	titles: { dashboard: 'Übersicht – Sofortchat', chat: 'Chat – Sofortchat', start: 'Sofortchat', client: 'Chat' },

	rail: {
		label: 'Hauptbereiche',
		home: 'Übersicht',
		chat: 'Chat',
		lock: 'Sperren',
		unread: (n: number) => (n === 1 ? '1 ungelesen' : `${n} ungelesen`)
	},

	dashboard: {
		greeting: (name: string) => `Guten Tag, ${name}`,
		tile: 'Sofortchat (Messenger)',
		quiet: 'Keine ungelesenen Nachrichten',
		unread: (n: number) => (n === 1 ? '1 ungelesene Nachricht' : `${n} ungelesene Nachrichten`)
	},

	welcome: {
		title: 'Sofortchat einrichten',
		lead: 'Auf diesem Gerät ist noch nichts eingerichtet. Alles, was Sie hier schreiben, wird verschlüsselt und bleibt auf Ihren Geräten.',
		found: 'Diese Beratungsstelle einrichten',
		foundHint: 'Zum ersten Mal hier. Sie brauchen den Einrichtungscode.',
		restore: 'Mit dem Notfallblatt wiederherstellen',
		restoreHint: 'Sie haben schon einen Zugang und Ihr Notfallblatt zur Hand.'
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
		busy: 'Wird eingerichtet …'
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
		unopened: 'Link noch nicht geöffnet',
		opened: 'Geöffnet',
		present: 'gerade da',
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
		lead: 'Wer diesen Link öffnet, kann Ihnen schreiben – ohne Anmeldung. Geben Sie ihn nur dieser Person.',
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

	stream: {
		pick: 'Wählen Sie links ein Gespräch.',
		fresh: (name: string) => `Schreiben Sie die erste Nachricht. ${name} sieht sie, sobald der Link geöffnet ist.`,
		freshOpened: 'Schreiben Sie die erste Nachricht.',
		messages: 'Nachrichten',
		windows: 'Fenster des Gesprächs',
		dn: 'DN',
		dnTitle: 'Direktnachrichten',
		present: 'gerade da',
		absent: 'nicht da',
		typing: (name: string) => `${name} schreibt …`,
		unread: 'Neue Nachrichten',
		down: 'Zu den neuesten Nachrichten',
		downCount: (n: number) => (n === 1 ? '1 neue Nachricht' : `${n} neue Nachrichten`),
		missing: (n: number) => (n === 1 ? '1 Nachricht fehlt noch' : `${n} Nachrichten fehlen noch`),
		offline: 'Offline – wird später gesendet',
		connecting: 'Verbindung wird hergestellt …',
		you: 'Sie',
		incoming: (name: string, text: string) => `${name}: ${text}`
	},

	message: {
		actions: 'Nachricht: mehr',
		reply: 'Antworten',
		copy: 'Kopieren',
		more: 'Mehr anzeigen',
		retry: 'Wiederholen',
		timeUncertain: 'Zeit unsicher',
		suspicious: 'Vorsicht: Diese Adresse enthält fremde Schriftzeichen',
		inReplyTo: (name: string) => `Antwort an ${name}`,
		replyGone: 'Nachricht ist nicht auf diesem Gerät',
		marks: {
			unsent: 'noch nicht gesendet',
			local: 'auf diesem Gerät',
			relayed: 'übertragen',
			delivered: 'zugestellt',
			read: 'gelesen',
			failed: 'nicht gesendet – wiederholen'
		} satisfies Record<Mark, string>
	},

	composer: {
		label: (name: string) => `Nachricht an ${name}`,
		own: 'Ihre Nachricht',
		send: 'Senden',
		replyTo: (name: string) => `Antwort an ${name}`,
		cancelReply: 'Antwort verwerfen',
		room: (n: number) => `Noch Platz für etwa ${n.toLocaleString('de')} Zeichen`,
		over: (n: number) => `Etwa ${n.toLocaleString('de')} Zeichen zu lang`
	},

	door: {
		title: 'Hier können Sie schreiben.',
		lead: 'Kostenlos, ohne Anmeldung.',
		open: 'Gespräch öffnen',
		opening: 'Wird geöffnet …'
	},

	client: {
		leave: 'Schnell weg',
		leaveHint: 'Sofort zu einer neutralen Seite – auch mit zweimal Esc',
		fresh: (name: string) => `Schreiben Sie ${name}. Sie müssen Ihren Namen nicht nennen.`,
		keepOpen: 'Noch nicht gesendet. Bitte Seite offen lassen.'
	},

	remember: {
		ask: '✓ Gesendet. Wer benutzt dieses Gerät?',
		here: 'Nur ich',
		nowhere: 'Andere auch',
		kept: 'Das Gespräch bleibt auf diesem Gerät.',
		busy: 'Wird auf diesem Gerät gesichert …',
		wayBack: 'So kommen Sie zurück:',
		wayBackStep: 'Denselben Link öffnen.',
		nothingKept: 'Ihre Nachrichten bleiben nicht auf diesem Gerät.',
		copy: 'Link kopieren'
	},

	refused: {
		title: 'Das Gespräch lässt sich nicht öffnen',
		again: 'Noch einmal versuchen',
		next: {
			link: 'Bitte öffnen Sie den Link noch einmal ganz, so wie Sie ihn bekommen haben. Oder bitten Sie die Person, von der Sie ihn haben, um einen neuen.',
			newLink:
				'Ihre Nachrichten sind nicht verloren. Bitten Sie die Person, von der Sie den Link haben, um einen neuen.',
			elsewhere:
				'Öffnen Sie das Gespräch auf dem Gerät, auf dem Sie „Nur ich“ gewählt haben. Oder bitten Sie um einen neuen Link.',
			connection: 'Prüfen Sie die Verbindung und versuchen Sie es noch einmal. Der Link bleibt gültig.',
			browser: 'Öffnen Sie den Link in einem aktuellen Browser: Chrome, Edge, Firefox oder Safari.',
			retry: 'Bitte versuchen Sie es noch einmal. Der Link bleibt gültig.'
		}
	},

	nowhere: { title: 'Diese Seite gibt es nicht.', home: 'Zur Startseite' },

	update: { ready: 'Eine neue Version ist bereit.', apply: 'Neu laden' },

	notify: {
		ask: 'Bei neuen Nachrichten Bescheid geben?',
		yes: 'Ja, gern'
	},

	errors: {
		'setup-code-wrong': 'Der Einrichtungscode stimmt nicht. Bitte prüfen Sie ihn Zeichen für Zeichen.',
		'setup-code-used':
			'Mit diesem Code wurde schon eine Beratungsstelle eingerichtet. Mit Ihrem Notfallblatt kommen Sie hinein.',
		'passphrase-wrong': 'Die Passphrase stimmt nicht.',
		'passphrase-weak': 'Diese Passphrase ist zu leicht zu erraten. Nehmen Sie mehr Wörter.',
		'recovery-words-wrong': 'Diese Wörter stimmen nicht. Bitte vergleichen Sie sie mit dem Notfallblatt.',
		'link-mangled': 'Dieser Link ist unvollständig oder verändert.',
		'link-foreign': 'Dieser Link gehört nicht zu dieser Seite.',
		'link-unknown': 'Diesen Link gibt es hier noch nicht oder nicht mehr.',
		'link-expired': 'Dieser Link ist abgelaufen.',
		'link-revoked': 'Dieser Link gilt nicht mehr.',
		'link-kept-elsewhere': 'Dieses Gespräch wird auf einem anderen Gerät geführt.',
		'message-empty': 'Die Nachricht ist leer.',
		'message-too-long': 'Die Nachricht ist zu lang. Bitte kürzen Sie sie oder senden Sie sie in Teilen.',
		'name-empty': 'Bitte geben Sie einen Namen ein.',
		'name-too-long': 'Dieser Name ist zu lang.',
		'picture-unreadable': 'Dieses Bild lässt sich nicht lesen. Bitte nehmen Sie ein anderes (JPEG, PNG oder WebP).',
		'not-allowed': 'Das dürfen Sie hier nicht.',
		'charter-moved': 'Inzwischen hat sich etwas geändert. Bitte versuchen Sie es noch einmal.',
		'no-connection': 'Keine Verbindung. Bitte versuchen Sie es noch einmal, sobald Sie online sind.',
		'relay-nonsense': 'Die Gegenstelle antwortet unverständlich. Bitte versuchen Sie es später noch einmal.',
		'relay-too-new': 'Diese Seite ist veraltet. Bitte laden Sie sie neu.',
		'relay-diverged':
			'Die Gegenstelle zeigt einen anderen Verlauf als dieses Gerät. Bitte wenden Sie sich an die Person, die Sofortchat betreut.',
		'storage-full': 'Der Speicher dieses Geräts ist voll. Bitte schaffen Sie Platz und versuchen Sie es noch einmal.',
		'storage-unreadable': 'Ein Teil der Daten auf diesem Gerät ist beschädigt. Was übertragen war, wird erneut geholt.',
		'storage-missing': 'Dieser Browser kann hier nichts speichern, vielleicht wegen eines privaten Fensters.',
		'crypto-missing': 'Dieser Browser kann nicht verschlüsseln. Bitte nehmen Sie einen aktuellen.',
		'entry-damaged': 'Eine Nachricht kam beschädigt an und wird nicht gezeigt.',
		unexpected: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.'
	} satisfies Record<RefusalCode | FaultCode, string>
};
