/**
 * German with Sie, counsellors' pages. Help: the six questions. `{list.add}` stands for the label of that
 * name in this catalogue, `[[export|…]]` for a link to that topic.
 */
export const deHelp = {
	help: {
		title: 'Hilfe',
		lead: 'Häufige Fragen und Antworten zum Sofortchat. Diese Seite geht auch ohne Internet.',
		search: 'In der Hilfe suchen',
		topics: 'Fragen',
		notFound: 'Dazu steht hier nichts. Versuchen Sie es mit einem anderen Wort.',
		found: (n: number) => (n === 1 ? '1 Antwort' : `${n} Antworten`),
		notes: 'Gut zu wissen',
		start: 'Zum Sofortchat',
		/** By the name in the address. */
		answers: {
			stream: {
				question: 'Wie eröffne ich einen neuen Stream mit einer ratsuchenden Person?',
				lead: 'Ein Stream ist das Gespräch mit einer Person. Er beginnt mit der ersten Nachricht, Ihrer oder der anderen.',
				steps: [
					'Klicken Sie in der {rail.home} auf die Kachel {dashboard.tile}. Auf jeder anderen Seite führt das Telefonsymbol {rail.chat} in der linken Spalte dorthin.',
					'Klicken Sie neben der Überschrift {list.heading} auf das blaue Plus. Es öffnet {list.add}.',
					'Suchen Sie die Person und klicken Sie auf ihren Namen. Er steht jetzt in der linken Spalte. Die Person erfährt davon noch nichts.',
					'Klicken Sie links auf den Namen und schreiben Sie.'
				],
				notes: [
					'Die Person ist noch nicht angelegt? Wählen Sie {opening.create}. Ein Pseudonym genügt. Sie erhalten einen Zugangslink mit QR-Code zum Weitergeben; wer ihn öffnet, schreibt ohne Anmeldung.',
					'Wer schon in der linken Spalte steht, wird nicht noch einmal angeboten.'
				]
			},
			dokumente: {
				question: 'Wie kann ich im Sofortchat Dokumente an eine ratsuchende Person übermitteln?',
				lead: 'Dokumente gehören zum Stream. Beide Seiten können welche senden.',
				steps: [
					'Öffnen Sie den Stream: Klicken Sie in der linken Spalte auf den Namen. Mit der Suchzeile neben der Lupe finden Sie ihn schneller.',
					'Öffnen Sie {stream.window.docs} neben {stream.window.profile} und klicken Sie auf {attachments.transfer}. Die Büroklammer neben dem Textfeld tut dasselbe.',
					'Wählen Sie das Dokument aus. Sie können es auch in das Gespräch ziehen.',
					'Im Verlauf steht beim Dokument {attachments.download}, auf beiden Seiten.',
					'Unter {stream.window.docs} finden Sie alle Dokumente des Streams, das neueste ganz oben.',
					'Zum Löschen klicken Sie auf die drei Punkte neben dem Dokument, dann auf {attachments.erase}, und bestätigen. Es verschwindet bei allen Beteiligten; im Verlauf bleibt {attachments.erased}.'
				],
				notes: [
					'Ohne Verbindung merkt sich Ihr Gerät das Dokument und überträgt es später.',
					'Aus Fotos werden Angaben zum Aufnahmeort vor dem Senden entfernt.'
				]
			},
			monitoring: {
				question: 'Wie kann ich ein Monitoring zu einem Sofortchat erstellen?',
				lead: 'Ein Monitoring hält einen Kontakt für Ihre Statistik fest. Klient:innen sehen nicht, dass es welche gibt.',
				steps: [
					'Öffnen Sie den Stream: Klicken Sie in der linken Spalte auf den Namen.',
					'Öffnen Sie {stream.window.statistics} neben {stream.window.profile} und klicken Sie auf {statistics.create}.',
					'Die Felder sind ausgefüllt, soweit der Stream es hergibt. Ändern Sie, was nicht stimmt.',
					'Klicken Sie auf {monitoringForm.save}.',
					'Die Monitorings stehen im selben Fenster, das neueste ganz oben.',
					'Die drei Punkte neben einem Monitoring bieten {statistics.show}, {statistics.edit} und {statistics.remove}. Geänderte Angaben gelten, sobald Sie auf {monitoringForm.save} klicken; vor dem Löschen werden Sie noch einmal gefragt.'
				],
				notes: ['Auch eine Gruppe hat {stream.window.statistics}. Mehr dazu: [[gruppen|Gruppen]].']
			},
			export: {
				question: 'Wie kann ich im Sofortchat einen Stream exportieren?',
				lead: 'Ein Export ist eine Tabelle mit allem, was im Stream steht. Excel und LibreOffice öffnen sie.',
				steps: [
					'Öffnen Sie den Stream: Klicken Sie in der linken Spalte auf den Namen.',
					'Klicken Sie auf die drei senkrechten Punkte links neben {stream.dn}.',
					'Klicken Sie auf {exporting.action}. Die Tabelle (.csv) liegt danach bei Ihren Downloads.'
				],
				notes: [
					'Die Tabelle ist nicht verschlüsselt. Legen Sie sie nur dort ab, wo sie niemand Fremdes öffnen kann.',
					'{exporting.withOptions} begrenzt den Zeitraum, ersetzt die Namen, legt die Dokumente als ZIP bei oder schreibt eine Excel-Arbeitsmappe.',
					'Auch ohne Verbindung enthält der Export alles, was auf Ihrem Gerät ist.'
				]
			},
			gruppen: {
				question: 'Wie erstelle ich im Sofortchat eine neue Gruppe und eröffne einen neuen Gruppenchat Stream?',
				lead: 'In einer Gruppe schreiben mehrere miteinander: Klient:innen, Berater:innen oder ganze Gruppen.',
				steps: [
					'Klicken Sie im {rail.chat} auf die Überschrift {list.heading} und wählen Sie {groups.heading}.',
					'Klicken Sie auf das blaue Plus. Es öffnet {list.add}.',
					'Tragen Sie unter {groups.name} den Namen der Gruppe ein und klicken Sie auf {groups.save}. Sie selbst gehören schon dazu.',
					'Klicken Sie links auf die Gruppe und dann auf {stream.window.members}, links neben den drei Punkten.',
					'Suchen Sie Klient:innen, Berater:innen oder Gruppen und klicken Sie auf {groups.addOne}. Wer dabei ist, steht im selben Fenster.',
					'Mit {groups.removeOne} neben einem Namen nehmen Sie jemanden wieder heraus. Nur wer die Gruppe angelegt hat, bleibt immer dabei.'
				],
				notes: [
					'Klient:innen gelten als {groups.standings.invited}, bis sie zustimmen. Bis dahin sehen die anderen sie nicht, und ihren Namen in der Gruppe wählen sie selbst.',
					'Wer entfernt wurde, kann nichts lesen, was danach geschrieben wird.'
				]
			},
			status: {
				question: 'Wie kann ich im Sofortchat den Status anpassen (Online, Nicht Online, Nicht anwählbar)?',
				lead: 'Ihr Status steht oben rechts, bei Ihrem Namen und Ihrem Bild.',
				steps: [
					'Klicken Sie oben rechts auf Ihren Namen, Ihr Bild oder Ihren Status.',
					'{availability.choice.online}: Man kann Ihnen schreiben, und Sie erscheinen als Online.',
					'{availability.choice.offline}: Man kann Ihnen schreiben, und Sie erscheinen als Nicht Online.',
					'{availability.choice.unavailable}: Man kann Ihnen nicht schreiben.'
				],
				notes: [
					'Der Status gilt auf allen Ihren Geräten, bis Sie ihn ändern.',
					'Was jemand ohne Verbindung schrieb, bevor Ihr Status dort ankam, erhalten Sie trotzdem.'
				]
			},
			zeichen: {
				question: 'Was bedeuten die Zeichen neben meinen Nachrichten?',
				lead: 'An ihnen ist zu sehen, wie weit eine Nachricht gekommen ist.',
				steps: [
					'{message.marks.local} (Uhr): Die Nachricht ist sicher gespeichert und geht hinaus, sobald Sie verbunden sind.',
					'{message.marks.relayed} (ein Haken): Die Nachricht ist unterwegs. Die andere Seite erhält sie, sobald sie verbunden ist.',
					'{message.marks.delivered} (zwei Haken): Ein Gerät der anderen Seite hat die Nachricht.',
					'{message.marks.read} (zwei Haken im Kreis): Die Nachricht stand dort auf dem Bildschirm.'
				],
				notes: ['In einem [[export|Export]] steht in der Spalte Status, ob eine Nachricht zugestellt oder gelesen ist.']
			}
		}
	}
};
