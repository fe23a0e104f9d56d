/** English, counsellors' pages. Help: the six questions. `{list.add}` stands for that label of this catalogue. */
import type { deHelp } from './de-help';

/** The English texts. */
export const enHelp: typeof deHelp = {
	help: {
		title: 'Help',
		lead: 'Questions and answers about Sofortchat. This page works without the internet, too.',
		search: 'Search the help',
		topics: 'Questions',
		notFound: 'There is nothing about that here. Try another word.',
		found: (n) => (n === 1 ? '1 answer' : `${n} answers`),
		notes: 'Good to know',
		start: 'To Sofortchat',
		answers: {
			stream: {
				question: 'How do I open a new stream with a person seeking advice?',
				lead: 'A stream is the conversation with one person. It begins with the first message, yours or theirs.',
				steps: [
					'On the {rail.home}, click the tile {dashboard.tile}. On every other page the telephone {rail.chat} in the left column leads there.',
					'Click the blue plus next to the heading {list.heading}. It opens {list.add}.',
					'Look for the person and click the name. It is now in the left column. The person does not notice anything yet.',
					'Click the name on the left and write.'
				],
				notes: [
					'The person has not been added yet? Choose {opening.create}. A pseudonym is enough. You get an access link with a QR code to hand over; whoever opens it writes without signing in.',
					'Whoever is in the left column already is not offered again.'
				]
			},
			dokumente: {
				question: 'How can I send documents to a person seeking advice?',
				lead: 'Documents belong to the stream. Both sides can send them.',
				steps: [
					'Open the stream: click the name in the left column. The search row next to the magnifier finds it faster.',
					'Open {stream.window.docs} next to {stream.window.profile} and click {attachments.transfer}. The paper clip next to the text field does the same.',
					'Choose the document. You can also drag it into the conversation.',
					'In the history, {attachments.download} stands with the document, on both sides.',
					'Under {stream.window.docs} you find all documents of the stream, the newest on top.',
					'To delete one, click the three dots next to it, then {attachments.erase}, and confirm. It disappears for everyone; {attachments.erased} remains in the history.'
				],
				notes: [
					'Without a connection your device keeps the document and sends it later.',
					'Where a photo was taken is removed from it before it is sent.'
				]
			},
			monitoring: {
				question: 'How can I create a monitoring for a stream?',
				lead: 'A monitoring records a contact for your statistics. Clients do not see that there are any.',
				steps: [
					'Open the stream: click the name in the left column.',
					'Open {stream.window.statistics} next to {stream.window.profile} and click {statistics.create}.',
					'The fields are filled in as far as the stream tells. Change what is not right.',
					'Click {monitoringForm.save}.',
					'The monitorings are in the same window, the newest on top.',
					'The three dots next to a monitoring offer {statistics.show}, {statistics.edit} and {statistics.remove}. Changes count once you click {monitoringForm.save}; before deleting you are asked again.'
				],
				notes: ['A group has {stream.window.statistics}, too. More about [[gruppen|groups]].']
			},
			export: {
				question: 'How can I export a stream?',
				lead: 'An export is a table of all that is in the stream. Excel and LibreOffice open it.',
				steps: [
					'Open the stream: click the name in the left column.',
					'Click the three dots to the left of {stream.dn}.',
					'Click {exporting.action}. The table (.csv) is then among your downloads.'
				],
				notes: [
					'The table is not encrypted. Keep it only where nobody else can open it.',
					'{exporting.withOptions} limits the period, replaces the names, adds the documents as a ZIP or writes an Excel workbook.',
					'Without a connection, too, the export has everything that is on your device.'
				]
			},
			gruppen: {
				question: 'How do I create a new group and open its stream?',
				lead: 'In a group several people write to one another: clients, counsellors or whole groups.',
				steps: [
					'In the {rail.chat}, click the heading {list.heading} and choose {groups.heading}.',
					'Click the blue plus. It opens {list.add}.',
					'Enter the name of the group under {groups.name} and click {groups.save}. You are a member already.',
					'Click the group on the left and then {stream.window.members}, to the left of the three dots.',
					'Look for clients, counsellors or groups and click {groups.addOne}. Whoever is in it stands in the same window.',
					'{groups.removeOne} next to a name takes somebody out again. Only whoever created the group always stays.'
				],
				notes: [
					'Clients are {groups.standings.invited} until they agree. Until then the others do not see them, and they choose their name in the group themselves.',
					'Whoever was removed can read nothing that is written afterwards.'
				]
			},
			status: {
				question: 'How can I change my status (Online, Not online, Not available)?',
				lead: 'Your status is at the top right, with your name and picture.',
				steps: [
					'At the top right, click your name, your picture or your status.',
					'{availability.choice.online}: people can write to you, and you appear as online.',
					'{availability.choice.offline}: people can write to you, and you appear as not online.',
					'{availability.choice.unavailable}: people cannot write to you.'
				],
				notes: [
					'The status holds on all your devices until you change it.',
					'What somebody wrote without a connection before your status got there reaches you all the same.'
				]
			},
			zeichen: {
				question: 'What do the signs next to my messages mean?',
				lead: 'They say how far a message has come.',
				steps: [
					'{message.marks.local} (clock): the message is safely kept and leaves as soon as you are connected.',
					'{message.marks.relayed} (one tick): it is on its way and will be fetched as soon as the other side is connected.',
					'{message.marks.delivered} (two ticks): it is on a device of the other side.',
					'{message.marks.read} (two ticks in a disc): it was on the screen there.'
				],
				notes: ['In an [[export|export]] the column Status says whether a message was delivered or read.']
			}
		}
	}
};
