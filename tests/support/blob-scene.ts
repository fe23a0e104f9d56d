/** Berta and Anton with a space at a real relay, over real HTTP whose requests can be cut, counted and forged. */
import { onTestFinished } from 'vitest';
import type { RelayOptions } from '../../relay/relay';
import { memoryStore } from '../../relay/store/memory';
import { putRecord, putSpace } from '../../relay/store/rows';
import type { Store } from '../../relay/store/store';
import { testRelay } from './relay/client';
import { freshSeed } from '../../src/lib/crypto/random';
import { BlobRelay } from '../../src/lib/sync/attachments/relay';
import { foundSpace, newMember } from '../../src/lib/sync/keys/founding';
import { credentials, keysAtHand, memberKeys, type Credentials } from '../../src/lib/sync/keys/member';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import { SealedRows } from '../../src/lib/sync/vault/sealed';
import { TestVault } from './failing-vault';

/** One device of one member. */
export interface BlobDevice {
	readonly vault: TestVault;
	readonly rows: SealedRows;
	readonly keys: Credentials;
	/** The relay as this device sees it; null for the running one. */
	relay(url?: string): BlobRelay;
}

/** What the test does to requests on their way. */
export class Wire {
	/** Method and path of every request that went through. */
	readonly sent: string[] = [];
	/** Requests until one is cut off; negative for none. */
	cutIn = -1;
	/** Whether a cut request still reaches the relay, so that only its answer is lost. */
	isAnswerLost = false;
	isDown = false;
	/** Sees each answer before the device does. */
	forge: (path: string, response: Response) => Response | Promise<Response> = (_path, response) => response;

	/** Replaces `fetch` until the test ends. */
	static open(): Wire {
		const wire = new Wire();
		const real = globalThis.fetch;
		globalThis.fetch = async (input, init) => {
			const url = new URL(input instanceof Request ? input.url : input);
			const isCut = wire.isDown || (wire.cutIn >= 0 && wire.cutIn-- === 0);
			if (isCut && !wire.isAnswerLost) throw new TypeError('network');
			wire.sent.push(`${init?.method ?? 'GET'} ${url.pathname.replace('/v1/blobs', '')}`);
			const response = await real(input, init);
			if (isCut) throw new TypeError('network');
			return wire.forge(url.pathname, response);
		};
		onTestFinished(() => {
			globalThis.fetch = real;
		});
		return wire;
	}

	/** How many chunks were uploaded, and how many fetched. */
	get chunks(): { readonly brought: number; readonly fetched: number } {
		const of = (method: string): number =>
			this.sent.filter((line) => line.startsWith(method) && /\/\d+$/.test(line)).length;
		return { brought: of('PUT'), fetched: of('GET') };
	}
}

/** Both with their devices, and the relay's store. */
export async function blobScene(options: Partial<RelayOptions> = {}) {
	const store: Store = options.store ?? memoryStore();
	const anton = await newMember('member');
	const made = await foundSpace('feeds', await memberKeys(freshSeed()), [anton], 1_700_000_000_000);
	const adopt = async (into: Store): Promise<void> =>
		into.commit([
			...made.records.map(({ bytes }, i) => putRecord(made.space, i, bytes)),
			putSpace(made.space, made.space)
		]);
	await adopt(store);
	const running = await testRelay({ ...options, store });
	const url = `http://${running.url}`;
	const device = async (index: number, now = Date.now): Promise<BlobDevice> => {
		const vault = new TestVault(new MemoryVault());
		const keys = await credentials(made.space, made.members[index]?.seed ?? freshSeed(), freshSeed());
		return {
			vault,
			rows: await SealedRows.under(vault, freshSeed()),
			keys,
			relay: (other = url) => new BlobRelay(other, keysAtHand(keys), now)
		};
	};
	return {
		...{ store, url, running, adopt, device, space: made.space },
		...{ wire: Wire.open(), berta: await device(0), anton: await device(1) }
	};
}

/** A second relay, empty except for the space. */
export async function anotherRelay(
	{ adopt }: { adopt: (into: Store) => Promise<void> },
	options: Partial<RelayOptions> = {}
): Promise<string> {
	const store = memoryStore();
	await adopt(store);
	return `http://${(await testRelay({ ...options, store })).url}`;
}
