/** What counsellors do in every centre, until it is done. */
import { must } from '../../src/lib/base/fault';
import type { Desk } from './people';
import { done, until } from './world';

/** Comes to work, and has her list. */
export async function comesToWork(desk: Desk): Promise<void> {
	await desk.open();
	await until('at work', () => desk.chat?.isLoaded === true);
}

/** Locks, and is gone. */
export async function locks(desk: Desk): Promise<void> {
	await desk.lock();
	await until('locked', () => desk.busy === null);
}

/** Writes one message in a stream, which the relay has afterwards. */
export async function writesIn(desk: Desk, stream: string, text: string): Promise<void> {
	const chat = must(desk.chat, 'a chat');
	await done('the stream', desk.tab, () => chat.show(stream));
	const open = must(chat.open, 'an open stream');
	await until('it is loaded', () => open.isLoaded);
	await done('a message', desk.tab, () => open.send(text));
	await until('it is relayed', () =>
		open.messages.some((message) => message.text === text && message.mark === 'relayed')
	);
}

/** Creates a client whose link the relay has; resolves with her stream. */
export async function createsClient(desk: Desk, name: string): Promise<string> {
	const chat = must(desk.chat, 'a chat');
	const stream = await done('a client', desk.tab, () => chat.createClient(name));
	await until('the link holds', () => chat.links.link(stream)?.isRelayed === true);
	return stream;
}
