/** German with Sie, counsellors' pages. Colleagues: inviting, roles, removing, standing in. */
export const deColleagues = {
	team: {
		pageTitle: 'Kolleg:innen – Sofortchat',
		rail: 'Team',
		heading: 'Kolleg:innen',
		list: 'Kolleg:innen',
		counsellor: 'Berater:in',
		lead: 'Leitung',
		me: 'Sie',
		invited: 'eingeladen',
		expired: 'Einladung abgelaufen',
		leaving: 'wird entfernt, sobald verbunden',
		alone: 'Hier sind Sie bisher allein.',
		aloneNoLead: 'Neue Kolleg:innen lädt die Leitung ein.',
		invite: 'Einladen',
		showLink: 'Link zeigen',
		withdraw: 'Zurückziehen',
		remove: 'Entfernen',
		profile: 'Profil bearbeiten',
		ofPerson: (action: string, name: string) => `${action}: ${name}`
	},
	inviting: {
		title: 'Kolleg:in einladen',
		name: 'Name',
		nameHint: 'Die eingeladene Person kann ihn ändern.',
		role: 'Rolle',
		counsellor: 'Berater:in',
		counsellorHint: 'Berät Klient:innen und Gruppen.',
		lead: 'Leitung',
		leadHint: 'Kann außerdem Kolleg:innen einladen und entfernen.',
		submit: 'Einladen',
		busy: 'Wird vorbereitet …',
		linkTitle: (name: string) => `Einladung für ${name}`,
		linkLead: 'Wer diesen Link öffnet, gehört zum Team. Geben Sie ihn nur dieser Person. Er gilt einmal.',
		qr: 'QR-Code der Einladung',
		link: 'Einladungslink',
		pending: 'Link gilt, sobald übertragen',
		valid: 'Der Link gilt 14 Tage.',
		shareText: 'Hier ist Ihr Link:',
		cardTitle: 'Ihr Link',
		cardLead: 'Kamera auf den Code richten oder den Link in einen Browser eingeben.'
	},
	removing: {
		title: (name: string) => `${name} entfernen?`,
		lead: (name: string) =>
			`${name} erfährt nichts Neues mehr aus dem gemeinsamen Verzeichnis und gilt für Klient:innen nicht mehr als Berater:in dieser Stelle.`,
		stays:
			'Was schon auf dem Gerät dieser Person liegt, bleibt dort. Die Gespräche gehen nicht von selbst an andere über.',
		clients: (names: string, n: number, more: number) =>
			`${n === 1 ? 'Diese Person hat' : 'Diese Personen haben'} danach vielleicht niemanden mehr: ${names}${more > 0 ? ` und ${String(more)} weitere` : ''}. Was nicht vorher übergeben wurde, liest nur noch das Gerät, das es geführt hat; das Feld zum Schreiben schließt sich. Eröffnen Sie für sie einen neuen Stream und geben Sie ihnen dort einen neuen Link: Der alte ist demjenigen bekannt, der ihn gemacht hat.`,
		alone: (groups: string, n: number) =>
			`In ${n === 1 ? 'dieser Gruppe ist danach' : 'diesen Gruppen ist danach'} keine Berater:in mehr, niemand kann dort noch jemanden aufnehmen oder entfernen: ${groups}. Vorher sollte dort jemand aus dem Team aufgenommen werden.`,
		offline: 'Ohne Verbindung wird das vorgemerkt und geschieht bei der nächsten Verbindung.',
		submit: 'Entfernen',
		withdrawTitle: (name: string) => `Einladung für ${name} zurückziehen?`,
		withdrawLead: 'Der Link führt dann nirgends mehr hin.',
		withdrawSubmit: 'Zurückziehen'
	},
	joining: {
		title: (centre: string) => `Willkommen bei ${centre}`,
		loading: 'Die Einladung wird geöffnet …',
		as: (role: string) => `Sie sind eingeladen als ${role}.`,
		failed: 'Die Einladung lässt sich nicht öffnen',
		again: 'Noch einmal versuchen',
		submit: 'Beitreten',
		busy: 'Sie treten bei …',
		occupied:
			'Auf diesem Gerät ist schon jemand eingerichtet. Öffnen Sie die Einladung in einem anderen Browser oder auf einem anderen Gerät.'
	},
	ownProfile: {
		title: 'Profil',
		name: 'Ihr Name',
		nameHint: 'Klient:innen und Kolleg:innen sehen Namen und Bild.',
		picture: 'Profilbild',
		submit: 'Speichern',
		sheet: 'Notfallblatt',
		newSheet: 'Neues Notfallblatt …',
		sheetHint: 'Wenn jemand Ihr Blatt gesehen haben könnte oder Sie es nicht mehr finden: Machen Sie ein neues.',
		renewing: 'Das neue Blatt gilt, sobald es übertragen ist. Bis dahin gilt das alte noch.',
		renewed: (when: string) => `Dieses Blatt gilt seit ${when}. Das vorige öffnet nichts mehr.`
	},
	newSheet: {
		title: 'Neues Notfallblatt',
		lead: 'Sie bekommen 18 neue Wörter. Sobald Sie zwei davon eingegeben haben und das Blatt übertragen ist, öffnet das alte nichts mehr.',
		already: 'Was jemand mit dem alten Blatt schon geöffnet hat, bleibt bei ihm.',
		passphrase: 'Ihre Passphrase',
		submit: 'Neues Blatt zeigen'
	},
	removed: {
		title: 'Kein Zugang mehr',
		lead: 'Sie gehören nicht mehr zum Team dieser Beratungsstelle. Neues kommt hier nicht mehr an. Was auf diesem Gerät liegt, bleibt darauf, mit Ihrer Passphrase verschlossen.'
	}
};
