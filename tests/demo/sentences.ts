/** Sentences for invented conversations. Over 300 lines, reason: one list. Nobody in them exists. */

/** What a client writes, and the answer. */
export type Exchange = readonly [client: string, counsellor: string];

/** A concern with what can be said about it, each exchange in its own place. */
export interface Concern {
	/** The topic chosen in a monitoring. */
	readonly topic: string;
	readonly opening: readonly string[];
	readonly exchanges: readonly Exchange[];
}

/** How a first contact begins. `{name}` is the counsellor. */
export const WELCOMES: readonly Exchange[] = [
	['Hallo, bin ich hier richtig?', 'Guten Tag und willkommen. Ich bin {name}. Ja, hier sind Sie richtig.'],
	[
		'Guten Tag. Ich habe den Link heute bekommen.',
		'Schön, dass Sie da sind. Mein Name ist {name}. Was beschäftigt Sie?'
	],
	[
		'Hi, ich weiß nicht so recht, wie man so etwas anfängt.',
		'Genau so. Ich bin {name}, und Sie müssen hier nichts ordnen.'
	],
	['Hallo! Liest das jetzt wirklich jemand?', 'Ja, ich lese mit. Ich heiße {name} und habe Zeit für Sie.'],
	[
		'Guten Abend, ich hoffe, es ist nicht zu spät.',
		'Sie schreiben, wann es für Sie passt. Ich bin {name} und antworte, so bald ich kann.'
	]
];

/** How a later contact begins. */
export const RETURNS: readonly Exchange[] = [
	['Hallo, da bin ich wieder.', 'Schön, von Ihnen zu lesen. Wie ist es Ihnen ergangen?'],
	['Guten Morgen! Ich wollte berichten.', 'Guten Morgen. Ich bin gespannt, erzählen Sie.'],
	[
		'Jetzt hab ich mich lange nicht gemeldet.',
		'Das macht nichts. Sie kommen, wenn es für Sie passt. Was ist seitdem gewesen?'
	],
	['Haben Sie kurz Zeit?', 'Ja, ich bin da. Womit möchten Sie heute anfangen?'],
	['Die Woche war besser als gedacht.', 'Das freut mich. Was war anders als sonst?'],
	['So richtig gut war die Woche nicht.', 'Danke, dass Sie trotzdem schreiben. Was war das Schwerste daran?'],
	['Ich habe mir Ihre Frage vom letzten Mal aufgehoben.', 'Und, welche Antwort haben Sie gefunden?']
];

/** What can be said about anything. */
export const BETWEEN: readonly Exchange[] = [
	[
		'Darüber habe ich noch mit niemandem gesprochen.',
		'Danke für Ihr Vertrauen. Wie ist es, das jetzt aufgeschrieben zu sehen?'
	],
	[
		'Eigentlich weiß ich, was zu tun wäre.',
		'Wissen und Anfangen sind zweierlei. Was wäre ein Anfang, der in zehn Minuten passt?'
	],
	[
		'Manchmal bin ich einfach nur müde davon.',
		'Das verstehe ich gut. Wobei kommen Sie zur Ruhe, wenigstens für eine halbe Stunde?'
	],
	[
		'Beim Schreiben merke ich, dass es gar nicht so viel ist.',
		'Auf dem Papier bekommt es eine Größe, mit der man umgehen kann.'
	],
	[
		'Meine Schwester sagt, ich soll nicht so viel grübeln.',
		'Gut gemeint, nur hilft es selten. Wann ist das Grübeln am lautesten?'
	],
	[
		'Abends ist es schlimmer als am Tag.',
		'Abends fehlt oft die Ablenkung. Wie sieht Ihr letzter Gang durch die Wohnung aus?'
	],
	[
		'Ich habe Ihren Vorschlag ausprobiert, mit der Liste.',
		'Schön. Was steht auf der Liste, das Sie selbst überrascht hat?'
	],
	['Heute habe ich einmal Nein gesagt.', 'Das ist mehr, als es klingt. Wie hat die andere Seite reagiert?'],
	['Ich war wieder am Kanal spazieren.', 'Wie schön. Was haben Sie dort gesehen, das Ihnen geblieben ist?'],
	[
		'Es fällt mir schwer, um Hilfe zu bitten.',
		'Und doch schreiben Sie hier. Was hat Ihnen diesmal den Anstoß gegeben?'
	],
	['Darf ich Sie auch etwas Praktisches fragen?', 'Gern. Und wenn ich es nicht weiß, finden wir heraus, wer es weiß.'],
	['Ich glaube, ich bin ein kleines Stück weiter.', 'Das glaube ich auch. Woran merken Sie es im Alltag?']
];

/** How a contact ends. */
export const FAREWELLS: readonly Exchange[] = [
	['Danke, das hat gutgetan.', 'Danke Ihnen. Schreiben Sie, sobald Ihnen danach ist.'],
	['Ich muss jetzt los, die Bahn kommt.', 'Dann gute Fahrt. Wir machen beim nächsten Mal hier weiter.'],
	['Dann probiere ich das bis nächste Woche.', 'Gut. Klein genug, dass es gelingt, das reicht völlig.'],
	['Ich melde mich, wenn es etwas Neues gibt.', 'Auch wenn es nichts Neues gibt. Alles Gute bis dahin.'],
	['Für heute reicht es mir, glaube ich.', 'Das ist eine gute Stelle. Passen Sie auf sich auf.'],
	['Bis bald und vielen Dank!', 'Bis bald. Ich freue mich, von Ihnen zu lesen.']
];

/** The concerns; several clients share each. */
export const CONCERNS: readonly Concern[] = [
	{
		topic: 'einsamkeit',
		opening: [
			'Seit dem Umzug kenne ich hier kaum jemanden.',
			'Ich arbeite nur noch von zu Hause und sehe tagelang niemanden.',
			'Meine beste Freundin ist weggezogen, und jetzt ist es sehr still.'
		],
		exchanges: [
			[
				'Am Wochenende rede ich manchmal nur mit der Kassiererin.',
				'Zwei lange Tage. Welcher Moment daran ist der leiseste?'
			],
			[
				'Im Haus grüßen alle, aber weiter kommt es nie.',
				'Grüßen ist ein Anfang. Bei wem würden Sie gern einen Satz anhängen?'
			],
			[
				'Ich war beim offenen Singen in der Bücherei, aber gleich wieder weg.',
				'Sie waren dort. Was hätte es leichter gemacht, eine Viertelstunde zu bleiben?'
			],
			[
				'Eine Nachbarin hat mich auf einen Tee eingeladen.',
				'Das klingt nach einer offenen Tür. Was möchten Sie ihr mitbringen?'
			],
			['Früher hatte ich einen Chor, dienstags.', 'Was hat Ihnen der Dienstag gegeben, außer der Musik?'],
			['Ich habe mich für den Kochkurs angemeldet.', 'Wie schön! Was gibt es am ersten Abend?']
		]
	},
	{
		topic: 'arbeit',
		opening: [
			'In der Ausbildung läuft es gerade gar nicht rund.',
			'Ich überlege seit Monaten, ob ich die Stelle wechseln soll.',
			'Nächste Woche ist mein erster Tag nach langer Pause.'
		],
		exchanges: [
			[
				'Mein Chef schickt abends um neun noch Nachrichten.',
				'Und was erwartet er bis zum Morgen? Haben Sie das einmal gefragt?'
			],
			[
				'In der Berufsschule komme ich bei Mathe nicht mit.',
				'Gibt es jemanden, der eine Aufgabe mit Ihnen zusammen anschauen würde?'
			],
			[
				'Das Gespräch mit der Leitung steht am Donnerstag an.',
				'Welche drei Sätze möchten Sie auf jeden Fall gesagt haben?'
			],
			[
				'Eine Kollegin hat mich heute gelobt, vor allen.',
				'Das darf man ruhig zweimal lesen. Was genau hat sie gesagt?'
			],
			['Die Bewerbung liegt seit zwei Wochen fertig da.', 'Was müsste geschehen, damit Sie sie morgen abschicken?'],
			['Ich habe die Überstunden jetzt aufgeschrieben.', 'Sehr gut. Was zeigt Ihnen die Liste?']
		]
	},
	{
		topic: 'familie',
		opening: [
			'Mein Sohn spricht seit den Ferien kaum noch mit mir.',
			'Zu Hause streiten wir uns über jede Kleinigkeit.',
			'Meine Mutter braucht immer mehr Hilfe, und ich wohne weit weg.'
		],
		exchanges: [
			[
				'Beim Abendessen schauen alle nur auf ihre Teller.',
				'Was würde passieren, wenn Sie eine ganz harmlose Frage stellten?'
			],
			['Gestern haben wir zusammen Pfannkuchen gemacht.', 'Wie war die Stimmung am Herd?'],
			['Mein Bruder findet, ich übertreibe.', 'Und was finden Sie selbst, wenn Sie einen Schritt zurücktreten?'],
			[
				'Ich werde so schnell laut, das tut mir hinterher leid.',
				'Woran merken Sie es eine Sekunde, bevor Sie laut werden?'
			],
			['Die Großen passen jetzt einen Nachmittag auf die Kleine auf.', 'Ein Nachmittag für Sie. Was machen Sie damit?'],
			[
				'Wir haben einen Familienkalender an den Kühlschrank gehängt.',
				'Eine gute Stelle dafür. Wer hat als Erstes etwas eingetragen?'
			]
		]
	},
	{
		topic: 'partnerschaft',
		opening: [
			'Wir wohnen zusammen und leben doch aneinander vorbei.',
			'Seit der Trennung sortiere ich Kisten und Gedanken.',
			'Wir wollen zusammenziehen, und ich bekomme Bauchweh dabei.'
		],
		exchanges: [
			['Er sagt, alles sei gut, aber er ist kaum da.', 'Was würden Sie ihn fragen, wenn er wirklich zuhörte?'],
			['Wir haben einen Abend ohne Telefone ausprobiert.', 'Und, worüber haben Sie gesprochen?'],
			['Ich vermisse vor allem das gemeinsame Frühstück.', 'Was davon können Sie sich in anderer Form zurückholen?'],
			[
				'Beim Abholen der Bücher blieben wir beide freundlich.',
				'Das ist nicht selbstverständlich. Was hat Ihnen dabei geholfen?'
			],
			['Ich weiß nicht, ob ich den Brief abschicken soll.', 'Er läuft nicht weg. Für wen haben Sie ihn geschrieben?'],
			['Wir haben uns auf einen gemeinsamen Putztag geeinigt.', 'Klein und wirksam. Wer hat es vorgeschlagen?']
		]
	},
	{
		topic: 'aengste',
		opening: [
			'Vor Telefonaten bekomme ich jedes Mal feuchte Hände.',
			'In vollen Bussen wird mir so eng, dass ich aussteige.',
			'Vor der Prüfung kann ich seit Tagen nicht schlafen.'
		],
		exchanges: [
			['Ich schreibe mir vorher auf, was ich sagen will.', 'Eine gute Stütze. Was steht ganz oben auf dem Zettel?'],
			['Heute bin ich zwei Haltestellen weit gefahren.', 'Zwei Haltestellen! Wo im Bus haben Sie gestanden?'],
			[
				'Das Herz klopft, als wäre ich gerannt.',
				'Das ist unangenehm und geht vorbei. Was hilft Ihnen, die erste Minute zu überstehen?'
			],
			['Mit dem langsamen Ausatmen wird es wirklich besser.', 'Schön. Üben Sie es ruhig auch, wenn gar nichts ist.'],
			['Ich habe beim Amt angerufen, es ging ganz schnell.', 'Wie haben Sie sich hinterher belohnt?'],
			[
				'Die anderen wirken immer so sicher.',
				'Von außen wirken Sie vielleicht auch so. Wer weiß, wie es in Ihnen aussieht?'
			]
		]
	},
	{
		topic: 'trauer',
		opening: [
			'Im Frühjahr ist mein Großvater gestorben, und alle machen weiter.',
			'Unser alter Hund fehlt überall in der Wohnung.',
			'Seit dem Abschied von meiner Tante räume ich ihre Sachen nicht weg.'
		],
		exchanges: [
			['Sein Sessel steht noch am Fenster.', 'Darf er dort stehen, so lange Sie ihn brauchen?'],
			['Ich habe das Fotoalbum hervorgeholt.', 'Bei welchem Bild sind Sie hängen geblieben?'],
			['Sonntags haben wir immer telefoniert.', 'Dann ist der Sonntag der Tag, an dem es am stillsten ist.'],
			['Heute musste ich plötzlich lachen, das kam mir falsch vor.', 'Lachen und Vermissen passen in denselben Tag.'],
			['Ich habe ihr Rezept nachgekocht, fast wie bei ihr.', 'Was hat zum „fast“ noch gefehlt?'],
			['Zum Geburtstag zünde ich eine Kerze an.', 'Ein schöner Brauch. Wer ist dabei?']
		]
	},
	{
		topic: 'schulden',
		opening: [
			'Bei mir liegen Briefe, die ich nicht mehr aufmache.',
			'Die Nachzahlung für die Heizung macht mir Sorgen.',
			'Ich habe den Überblick über meine Raten verloren.'
		],
		exchanges: [
			['Es sind elf Umschläge, ich habe sie gezählt.', 'Gezählt ist schon halb geöffnet. Welcher darf der erste sein?'],
			['Drei davon waren nur Werbung.', 'Dann sind es acht. Und wie fühlt sich die Acht an?'],
			['Mit dem Vermieter habe ich eine Rate vereinbart.', 'Sehr gut. Haben Sie das schriftlich?'],
			['Ich schreibe jetzt jeden Abend die Ausgaben auf.', 'Was hat Sie in der ersten Woche überrascht?'],
			['Der Termin bei der Schuldnerberatung ist am Mittwoch.', 'Welche Unterlagen möchten Sie vorher bereitlegen?'],
			['Zum ersten Mal ist am Monatsende etwas übrig.', 'Das ist ein Grund zur Freude. Wofür ist es gedacht?']
		]
	},
	{
		topic: 'wohnen',
		opening: [
			'In der WG komme ich einfach nicht zur Ruhe.',
			'Ich suche seit einem halben Jahr eine Wohnung.',
			'Über uns wird seit Wochen umgebaut.'
		],
		exchanges: [
			[
				'Bei der Besichtigung standen sechzig Leute auf der Treppe.',
				'Das kann einen mutlos machen. Wie haben Sie den Rest des Tages verbracht?'
			],
			['Mein Mitbewohner übt nachts Schlagzeug auf dem Kissen.', 'Weiß er, dass man das hört?'],
			['Wir haben eine Ruhezeit ab zehn vereinbart.', 'Wie schön. Wer erinnert daran, wenn es einmal nicht klappt?'],
			['Ich habe eine Mappe mit allen Unterlagen gemacht.', 'Damit sind Sie beim nächsten Termin gut vorbereitet.'],
			['Das kleine Zimmer streiche ich hellgrün.', 'Hellgrün klingt nach Frühling. Wann geht es los?'],
			[
				'Die Genossenschaft hat mich auf die Liste gesetzt.',
				'Ein Platz auf der Liste ist ein Anfang. Wann fragen Sie nach?'
			]
		]
	}
];
