/** German with Sie, counsellors' pages. A person’s profile and her way in. */

/** The German texts. */
export const deProfile = {
	zugang: {
		title: 'Zugang',
		open: 'Der Zugang ist offen.',
		renewing: 'Der neue Link gilt, sobald übertragen.',
		locking: 'Wird gesperrt, sobald verbunden.',
		locked: 'Gesperrt. Mit einem neuen Link geht es weiter.',
		later: (name: string) =>
			`Der Zugang ist gesperrt. Was hier geschrieben wird, liest ${name} erst mit einem neuen Link.`,
		another: 'Über den Zugang entscheidet, wer dieses Gespräch führt.',
		renew: 'Neuer Link',
		renewLead: (name: string) =>
			`${name} kommt dann nur noch mit dem neuen Link in Ihr gemeinsames Gespräch, auch auf dem eigenen Gerät. Der bisherige Verlauf bleibt. Wer sonst mit ${name} schreibt, sieht den neuen Link und entscheidet selbst.`,
		renewYes: 'Neuen Link erstellen',
		lock: 'Sperren',
		lockTitle: 'Zugang sperren',
		lockLead: (name: string) =>
			`${name} kann dann nichts mehr schreiben und nichts Neues lesen, bis Sie einen neuen Link ausgeben. Was schon gelesen wurde, bleibt gelesen. Gespräche mit anderen Berater:innen bleiben offen.`,
		offer: (name: string) => `${name} hat einen neuen Link ausgegeben.`,
		accept: 'Für dieses Gespräch übernehmen',
		acceptLead: (client: string, name: string) =>
			`${client} kommt dann nur noch mit dem Link von ${name} in dieses Gespräch und sieht dort den ganzen bisherigen Verlauf. Wer den Link hat, liest mit: Fragen Sie ${client} vorher, ob der Link wirklich angekommen ist.`,
		acceptYes: 'Link übernehmen'
	},

	vertretung: {
		title: 'Vertretung und Übergabe',
		begin: 'Vertretung oder Übergabe …',
		nobody: 'Dafür braucht es eine Kollegin oder einen Kollegen in dieser Beratungsstelle.',
		who: 'Wer übernimmt?',
		how: 'Für wie lange?',
		deputy: 'Vertretung auf Zeit',
		forGood: 'Übergabe auf Dauer',
		firstDay: 'Ab',
		lastDay: 'Bis einschließlich',
		lead: (name: string) =>
			`${name} wird gefragt. Vor dem ersten Tag liest niemand mit, es sei denn, ${name} ist einverstanden; bei einer Frage erst danach.`,
		submit: 'Vorschlagen',
		withdraw: 'Zurücknehmen',
		from: (day: string, name: string) => `Ab ${day}: ${name}.`,
		between: (from: string, until: string, name: string) => `${from} bis ${until}: ${name}.`,
		answer: {
			none: 'Noch keine Antwort.',
			yes: 'Einverstanden.',
			question: 'Hat eine Frage dazu.'
		}
	},
	profile: {
		lead: 'Alles freiwillig. Nur Ihre Beratungsstelle sieht das Profil.',
		saving: 'Wird gespeichert …',
		kept: 'Auf diesem Gerät gespeichert',
		failed: 'Nicht gespeichert'
	}
};
