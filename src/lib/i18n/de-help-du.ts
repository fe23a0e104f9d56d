/** German with du, counsellors' pages. Help: what differs from the German with Sie. */
import { deHelp } from './de-help';

const { answers } = deHelp.help;

/** The German texts with du. */
export const deHelpDu: typeof deHelp = {
	help: {
		...deHelp.help,
		notFound: 'Dazu steht hier nichts. Versuch es mit einem anderen Wort.',
		answers: {
			stream: {
				...answers.stream,
				lead: 'Ein Stream ist das Gespräch mit einer Person. Er beginnt mit der ersten Nachricht, deiner oder der anderen.',
				steps: [
					'Klick in der {rail.home} auf die Kachel {dashboard.tile}. Auf jeder anderen Seite führt das Telefonsymbol {rail.chat} in der linken Spalte dorthin.',
					'Klick neben der Überschrift {list.heading} auf das blaue Plus. Es öffnet {list.add}.',
					'Such die Person und klick auf ihren Namen. Er steht jetzt in der linken Spalte. Die Person erfährt davon noch nichts.',
					'Klick links auf den Namen und schreib.'
				],
				notes: [
					'Die Person ist noch nicht angelegt? Wähle {opening.create}. Ein Pseudonym genügt. Du erhältst einen Zugangslink mit QR-Code zum Weitergeben; wer ihn öffnet, schreibt ohne Anmeldung.',
					...answers.stream.notes.slice(1)
				]
			},
			dokumente: {
				...answers.dokumente,
				steps: [
					'Öffne den Stream: Klick in der linken Spalte auf den Namen. Mit der Suchzeile neben der Lupe findest du ihn schneller.',
					'Öffne {stream.window.docs} neben {stream.window.profile} und klick auf {attachments.transfer}. Die Büroklammer neben dem Textfeld tut dasselbe.',
					'Wähle das Dokument aus. Du kannst es auch in das Gespräch ziehen.',
					'Im Verlauf steht beim Dokument {attachments.download}, auf beiden Seiten.',
					'Unter {stream.window.docs} findest du alle Dokumente des Streams, das neueste ganz oben.',
					'Zum Löschen klickst du auf die drei Punkte neben dem Dokument, dann auf {attachments.erase}, und bestätigst. Es verschwindet bei allen Beteiligten; im Verlauf bleibt {attachments.erased}.'
				],
				notes: [
					'Ohne Verbindung merkt sich dein Gerät das Dokument und überträgt es später.',
					...answers.dokumente.notes.slice(1)
				]
			},
			monitoring: {
				...answers.monitoring,
				lead: 'Ein Monitoring hält einen Kontakt für deine Statistik fest. Klient:innen sehen nicht, dass es welche gibt.',
				steps: [
					'Öffne den Stream: Klick in der linken Spalte auf den Namen.',
					'Öffne {stream.window.statistics} neben {stream.window.profile} und klick auf {statistics.create}.',
					'Die Felder sind ausgefüllt, soweit der Stream es hergibt. Ändere, was nicht stimmt.',
					'Klick auf {monitoringForm.save}.',
					'Die Monitorings stehen im selben Fenster, das neueste ganz oben.',
					'Die drei Punkte neben einem Monitoring bieten {statistics.show}, {statistics.edit} und {statistics.remove}. Geänderte Angaben gelten, sobald du auf {monitoringForm.save} klickst; vor dem Löschen wirst du noch einmal gefragt.'
				]
			},
			export: {
				...answers.export,
				steps: [
					'Öffne den Stream: Klick in der linken Spalte auf den Namen.',
					'Klick auf die drei senkrechten Punkte links neben {stream.dn}.',
					'Klick auf {exporting.action}. Die Tabelle (.csv) liegt danach bei deinen Downloads.'
				],
				notes: [
					'Die Tabelle ist nicht verschlüsselt. Leg sie nur dort ab, wo sie niemand Fremdes öffnen kann.',
					'{exporting.withOptions} begrenzt den Zeitraum, ersetzt die Namen, legt die Dokumente als ZIP bei oder schreibt eine Excel-Arbeitsmappe.',
					'Auch ohne Verbindung enthält der Export alles, was auf deinem Gerät ist.'
				]
			},
			gruppen: {
				...answers.gruppen,
				steps: [
					'Klick im {rail.chat} auf die Überschrift {list.heading} und wähle {groups.heading}.',
					'Klick auf das blaue Plus. Es öffnet {list.add}.',
					'Trag unter {groups.name} den Namen der Gruppe ein und klick auf {groups.save}. Du selbst gehörst schon dazu.',
					'Klick links auf die Gruppe und dann auf {stream.window.members}, links neben den drei Punkten.',
					'Such Klient:innen, Berater:innen oder Gruppen und klick auf {groups.addOne}. Wer dabei ist, steht im selben Fenster.',
					'Mit {groups.removeOne} neben einem Namen nimmst du jemanden wieder heraus. Nur wer die Gruppe angelegt hat, bleibt immer dabei.'
				]
			},
			status: {
				...answers.status,
				lead: 'Dein Status steht oben rechts, bei deinem Namen und deinem Bild.',
				steps: [
					'Klick oben rechts auf deinen Namen, dein Bild oder deinen Status.',
					'{availability.choice.online}: Man kann dir schreiben, und du erscheinst als Online.',
					'{availability.choice.offline}: Man kann dir schreiben, und du erscheinst als Nicht Online.',
					'{availability.choice.unavailable}: Man kann dir nicht schreiben.'
				],
				notes: [
					'Der Status gilt auf allen deinen Geräten, bis du ihn änderst.',
					'Was jemand ohne Verbindung schrieb, bevor dein Status dort ankam, erhältst du trotzdem.'
				]
			},
			zeichen: {
				...answers.zeichen,
				steps: [
					'{message.marks.local} (Uhr): Die Nachricht ist sicher gespeichert und geht hinaus, sobald du verbunden bist.',
					...answers.zeichen.steps.slice(1)
				]
			}
		}
	}
};
