/** German with Sie, the source of every text: what every page says. What only counsellors read is in de-work.ts. */
import type { Availability } from '../domain/availability';
import type { Mark } from '../domain/messages';
import { deErrors } from './de-errors';
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
		replyGone: 'Nachricht ist nicht auf diesem Gerät',
		marks: {
			unsent: 'noch nicht gesendet',
			local: 'auf diesem Gerät',
			relayed: 'übertragen',
			delivered: 'zugestellt',
			read: 'gelesen'
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
		no: 'Nein',
		agreed: (group: string) =>
			`Sie haben zugesagt. Die Gruppe „${group}“ erscheint hier, sobald Ihre Zusage übertragen ist.`,
		withdrawn: (group: string) => `Die Einladung in die Gruppe „${group}“ wurde inzwischen zurückgenommen.`,
		seen: 'Verstanden'
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
		copy: 'Link kopieren',
		mayGo:
			'Kommt eine Woche lang niemand, darf der Browser es löschen. Bewahren Sie deshalb Ihren Link auf: Solange er gilt, öffnet er es wieder. Wer ihn hat, kann lesen und als Sie schreiben.',
		home: 'So bleibt es länger',
		homeShare: '„Teilen“ antippen:',
		homeAdd: 'Wählen:',
		homeLabel: 'Zum Home-Bildschirm',
		homeMac: 'Auf dem Mac heißt es „Zum Dock hinzufügen“.',
		homeOpen: 'Von dort öffnen und noch einmal „Nur ich“ wählen.'
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

	errors: deErrors
};
