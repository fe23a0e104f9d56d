/** German with Sie, counsellors' pages. Exporting a stream. */
export const deExporting = {
	exporting: {
		action: 'Stream exportieren',
		withOptions: 'Export mit Optionen …',
		title: 'Export mit Optionen',
		range: 'Zeitraum',
		from: 'Von',
		to: 'Bis',
		rangeHint: 'Leer gelassen: von Anfang bis Ende.',
		names: 'Namen ersetzen',
		namesHint:
			'Klient 1, Berater:in 1, Dokument-01 und so weiter. Was in Nachrichten und Dokumenten selbst steht, bleibt unverändert.',
		documents: 'Dokumente als ZIP',
		documentsHint: 'Tabelle und Dokumente zusammen in einer .zip-Datei.',
		documentCount: (n: number) => (n === 1 ? '1 Dokument' : `${n} Dokumente`),
		packing: 'Dokumente werden gepackt …',
		format: 'Format',
		csv: 'CSV-Tabelle (.csv)',
		xlsx: 'Excel-Arbeitsmappe (.xlsx)',
		open: 'Die Datei ist nicht verschlüsselt. Wer sie hat, kann alles darin lesen.',
		count: (n: number) => (n === 1 ? '1 Eintrag' : `${n} Einträge`),
		nothing: 'In diesem Zeitraum gibt es keine Einträge.',
		submit: 'Exportieren',
		busy: 'Wird erstellt …',
		done: (name: string) => `${name} wurde erstellt. Die Datei ist nicht verschlüsselt.`,
		missing: (n: number) =>
			n === 1
				? '1 Nachricht ist noch nicht auf diesem Gerät und fehlt darin.'
				: `${n} Nachrichten sind noch nicht auf diesem Gerät und fehlen darin.`,
		lacking: (n: number) =>
			n === 1
				? '1 Dokument ist nicht auf diesem Gerät und fehlt im Archiv.'
				: `${n} Dokumente sind nicht auf diesem Gerät und fehlen im Archiv.`
	}
};
