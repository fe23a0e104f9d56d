/** One relay per data folder: two would each think they know how far every feed goes. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Holds the folder as long as this process lives, by listening on a local socket: the leftovers of a
 * killed process hold nothing. Null when another relay holds it.
 */
export async function lockFolder(folder: string): Promise<(() => void) | null> {
	const address = addressIn(folder);
	for (const _try of ['first', 'after a killed one']) {
		const release = await listen(address);
		if (release) return release;
		if (await answers(address)) return null;
		rmSync(address, { force: true });
	}
	return null;
}

function listen(address: string): Promise<(() => void) | null> {
	return new Promise((resolve, reject) => {
		const server = createServer((socket) => socket.destroy());
		server.on('error', (why) => ('code' in why && why.code === 'EADDRINUSE' ? resolve(null) : reject(why)));
		server.listen(address, () => resolve(() => server.close()));
		server.unref();
	});
}

function answers(address: string): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(address);
		const done = (isThere: boolean): void => {
			socket.destroy();
			resolve(isThere);
		};
		socket.on('connect', () => done(true));
		socket.on('error', () => done(false));
	});
}

function addressIn(folder: string): string {
	const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
	if (process.platform === 'win32') return `\\\\.\\pipe\\sofortchat-${name}`;
	const inside = join(folder, 'lock');
	// The name of such a socket is limited to about a hundred bytes.
	return Buffer.byteLength(inside) < 100 ? inside : join(tmpdir(), `sofortchat-${name}.lock`);
}
