/**
 * A client's seat in a stream follows what the directory says of her: another mailbox (a new link) moves
 * it to new keys, a lock takes it away. Done by the stream's host, whenever there is a network; done twice
 * it changes nothing.
 */
import { base64url } from '../base/bytes';
import { asId, type SpaceId } from '../base/ids';
import { readRecords, writeRecord, type Fields } from '../domain/records';
import { admitMember } from '../sync/admission';
import { newSecret } from '../sync/member';
import { removeMember } from '../sync/removal';
import type { Access } from './access';
import type { AccessState } from './contract';
import { jsonBytes } from './json';
import type { Opened } from './session';

/** What is to be done about a stream's client: nothing, a new seat, or none. */
export function seatingOf(stream: Fields, client: Fields | undefined): 'none' | 'move' | 'take away' {
	if (!client || stream.kind === 'group' || stream.provisional !== undefined) return 'none';
	if (client.locked === true) return stream.isLocked === true ? 'none' : 'take away';
	const isElsewhere = typeof client.mailbox === 'string' && client.mailbox !== stream.mailbox;
	return isElsewhere || stream.isLocked === true ? 'move' : 'none';
}

/** Whether a stream's client can come in, and what of it is still to be carried out. */
export function accessOf(stream: Fields | undefined, client: Fields | undefined): AccessState {
	const what = stream ? seatingOf(stream, client) : 'none';
	if (what === 'none') return client?.locked === true ? 'locked' : 'open';
	return what === 'move' ? 'renewing' : 'locking';
}

/** Does what is to be done about one stream's client. Rejects with a `Fault` when it can not be done now. */
export async function seat(access: Access, id: string, { space, replica }: Opened): Promise<void> {
	const { session, desk, centre, identity } = access.parts;
	const stream = readRecords(desk.space.doc.getMap('streams')).get(id);
	const client = String(stream?.client);
	const what = stream ? seatingOf(stream, readRecords(centre.space.doc.getMap('clients')).get(client)) : 'none';
	if (what === 'none' || !replica.isCurrent || space.missing > 0) return;
	const out = [...space.charter.members.values()]
		.filter(({ role, isRemoved }) => role === 'member' && !isRemoved)
		.map((member) => member.id);
	const note = (fields: Fields): Promise<void> =>
		session.write(desk, (doc) => {
			writeRecord(doc.getMap('streams'), id, fields);
		});
	if (what === 'take away') {
		await removeMember(replica, ...out);
		return note({ isLocked: true });
	}
	const seed = newSecret();
	const mailbox = access.mailbox(client);
	await removeMember(replica, ...out);
	await admitMember(replica, seed, 'member');
	// after the charter: a letter that leads nowhere would be worse than none, and a seat that nobody took is moved again
	await access.post(
		client,
		jsonBytes({ kind: 'stream', stream: asId<SpaceId>(id), seed: base64url(seed), by: identity })
	);
	await note({ mailbox, isLocked: false });
}
