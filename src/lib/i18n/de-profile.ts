/** German with Sie, counsellors' pages. A person’s profile and her way in. */
export const deProfile = {
	zugang: {
		title: 'Zugang',
		open: 'Der Zugang ist offen.',
		renewing: 'Der neue Link gilt, sobald übertragen.',
		locking: 'Wird gesperrt, sobald verbunden.',
		locked: 'Gesperrt. Mit einem neuen Link geht es weiter.',
		renew: 'Neuer Link',
		renewLead: (name: string) =>
			`${name} kommt dann nur noch mit dem neuen Link hinein, auch auf dem eigenen Gerät. Der bisherige Verlauf bleibt.`,
		renewYes: 'Neuen Link erstellen',
		lock: 'Sperren',
		lockTitle: 'Zugang sperren',
		lockLead: (name: string) =>
			`${name} kann dann nichts mehr schreiben und nichts Neues lesen, bis Sie einen neuen Link ausgeben. Was schon gelesen wurde, bleibt gelesen.`
	}
};
