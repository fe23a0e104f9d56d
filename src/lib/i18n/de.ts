/** German with Sie, the source of every text: what every page says. What only counsellors read is in de-work.ts. */
import type { FaultCode, RefusalCode } from '../base/fault';
import type { Availability } from '../domain/availability';
import type { Mark } from '../domain/messages';
import type { deWork } from './de-work';

/** Every text of the product, by screen. */
export type Catalogue = typeof de & typeof deWork;

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

	notices: {
		somebody: 'Jemand aus der Beratungsstelle',
		at: (what: string, when: string) => `${what}, ${when}`,
		last: (times: number, when: string) => `${String(times)}-mal, zuletzt ${when}`,
		here: 'Hier geöffnet (dieses Gerät)',
		opened: 'Ihr Zugang wurde auf einem neuen Gerät oder in einem neuen Fenster geöffnet',
		clientOpened: (name: string) => `${name} hat den Link auf einem neuen Gerät oder in einem neuen Fenster geöffnet`,
		counsellorDevice: (name: string) => `${name} schreibt von einem weiteren Gerät`,
		keys: (name: string) => `Der Zugang von ${name} wurde erneuert`,
		ownLink: 'Sie haben einen neuen Link bekommen',
		link: (name: string) => `Neuer Link für ${name}`,
		locked: 'Der Zugang wurde gesperrt',
		came: (name: string) => `${name} liest und schreibt jetzt mit`,
		left: (name: string) => `${name} ist nicht mehr dabei`
	},
	stream: {
		pick: 'Wählen Sie links ein Gespräch.',
		fresh: (name: string) => `Schreiben Sie die erste Nachricht. ${name} sieht sie, sobald der Link geöffnet ist.`,
		freshOpened: 'Schreiben Sie die erste Nachricht.',
		messages: 'Nachrichten',
		unkept: 'Dieses Gerät ist voll: Was Sie hier schreiben, bleibt nur, solange diese Seite offen ist.',
		windows: 'Fenster des Gesprächs',
		dn: 'DN',
		dnTitle: 'Direktnachrichten',
		window: { members: 'Klient:innen', docs: 'Docs', profile: 'Profil', statistics: 'Statistik' },
		present: 'gerade da',
		absent: 'nicht da',
		typing: (name: string) => `${name} schreibt …`,
		over: {
			group: 'Sie sind nicht mehr in dieser Gruppe. Was Sie schon lesen konnten, bleibt.',
			single: 'Sie sind nicht mehr in diesem Gespräch. Was Sie schon lesen konnten, bleibt.'
		},
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

	attachments: {
		one: 'Dokument',
		list: 'Dokumente',
		add: 'Dokument anhängen',
		transfer: 'Dokument übertragen',
		download: 'Herunterladen',
		erase: 'Löschen',
		more: (name: string) => `Mehr zu ${name}`,
		enlarge: (name: string) => `${name} größer zeigen`,
		none: 'Noch keine Dokumente.',
		drop: 'Loslassen, um zu übertragen',
		erased: 'Dokument gelöscht',
		elsewhere: 'noch nicht geladen',
		later: 'wird später übertragen',
		sending: (percent: number) => `wird übertragen … ${percent} %`,
		preparing: (percent: number) => `wird vorbereitet … ${percent} %`,
		fetching: (percent: number) => `wird geladen … ${percent} %`,
		lost: 'lässt sich nicht öffnen',
		cancelOf: (name: string) => `Abbrechen: ${name}`,
		dangerous: 'Vorsicht: Diese Datei kann beim Öffnen Programme starten.',
		placeAsk: 'Diese Aufnahme kann verraten, wo sie entstanden ist. Das ließ sich nicht entfernen.',
		placeYes: 'Trotzdem übertragen',
		placeNo: 'Verwerfen',
		eraseTitle: 'Dokument löschen?',
		eraseAsk: (name: string) =>
			`„${name}“ verschwindet auf allen Geräten und lässt sich nicht wiederherstellen. Wer es schon heruntergeladen hat, behält seine Kopie.`,
		by: (name: string) => `von ${name}`
	},

	status: {
		shown: {
			online: 'Online',
			offline: 'Nicht Online',
			unavailable: 'Nicht anwählbar'
		} satisfies Record<Availability, string>,
		whileAway: 'geschrieben, während Sie nicht anwählbar waren',
		wasAway: (name: string) => `${name} war nicht anwählbar`,
		closed: (name: string) => `${name} ist zurzeit nicht anwählbar.`,
		closedWhy: 'Sie können gerade nicht schreiben. Das Textfeld öffnet sich von selbst wieder.',
		over: {
			gone: {
				what: 'Ihre Ansprechperson ist nicht mehr da.',
				why: 'Hier liest niemand mehr mit. Ihre Nachrichten sind nicht verloren: Bitte wenden Sie sich an die Stelle, von der Sie den Link haben.'
			},
			shut: {
				what: 'Ihr Zugang zu diesem Gespräch wurde geschlossen.',
				why: 'Bitten Sie um einen neuen Link, um weiterzuschreiben. Ihre Nachrichten sind nicht verloren.'
			}
		},
		hours: 'Zeiten:',
		draft: 'Ihr Entwurf bleibt erhalten:',
		reopened: 'Sie können wieder schreiben.'
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
		streams: 'Ihre Gespräche',
		leave: 'Schnell weg',
		leaveHint: 'Sofort zu einer neutralen Seite – auch mit zweimal Esc',
		fresh: (name: string) => `Schreiben Sie ${name}. Sie müssen Ihren Namen nicht nennen.`,
		keepOpen: 'Noch nicht gesendet. Bitte Seite offen lassen.'
	},

	invitation: {
		title: (group: string) => `Einladung in die Gruppe „${group}“`,
		lead: 'Die anderen sehen Sie erst, wenn Sie beitreten – und nur unter dem Namen, den Sie hier wählen.',
		name: 'Sie erscheinen dort als',
		yes: 'Beitreten',
		no: 'Nein'
	},

	standIn: {
		label: 'Wer Ihnen antwortet',
		from: (day: string, name: string) => `Ab ${day}: ${name}.`,
		between: (from: string, until: string, name: string) => `Von ${from} bis ${until}: ${name}.`,
		lead: (name: string) => `${name} liest dann mit, was hier steht, und antwortet Ihnen.`,
		asked: (name: string) => `${name} liest erst mit, wenn Sie einverstanden sind.`,
		yes: 'Einverstanden',
		question: 'Frage stellen'
	},

	remember: {
		ask: '✓ Gesendet. Wer benutzt dieses Gerät?',
		here: 'Nur ich',
		nowhere: 'Andere auch',
		kept: 'Das Gespräch bleibt auf diesem Gerät.',
		busy: 'Wird auf diesem Gerät gesichert …',
		wayBack: 'So kommen Sie zurück:',
		wayBackStep: 'Denselben Link öffnen.',
		nothingKept:
			'Ihre Nachrichten bleiben nicht auf diesem Gerät. Wer den Link hat, kann sie lesen und als Sie schreiben; jedes Öffnen steht im Gespräch.',
		copy: 'Link kopieren'
	},

	refused: {
		title: 'Das Gespräch lässt sich nicht öffnen',
		again: 'Noch einmal versuchen',
		held: 'Das haben Sie geschrieben',
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

	nowhere: {
		title: 'Diese Seite gibt es nicht.',
		lead: 'Wenn Sie hier schreiben möchten: Öffnen Sie bitte noch einmal den Link, den Sie bekommen haben.',
		home: 'Zum Sofortchat'
	},

	/** What a centre shows its clients until it writes a text of its own, and whoever does not get to any. */
	emergency: 'Lebensgefahr: 112 · Reden: 0800 111 0 111',

	update: { ready: 'Eine neue Version ist bereit.', apply: 'Neu laden' },

	errors: {
		'setup-code-wrong': 'Der Einrichtungscode stimmt nicht. Bitte prüfen Sie ihn Zeichen für Zeichen.',
		'setup-code-used':
			'Mit diesem Code wurde schon eine Beratungsstelle eingerichtet. Mit Ihrem Notfallblatt kommen Sie hinein.',
		'passphrase-wrong': 'Die Passphrase stimmt nicht.',
		'passphrase-weak': 'Diese Passphrase ist zu leicht zu erraten. Nehmen Sie mehr Wörter.',
		'recovery-replaced': 'Dieses Notfallblatt gilt nicht mehr: Es wurde durch ein neueres ersetzt.',
		'recovery-words-wrong': 'Diese Wörter stimmen nicht. Bitte vergleichen Sie sie mit dem Notfallblatt.',
		'link-mangled': 'Dieser Link ist unvollständig oder verändert.',
		'link-foreign': 'Dieser Link gehört nicht zu dieser Seite.',
		'link-unknown': 'Diesen Link gibt es hier noch nicht oder nicht mehr.',
		'link-expired': 'Dieser Link ist abgelaufen.',
		'link-revoked': 'Dieser Link gilt nicht mehr.',
		'link-kept-elsewhere': 'Dieses Gespräch wird auf einem anderen Gerät geführt.',
		'invitation-mangled':
			'Dieser Einladungslink ist unvollständig oder verändert. Bitte öffnen Sie ihn noch einmal ganz.',
		'invitation-unknown':
			'Diese Einladung gibt es hier noch nicht oder nicht mehr. Bitte fragen Sie die Person, von der Sie sie haben.',
		'invitation-expired': 'Diese Einladung ist abgelaufen. Bitte lassen Sie sich eine neue geben.',
		'invitation-withdrawn': 'Diese Einladung wurde zurückgezogen.',
		'invitation-used': 'Diese Einladung wurde schon benutzt. Jede gilt nur einmal.',
		'message-empty': 'Die Nachricht ist leer.',
		'message-too-long': 'Die Nachricht ist zu lang. Bitte kürzen Sie sie oder senden Sie sie in Teilen.',
		'name-empty': 'Bitte geben Sie einen Namen ein.',
		'name-too-long': 'Dieser Name ist zu lang.',
		'text-too-long': 'Dieser Text ist zu lang.',
		'picture-unreadable': 'Dieses Bild lässt sich nicht lesen. Bitte nehmen Sie ein anderes (JPEG, PNG oder WebP).',
		'attachment-too-large': 'Diese Datei ist zu groß.',
		'day-past': 'Dieser Tag liegt schon zurück.',
		'not-allowed': 'Das dürfen Sie hier nicht.',
		'charter-moved': 'Inzwischen hat sich etwas geändert. Bitte versuchen Sie es noch einmal.',
		'group-ring': 'Das geht nicht: Diese Gruppe enthält selbst schon die Gruppe, in die sie soll.',
		'founder-stays': 'Wer die Gruppe angelegt hat, bleibt in ihr.',
		'form-incomplete': 'Bitte prüfen Sie die markierten Felder.',
		'topic-known': 'Dieses Thema gibt es schon.',
		'topics-full': 'Mehr eigene Themen sind nicht möglich.',
		'monitoring-gone': 'Dieses Monitoring wurde inzwischen gelöscht.',
		'monitoring-newer':
			'Dieses Monitoring wurde mit einer neueren Version angelegt. Bitte laden Sie die Seite neu, um es zu bearbeiten.',
		'no-connection': 'Keine Verbindung. Bitte versuchen Sie es noch einmal, sobald Sie online sind.',
		'relay-nonsense': 'Die Gegenstelle antwortet unverständlich. Bitte versuchen Sie es später noch einmal.',
		'relay-too-new': 'Diese Seite ist veraltet. Bitte laden Sie sie neu.',
		'relay-diverged':
			'Die Gegenstelle zeigt einen anderen Verlauf als dieses Gerät. Bitte wenden Sie sich an die Person, die Sofortchat betreut.',
		'relay-forgot':
			'Die Gegenstelle kennt dieses Gerät zurzeit nicht, vielleicht nach einem Ausfall. Was Sie schreiben, bleibt so lange auf diesem Gerät. Hält das an, wenden Sie sich bitte an die Person, die Sofortchat betreut.',
		'relay-withholds':
			'Die Gegenstelle hält Nachrichten zurück. Was Sie schreiben, bleibt so lange auf diesem Gerät. Hält das an, wenden Sie sich bitte an die Person, die Sofortchat betreut.',
		'storage-full': 'Der Speicher dieses Geräts ist voll. Bitte schaffen Sie Platz und versuchen Sie es noch einmal.',
		'storage-unreadable': 'Ein Teil der Daten auf diesem Gerät ist beschädigt. Was übertragen war, wird erneut geholt.',
		'storage-missing': 'Dieser Browser darf hier nichts speichern (privates Fenster oder gesperrte Cookies).',
		'session-over': 'Sofortchat wurde inzwischen gesperrt. Bitte entsperren Sie und versuchen Sie es noch einmal.',
		'crypto-missing': 'Dieser Browser kann nicht verschlüsseln. Bitte nehmen Sie einen aktuellen.',
		'not-secure': 'Diese Seite kam unverschlüsselt. Bitte öffnen Sie sie mit https:// am Anfang der Adresse.',
		'entry-damaged': 'Eine Nachricht kam beschädigt an und wird nicht gezeigt.',
		'file-changed': 'Die Datei hat sich geändert, während sie gelesen wurde. Bitte wählen Sie sie noch einmal aus.',
		'file-unreadable': 'Diese Datei lässt sich nicht lesen. Bitte wählen Sie sie noch einmal aus.',
		'attachment-missing': 'Dieses Dokument ist noch nicht übertragen. Bitte versuchen Sie es später noch einmal.',
		'attachment-gone': 'Dieses Dokument wurde gelöscht.',
		'attachment-damaged': 'Dieses Dokument kam beschädigt an und lässt sich nicht öffnen.',
		'relay-full': 'Für weitere Dokumente ist hier kein Platz mehr. Bitte löschen Sie ältere.',
		'copy-refused':
			'Der Browser lässt das Kopieren hier nicht zu. Bitte markieren Sie den Text und kopieren Sie ihn von Hand.',
		trouble: 'Hier ist etwas schiefgegangen. Wenn auf dieser Seite etwas fehlt, laden Sie sie bitte neu.',
		unexpected: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.'
	} satisfies Record<RefusalCode | FaultCode, string>
};
