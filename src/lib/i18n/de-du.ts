/** German with du: what differs from the German with Sie. */
import { de, type Catalogue } from './de';
import { deHelpDu } from './de-help-du';
import { deWork } from './de-work';

/** The German texts with du. */
export const deDu: Catalogue = {
	...de,
	...deWork,
	...deHelpDu,
	dashboard: {
		...deWork.dashboard,
		greeting: (name) => `Hallo ${name}`,
		mayGo:
			'Warst du eine Woche lang nicht hier, darf dieser Browser löschen, was auf diesem Gerät liegt. Dein Notfallblatt holt zurück, was übertragen ist. Auf Dauer bleibt es in der installierten App: „Teilen“, dann „Zum Home-Bildschirm“ oder „Zum Dock hinzufügen“ wählen und dort mit dem Notfallblatt wiederherstellen.'
	},
	statistics: { ...deWork.statistics, hidden: 'Nur deine Beratungsstelle sieht Monitorings.' },
	sheets: {
		...deWork.sheets,
		leadOnly: 'Die Leitung deiner Beratungsstelle legt fest, wonach neue Monitorings fragen.',
		topicsHint:
			'Was du abwählst, steht in neuen Monitorings nicht mehr zur Auswahl. Schon Angelegtes behält seine Angaben.'
	},
	monitoringForm: {
		...deWork.monitoringForm,
		unkept: 'Dieses Gerät ist voll: Was du hier einträgst, bleibt nur, solange diese Seite offen ist.',
		uncertainHint: 'Die Uhr eines Geräts ging falsch. Bitte prüf Datum, Beginn und Ende.',
		leaveLead: 'Was soll mit deinen Eingaben geschehen?'
	},
	profile: { ...deWork.profile, lead: 'Alles freiwillig. Nur deine Beratungsstelle sieht das Profil.' },
	welcome: {
		...deWork.welcome,
		lead: 'Auf diesem Gerät ist noch nichts eingerichtet. Alles, was du hier schreibst, wird verschlüsselt und bleibt auf deinen Geräten.',
		foundHint: 'Zum ersten Mal hier. Du brauchst den Einrichtungscode.',
		restoreHint: 'Du hast schon einen Zugang und dein Notfallblatt zur Hand.',
		client: 'Du suchst Beratung und hast einen Link bekommen? Dann öffne bitte diesen Link.'
	},
	refounding: {
		...deWork.refounding,
		lead: 'Wenn die Gegenstelle alles verloren hat, zeigt sie beim Start einen neuen Einrichtungscode. Damit richtest du eure Beratungsstelle dort wieder ein. Was auf deinen Geräten und denen der anderen liegt, wird danach wieder übertragen. Links, die noch niemand geöffnet hat, offene Einladungen und Notfallblätter gelten dann nicht mehr: Dafür braucht ihr neue.'
	},
	founding: {
		...deWork.founding,
		codeHint: 'Er wurde angezeigt, als Sofortchat auf deinem Rechner gestartet wurde.',
		name: 'Dein Name',
		nameHint: 'Diesen Namen sehen die Menschen, die dir schreiben.',
		begun: 'Du hast hier angefangen, eine Beratungsstelle einzurichten. Mit deiner Passphrase geht es weiter.'
	},
	sheet: {
		...deWork.sheet,
		title: 'Dein Notfallblatt',
		lead: 'Wenn du deine Passphrase vergisst oder dieses Gerät verlierst, bringen nur diese 18 Wörter dich zurück. Druck das Blatt aus oder schreib die Wörter ab, und bewahre es sicher auf – nicht beim Gerät.',
		paperLead:
			'Mit diesen 18 Wörtern öffnest du deinen Zugang auf einem neuen Gerät. Wer sie kennt, kann alles lesen: Bewahre dieses Blatt verschlossen auf.'
	},
	check: {
		...deWork.check,
		lead: 'Bitte gib zwei Wörter von deinem Notfallblatt ein.',
		wrong: (n) => `Wort ${n} stimmt nicht. Bitte sieh auf dem Blatt noch einmal nach.`
	},
	unlock: { ...deWork.unlock, lead: 'Deine Passphrase öffnet Sofortchat auf diesem Gerät.' },
	restore: { ...deWork.restore, words: 'Die 18 Wörter deines Notfallblatts' },
	list: { ...deWork.list, you: 'Du:' },
	opening: { ...deWork.opening, pseudonymHint: 'Ein Pseudonym genügt. Nur deine Beratungsstelle sieht es.' },
	access: {
		...deWork.access,
		lead: 'Wer diesen Link öffnet, kann dir schreiben – ohne Anmeldung. Gib ihn nur dieser Person. Wer ihn hat, kann auch später noch als diese Person lesen und schreiben, bis sie auf ihrem Gerät „Nur ich“ wählt (in Safari und auf dem iPhone erst vom Home-Bildschirm aus) oder einen neuen Link bekommt. Jedes weitere Öffnen steht im Gespräch.',
		shareText: 'Hier kannst du schreiben:',
		cardTitle: 'Hier kannst du schreiben'
	},
	zugang: {
		...deWork.zugang,
		renewLead: (name) =>
			`${name} kommt dann nur noch mit dem neuen Link in euer Gespräch, auch auf dem eigenen Gerät. Der bisherige Verlauf bleibt. Wer sonst mit ${name} schreibt, sieht den neuen Link und entscheidet selbst.`,
		lockLead: (name) =>
			`${name} kann dann nichts mehr schreiben und nichts Neues lesen, bis du einen neuen Link ausgibst. Was schon gelesen wurde, bleibt gelesen. Gespräche mit anderen Berater:innen bleiben offen.`,
		acceptLead: (client, name) =>
			`${client} kommt dann nur noch mit dem Link von ${name} in dieses Gespräch und sieht dort den ganzen bisherigen Verlauf. Wer den Link hat, liest mit: Frag ${client} vorher, ob der Link wirklich angekommen ist.`
	},
	team: { ...deWork.team, me: 'Du', alone: 'Hier bist du bisher allein.' },
	inviting: {
		...deWork.inviting,
		linkLead: 'Wer diesen Link öffnet, gehört zum Team. Gib ihn nur dieser Person. Er gilt einmal.',
		shareText: 'Hier ist dein Link:',
		cardTitle: 'Dein Link'
	},
	joining: {
		...deWork.joining,
		as: (role) => `Du bist eingeladen als ${role}.`,
		busy: 'Du trittst bei …',
		occupied:
			'Auf diesem Gerät ist schon jemand eingerichtet. Öffne die Einladung in einem anderen Browser oder auf einem anderen Gerät.'
	},
	removing: {
		...deWork.removing,
		clients: (names, n, more) =>
			`${n === 1 ? 'Diese Person hat' : 'Diese Personen haben'} danach vielleicht niemanden mehr: ${names}${more > 0 ? ` und ${String(more)} weitere` : ''}. Was nicht vorher übergeben wurde, liest nur noch das Gerät, das es geführt hat; das Feld zum Schreiben schließt sich. Eröffne für sie einen neuen Stream und gib ihnen dort einen neuen Link: Der alte ist demjenigen bekannt, der ihn gemacht hat.`
	},
	ownProfile: {
		...deWork.ownProfile,
		name: 'Dein Name',
		sheetHint: 'Wenn jemand dein Blatt gesehen haben könnte oder du es nicht mehr findest: Mach ein neues.'
	},
	newSheet: {
		...deWork.newSheet,
		lead: 'Du bekommst 18 neue Wörter. Sobald du zwei davon eingegeben hast und das Blatt übertragen ist, öffnet das alte nichts mehr.',
		passphrase: 'Deine Passphrase'
	},
	removed: {
		...deWork.removed,
		lead: 'Du gehörst nicht mehr zum Team dieser Beratungsstelle. Neues kommt hier nicht mehr an. Was auf diesem Gerät liegt, bleibt darauf, mit deiner Passphrase verschlossen.'
	},
	notices: {
		...de.notices,
		opened: 'Dein Zugang wurde auf einem neuen Gerät oder in einem neuen Fenster geöffnet',
		ownLink: 'Du hast einen neuen Link bekommen'
	},
	stream: {
		...de.stream,
		pick: 'Wähle links ein Gespräch.',
		fresh: (name) => `Schreib die erste Nachricht. ${name} sieht sie, sobald der Link geöffnet ist.`,
		freshOpened: 'Schreib die erste Nachricht.',
		unkept: 'Dieses Gerät ist voll: Was du hier schreibst, bleibt nur, solange diese Seite offen ist.',
		over: {
			group: 'Du bist nicht mehr in dieser Gruppe. Was du schon lesen konntest, bleibt.',
			single: 'Du bist nicht mehr in diesem Gespräch. Was du schon lesen konntest, bleibt.'
		},
		you: 'Du'
	},
	status: {
		...de.status,
		whileAway: 'geschrieben, während du nicht anwählbar warst',
		closedWhy: 'Du kannst gerade nicht schreiben. Das Textfeld öffnet sich von selbst wieder.',
		over: {
			gone: {
				what: 'Deine Ansprechperson ist nicht mehr da.',
				why: 'Hier liest niemand mehr mit. Deine Nachrichten sind nicht verloren: Bitte wende dich an die Stelle, von der du den Link hast.'
			},
			shut: {
				what: 'Dein Zugang zu diesem Gespräch wurde geschlossen.',
				why: 'Bitte um einen neuen Link, um weiterzuschreiben. Deine Nachrichten sind nicht verloren.'
			}
		},
		draft: 'Dein Entwurf bleibt erhalten:',
		reopened: 'Du kannst wieder schreiben.'
	},
	availability: {
		...deWork.availability,
		hint: {
			online: 'Man kann dir schreiben.',
			offline: 'Man kann dir trotzdem schreiben.',
			unavailable: 'Man kann dir nicht schreiben.'
		},
		absenceLead:
			'Deine Klient:innen können dir jetzt nicht schreiben. Was sollen sie lesen, zum Beispiel bis wann und an wen sie sich wenden können?'
	},
	centre: { ...deWork.centre, lead: 'Das lesen die Menschen, die dir schreiben.' },
	composer: { ...de.composer, own: 'Deine Nachricht' },
	door: { ...de.door, title: 'Hier kannst du schreiben.' },
	client: {
		...de.client,
		streams: 'Deine Gespräche',
		fresh: (name) => `Schreib ${name}. Du musst deinen Namen nicht nennen.`
	},
	standIn: {
		...de.standIn,
		label: 'Wer dir antwortet',
		lead: (name) => `${name} liest dann mit, was hier steht, und antwortet dir.`,
		asked: (name) => `${name} liest erst mit, wenn du einverstanden bist.`
	},
	invitation: {
		...de.invitation,
		lead: 'Die anderen sehen dich erst, wenn du beitrittst – und nur unter dem Namen, den du hier wählst.',
		name: 'Du erscheinst dort als',
		agreed: (group: string) =>
			`Du hast zugesagt. Die Gruppe „${group}“ erscheint hier, sobald deine Zusage übertragen ist.`
	},
	remember: {
		...de.remember,
		wayBack: 'So kommst du zurück:',
		mayGo:
			'Kommt eine Woche lang niemand, darf der Browser es löschen. Bewahr deshalb deinen Link auf: Solange er gilt, öffnet er es wieder. Wer ihn hat, kann lesen und als du schreiben.',
		nothingKept:
			'Deine Nachrichten bleiben nicht auf diesem Gerät. Wer den Link hat, kann sie lesen und als du schreiben; jedes Öffnen steht im Gespräch.'
	},
	nowhere: {
		...de.nowhere,
		lead: 'Wenn du hier schreiben möchtest: Öffne bitte noch einmal den Link, den du bekommen hast.'
	},
	refused: {
		...de.refused,
		held: 'Das hast du geschrieben',
		next: {
			link: 'Bitte öffne den Link noch einmal ganz, so wie du ihn bekommen hast. Oder bitte die Person, von der du ihn hast, um einen neuen.',
			newLink: 'Deine Nachrichten sind nicht verloren. Bitte die Person, von der du den Link hast, um einen neuen.',
			elsewhere: 'Öffne das Gespräch auf dem Gerät, auf dem du „Nur ich“ gewählt hast. Oder bitte um einen neuen Link.',
			connection: 'Prüf die Verbindung und versuch es noch einmal. Der Link bleibt gültig.',
			browser: 'Öffne den Link in einem aktuellen Browser: Chrome, Edge, Firefox oder Safari.',
			retry: 'Bitte versuch es noch einmal. Der Link bleibt gültig.'
		}
	},
	errors: {
		...de.errors,
		'setup-code-wrong': 'Der Einrichtungscode stimmt nicht. Bitte prüf ihn Zeichen für Zeichen.',
		'setup-code-used':
			'Mit diesem Code wurde schon eine Beratungsstelle eingerichtet. Mit deinem Notfallblatt kommst du hinein.',
		'setup-code-waits': 'Das waren zu viele falsche Codes. Bitte versuch es in einer Minute noch einmal.',
		'passphrase-weak': 'Diese Passphrase ist zu leicht zu erraten. Nimm mehr Wörter.',
		'recovery-words-wrong': 'Diese Wörter stimmen nicht. Bitte vergleich sie mit dem Notfallblatt.',
		'invitation-mangled': 'Dieser Einladungslink ist unvollständig oder verändert. Bitte öffne ihn noch einmal ganz.',
		'invitation-unknown':
			'Diese Einladung gibt es hier noch nicht oder nicht mehr. Bitte frag die Person, von der du sie hast.',
		'invitation-expired': 'Diese Einladung ist abgelaufen. Bitte lass dir eine neue geben.',
		'message-too-long': 'Die Nachricht ist zu lang. Bitte kürz sie oder sende sie in Teilen.',
		'name-empty': 'Bitte gib einen Namen ein.',
		'picture-unreadable': 'Dieses Bild lässt sich nicht lesen. Bitte nimm ein anderes (JPEG, PNG oder WebP).',
		'not-allowed': 'Das darfst du hier nicht.',
		'file-changed': 'Die Datei hat sich geändert, während sie gelesen wurde. Bitte wähl sie noch einmal aus.',
		'file-unreadable': 'Diese Datei lässt sich nicht lesen. Bitte wähl sie noch einmal aus.',
		'attachment-missing': 'Dieses Dokument ist noch nicht übertragen. Bitte versuch es später noch einmal.',
		'relay-full': 'Für weitere Dokumente ist hier kein Platz mehr. Bitte lösch ältere.',
		'form-incomplete': 'Bitte prüf die markierten Felder.',
		'monitoring-newer':
			'Dieses Monitoring wurde mit einer neueren Version angelegt. Bitte lade die Seite neu, um es zu bearbeiten.',
		'no-connection': 'Keine Verbindung. Bitte versuch es noch einmal, sobald du online bist.',
		'relay-nonsense': 'Die Gegenstelle antwortet unverständlich. Bitte versuch es später noch einmal.',
		'relay-too-new': 'Diese Seite ist veraltet. Bitte lade sie neu.',
		'relay-diverged':
			'Die Gegenstelle zeigt einen anderen Verlauf als dieses Gerät. Bitte wende dich an die Person, die Sofortchat betreut.',
		'relay-forgot':
			'Die Gegenstelle kennt dieses Gerät zurzeit nicht, vielleicht nach einem Ausfall. Was du schreibst, bleibt so lange auf diesem Gerät. Hält das an, wende dich bitte an die Person, die Sofortchat betreut.',
		'relay-withholds':
			'Die Gegenstelle hält Nachrichten zurück. Was du schreibst, bleibt so lange auf diesem Gerät. Hält das an, wende dich bitte an die Person, die Sofortchat betreut.',
		'storage-full': 'Der Speicher dieses Geräts ist voll. Bitte schaff Platz und versuch es noch einmal.',
		'session-over': 'Sofortchat wurde inzwischen gesperrt. Bitte entsperre und versuch es noch einmal.',
		'crypto-missing': 'Dieser Browser kann nicht verschlüsseln. Bitte nimm einen aktuellen.',
		'not-secure': 'Diese Seite kam unverschlüsselt. Bitte öffne sie mit https:// am Anfang der Adresse.',
		'copy-refused': 'Der Browser lässt das Kopieren hier nicht zu. Bitte markier den Text und kopier ihn von Hand.',
		trouble: 'Hier ist etwas schiefgegangen. Wenn auf dieser Seite etwas fehlt, lade sie bitte neu.',
		unexpected: 'Das hat nicht geklappt. Bitte versuch es noch einmal.'
	}
};
