/** Who is at the invented centre. */

/** A counsellor; the centre's founder comes first. */
export interface Counsellor {
	readonly name: string;
	readonly availability: 'online' | 'offline' | 'unavailable';
	/** What clients read while she is away. */
	readonly absence: string;
}

/** The centre's counsellors. */
export const COUNSELLORS: readonly Counsellor[] = [
	{ name: 'Berta Baum', availability: 'online', absence: '' },
	{ name: 'Cem Celik', availability: 'offline', absence: '' },
	{
		name: 'Dora Dorn',
		availability: 'unavailable',
		absence: 'Ich bin auf einer Fortbildung und ab Montag wieder da. Dringend? Schreiben Sie Frau Baum.'
	}
];

/** Clients besides the three of the corpus. */
export const PSEUDONYMS: readonly string[] = (
	'Ahorn22 Amsel Anker Birke4 Biber Dachs Distel Eule9 Esche Falter Fink Flieder Ginster Hafen3 Hasel Igel ' +
	'Jasmin Kiesel Kolibri Lerche Linde7 Luchs Malve Marder Milan Farn Nelke Otter Primel Quitte Reiher Salbei5 ' +
	'Specht Tanne Unke Weide8 Zaunkönig'
).split(' ');
/** How many of them, at the end, have never written. */
export const SILENT = 5;

/** Streams that colleagues have with Berta's clients: colleague's number, client. */
export const SECOND_STREAMS: readonly (readonly [colleague: number, client: string])[] = [
	[1, 'Ahorn22'],
	[1, 'Amsel'],
	[1, 'Anker'],
	[2, 'Birke4'],
	[2, 'Biber'],
	[2, 'Dachs']
];

/** The group: its counsellors' numbers, and its clients with the names they chose. */
export const GROUP = {
	name: 'Mutmachgruppe',
	description: 'Dienstags, offen, höchstens acht.',
	outer: { name: 'Sommertreff', description: 'Alle, die beim Treffen im Sommer dabei sein wollen.' },
	counsellors: [0, 1],
	clients: [
		['Eule9', 'Nachteule'],
		['Esche', 'Esche'],
		['Falter', 'Zitronenfalter'],
		['Fink', 'Der Fink']
	]
} as const;

/** What the group wrote: who (counsellor's number, or a client), and what. */
export const GROUP_TALK: readonly (readonly [who: number | string, text: string])[] = [
	[0, 'Willkommen in der Mutmachgruppe. Schön, dass Sie alle da sind.'],
	[1, 'Auch von mir ein Willkommen. Hier darf man schreiben, mitlesen und still sein.'],
	['Eule9', 'Hallo zusammen. Ich schreibe meistens spät, nicht wundern.'],
	['Esche', 'Hallo! Ich bin neu und lese erst einmal mit.'],
	['Falter', 'Guten Morgen in die Runde. Bei mir gibt es heute Apfelkuchen.'],
	['Fink', 'Dann komme ich vorbei. Im Ernst: schön, dass es diese Gruppe gibt.'],
	[0, 'Vielleicht mag jede und jeder eine Sache nennen, die diese Woche gelungen ist.'],
	['Eule9', 'Ich bin an drei Abenden vor Mitternacht ins Bett gegangen.'],
	['Fink', 'Ich habe den Anruf gemacht, vor dem ich mich seit Mai gedrückt habe.'],
	['Falter', 'Stark, Fink! Bei mir: Kuchen. Und ein Spaziergang im Regen.'],
	['Esche', 'Ich habe mich hier angemeldet. Zählt das?'],
	[1, 'Das zählt sogar sehr.'],
	['Eule9', 'Wie macht ihr das mit dem Anrufen? Ich schiebe das auch.'],
	['Fink', 'Zettel schreiben, aufstehen, beim Reden aus dem Fenster schauen.'],
	['Esche', 'Aus dem Fenster schauen merke ich mir.'],
	[0, 'Nächsten Dienstag: Was hilft, wenn der Sonntag lang wird? Bringen Sie gern eine Idee mit.'],
	['Falter', 'Sonntags gehe ich auf den Trödelmarkt, nur gucken.'],
	['Fink', 'Ich rufe reihum Leute an, mit denen ich einmal gearbeitet habe.'],
	['Eule9', 'Ein Hörspiel und die Wäsche. Klingt langweilig, ist aber schön.'],
	[1, 'Drei Ideen, und keine kostet etwas. Danke Ihnen.'],
	['Esche', 'Ich probiere den Trödelmarkt. Berichte folgt.'],
	['Falter', 'Grüß den Mann mit den Lampen von mir.'],
	['Esche', 'Bericht: Ich habe eine Teekanne und ein Gespräch mitgebracht.'],
	[0, 'Was für ein Sonntag. Bis Dienstag!']
];
