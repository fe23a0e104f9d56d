/**
 * `new-code`: the set-up code was spent on a centre that nobody can open any more. The relay forgets it and makes a
 * new code, as long as nobody but the founder has ever been in it. SPEC.md R39.
 */
import { fromUtf8, hex } from '../src/lib/base/bytes';
import type { SpaceId } from '../src/lib/base/ids';
import { newSetupCode } from './spaces/setup';
import { findCharter } from './store/charter-row';
import { allFeeds, findFact } from './store/rows';
import { TABLES, type Row, type Store, type Table, type Write } from './store/store';

/** The new code, stored, or null when others have been there. Rejects when the store fails. */
export async function renewSetupCode(store: Store): Promise<string | null> {
	if (!(await isFounderAlone(store))) return null;
	const forgotten: Write[] = [];
	for (const table of TABLES) for await (const key of keysOf(store, table)) forgotten.push({ table, key, value: null });
	const { code, write } = newSetupCode();
	// One transaction: either the old centre exists, or the new code.
	await store.commit([...forgotten, write]);
	return code;
}

/** A founder's spaces: her desk, the centre, the reception, and room for others that an app founds. */
const MOST_SPACES = 8;
/** Her recovery sheet; any other package was made for somebody else. */
const MOST_PACKAGES = 1;

/**
 * Whether only the founder has been admitted anywhere and only she has written. The relay knows no people, but
 * it knows seats: all readers share one, and all posters; any further host or member is somebody else.
 */
async function isFounderAlone(store: Store): Promise<boolean> {
	const founded = await findFact(store, 'founded-centre');
	if (founded === null) return true;
	const spaces = await rowsOf(store, 'spaces', MOST_SPACES + 1);
	const packages = await rowsOf(store, 'packages', MOST_PACKAGES + 1);
	if (spaces.length > MOST_SPACES || packages.length > MOST_PACKAGES) return false;
	for (const { key } of spaces) if (!(await isHosts(store, hex(key) as SpaceId, fromUtf8(founded)))) return false;
	return true;
}

/** Whether a space has one host, the only writer; the centre itself may have no other members at all. */
async function isHosts(store: Store, space: SpaceId, centre: string): Promise<boolean> {
	const kept = await findCharter(store, space);
	const members = [...(kept?.charter.members.values() ?? [])];
	const hosts = members.filter(({ role }) => role === 'host' || role === 'member');
	const [host] = hosts;
	if (hosts.length !== 1 || (space === centre && members.length > 1)) return false;
	return [...(await allFeeds(store, space)).values()].every(({ member }) => member === host?.id);
}

async function* keysOf(store: Store, table: Table): AsyncIterable<Uint8Array> {
	for (let after: Uint8Array | undefined; ;) {
		const page = { prefix: new Uint8Array(), maxRows: 1_000, maxBytes: 8 * 1024 * 1024 };
		const rows = await store.range(table, { ...page, ...(after && { after }) });
		for (const { key } of rows) yield key;
		after = rows.at(-1)?.key;
		if (!after) return;
	}
}

function rowsOf(store: Store, table: Table, maxRows: number): Promise<readonly Row[]> {
	return store.range(table, { prefix: new Uint8Array(), maxRows });
}
