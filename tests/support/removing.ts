/** Work on the wire that may be refused, and what a removed member can still open. */
import type { Device } from './devices';
import { type Scene } from './devices';
import { ownFeed } from './forging';
import { Fault, Refusal } from '../../src/lib/base/fault';
import { parseEntry } from '../../src/lib/wire/entry';
import { unsealEntry } from '../../src/lib/sync/space/sealing';
import { settle } from './settling';

/** Lets `work` happen on the wire; resolves to what came of it, or to the code of its error. */
export async function done<T>(stream: Scene, work: Promise<T>): Promise<T | string> {
	const outcome = work.catch((error: unknown) =>
		error instanceof Fault || error instanceof Refusal ? error.code : String(error)
	);
	await settle(stream);
	return outcome;
}

/** Whether the last entry of `by` opens with any key of `as`. */
export async function opens(by: Device, as: Device): Promise<boolean> {
	const rows = await by.vault.list('entries', by.space.id + ownFeed(by).id);
	const entry = parseEntry(by.space.id, rows.at(-1)?.[1] ?? new Uint8Array());
	if (!entry.ok) throw new Error(entry.why);
	return (await unsealEntry(as.space, ownFeed(by), entry.value)).ok;
}
