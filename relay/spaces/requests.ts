/** Passes each frame to its handler. */
import type { DeviceFrame } from '../../src/lib/wire/frames';
import type { Context } from './context';
import type { Receiver } from '../gate/connection';
import { takeStock } from './reception-desk';
import { pullCharter, pushCharter } from './charters';
import { enterWithTickets } from './entering';
import { create, found } from './founding';
import { join, leave } from './join';
import { tellPresence } from './presence';
import { past, pull } from './pull';
import { push } from './push';
import type { Peer, Joined } from './space';

/** Handles a connection's messages. */
export function receiver(context: Context): Receiver<Joined> {
	return {
		frame: (connection, frame) => take(context, connection, frame),
		stock: (connection, type, body) => takeStock(context, connection, type, body),
		gone: (connection) => {
			for (const space of [...connection.joined.keys()]) leave(connection, space);
		}
	};
}

async function take(context: Context, connection: Peer, frame: DeviceFrame): Promise<void> {
	switch (frame.kind) {
		case 'join':
			return join(context, connection, frame);
		case 'enter':
			return enterWithTickets(context, connection, frame);
		case 'leave':
			return leave(connection, frame.space);
		case 'pull':
			return pull(context, connection, frame);
		case 'past':
			return past(context, connection, frame);
		case 'push':
			return push(context, connection, frame);
		case 'charterPull':
			return pullCharter(context, connection, frame);
		case 'charterPush':
			return pushCharter(context, connection, frame);
		case 'create':
			return create(context, connection, frame);
		case 'found':
			return found(context, connection, frame);
		case 'presence':
			return tellPresence(context, connection, frame);
		case 'ping':
			return connection.send({ kind: 'pong' });
	}
}
