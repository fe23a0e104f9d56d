/** Packages of a relay that lost them. SPEC.md U22. */
import { beforeEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { Fault } from '../../base/fault';
import type { PackageId } from '../../base/ids';
import { DESK, type LinkRecord, type OwnRecord } from '../../domain/tables/desk';
import { newSecret } from '../../sync/keys/member';
import { MemoryVault } from '../../sync/vault/memory';
import { SealedRows } from '../../sync/vault/sealed';
import type { OpenSpace } from '../session/open-space';
import type { Session } from '../session/session';
import { copyRow, fateOf, PackageCopies } from './package-copies';

const [ONE, TWO, SHEET] = ['1', '2', '3'].map((digit) => digit.repeat(32) as PackageId) as [
	PackageId,
	PackageId,
	PackageId
];

/** What the relay has: bytes, or that it would not open it any more. */
const relay = vi.hoisted(() => ({
	has: new Map<string, Uint8Array | 'over'>(),
	asked: [] as string[],
	isAway: false
}));

vi.mock('../../sync/exchange/packages', () => ({
	packageKeys: (secret: Uint8Array) => Promise.resolve({ id: String.fromCharCode(48 + (secret[0] ?? 0)).repeat(32) }),
	copyPackage: (_: string, id: string) => {
		relay.asked.push(id);
		if (relay.isAway) return Promise.reject(new Fault('no-connection', { retry: true }));
		return Promise.resolve(relay.has.get(id) ?? 'unknown');
	},
	putPackage: (_: string, whole: Uint8Array, id: string) => {
		if (!relay.has.has(id)) relay.has.set(id, whole);
		return Promise.resolve();
	},
	renewLease: (_: string, { id }: { id: string }, day: number | 'revoked') => {
		if (day === 'revoked' && relay.has.has(id)) relay.has.set(id, 'over');
		return Promise.resolve(relay.has.has(id));
	}
}));

beforeEach(() => {
	relay.has.clear();
	relay.asked.length = 0;
	relay.isAway = false;
});

const bytes = (value: number): Uint8Array => new Uint8Array([value]);
const link = (id: string, secret: number): LinkRecord => ({
	package: id,
	secret: btoa(String.fromCharCode(secret)).replaceAll('=', ''),
	issuer: 'AA',
	over: false,
	revoke: false
});

/** A counsellor's device with copies of two links and her sheet; the relay has what `has` says. */
async function device() {
	const rows = await SealedRows.under(new MemoryVault(), newSecret());
	const doc = new Y.Doc();
	const desk = { space: { doc } } as unknown as OpenSpace;
	const centre = { space: { listen: () => () => undefined, credentials: {} }, replica: { isCurrent: true } };
	const session = {
		rows,
		relay: 'https://relay.test',
		leads: true,
		whenKept: () => Promise.resolve(),
		on: () => () => undefined
	} as unknown as Session;
	DESK.links.write(doc, 'anton', link(ONE, 1));
	DESK.links.write(doc, ONE, { ...link(ONE, 1), of: 'anton' });
	DESK.links.write(doc, 'mia', link(TWO, 2));
	DESK.links.write(doc, TWO, { ...link(TWO, 2), of: 'mia' });
	DESK.own.write(doc, 'sheet', { package: SHEET });
	await rows.vault.commit(await Promise.all([ONE, TWO, SHEET].map((id, i) => copyRow(rows, id, bytes(i)))));
	const refill = vi.fn(() => Promise.resolve(relay.has.size === 0 || !relay.isAway));
	const connect = (): PackageCopies => new PackageCopies(session, desk, centre as unknown as OpenSpace, refill);
	const kept = async (): Promise<readonly string[]> =>
		(await rows.vault.keys('meta', 'package/')).map((key) => key.slice('package/'.length));
	return { rows, doc, connect, kept, refill };
}

it('[U22] brings back all that still hold to a relay that lost them, and asks once if it did not', async () => {
	const { connect, refill } = await device();
	refill.mockResolvedValueOnce(false);
	const first = connect();
	await first.look();
	expect([...relay.has.keys()], 'not before what they lead to').toEqual([]);
	await first.look();
	expect([...relay.has.keys()].sort()).toEqual([ONE, TWO, SHEET]);
	first.stop();
	relay.asked.length = 0;
	const copies = connect();
	await copies.look();
	await copies.look();
	expect(relay.asked.toSorted()).toEqual([ONE, TWO, SHEET]);
	expect(refill).toHaveBeenCalledTimes(2);
});

it('[U22] is not deceived by what others have brought back before', async () => {
	const { connect } = await device();
	const copies = connect();
	await copies.restore(ONE);
	relay.has.set(SHEET, bytes(2));
	await copies.look();
	expect([...relay.has.keys()].sort()).toEqual([ONE, TWO, SHEET]);
});

it('[U22] asks for a few of many', async () => {
	const { rows, doc, connect } = await device();
	for (let i = 0; i < 40; i++) {
		const id = (100 + i).toString(16).padStart(32, '0') as PackageId;
		DESK.links.write(doc, `stream${i}`, link(id, 9));
		await rows.vault.commit([await copyRow(rows, id, bytes(i))]);
		relay.has.set(id, bytes(i));
	}
	for (const [i, id] of [ONE, TWO, SHEET].entries()) relay.has.set(id, bytes(i));
	await connect().look();
	expect(new Set(relay.asked).size).toBe(8);
	expect(relay.asked).toHaveLength(8);
});

it('[U22] [U12] never brings back a link that was given up; a copy of one ends it again, and goes', async () => {
	const { doc, connect, kept } = await device();
	DESK.links.write(doc, 'anton', link('9'.repeat(32), 9));
	DESK.links.write(doc, ONE, { revoked: true });
	await connect().look();
	expect([...relay.has.keys()].sort()).toEqual([TWO, SHEET]);
	expect(await kept()).toEqual([TWO, SHEET]);
	const second = await device();
	relay.has.set(ONE, bytes(0));
	DESK.links.write(second.doc, 'anton', { over: true });
	await second.connect().look();
	expect(relay.has.get(ONE), 'brought by another device meanwhile').toBe('over');
});

it('[U22] keeps what the relay has by now, and nothing of what it would not open', async () => {
	const { rows, connect, kept } = await device();
	relay.has.set(ONE, bytes(7)).set(TWO, 'over').set(SHEET, bytes(2));
	const copies = connect();
	await copies.refresh(ONE);
	await copies.refresh(TWO);
	expect(await rows.get('meta', `package/${ONE}`)).toEqual({ ok: true, value: bytes(7) });
	expect(await kept()).toEqual([ONE, SHEET]);
	relay.has.delete(ONE);
	await copies.restore(ONE);
	await copies.restore(TWO);
	expect(relay.has.get(ONE)).toEqual(bytes(7));
	const prolonged = '4'.repeat(32) as PackageId;
	relay.has.set(prolonged, bytes(4));
	await copies.refresh(prolonged);
	expect(await kept(), 'another device brought it, this one kept it open').toContain(prolonged);
});

it('[U22] asks for the next if one has run out, and again later if the relay does not answer', async () => {
	const { connect, kept } = await device();
	relay.has.set(ONE, 'over');
	relay.isAway = true;
	const copies = connect();
	await copies.look();
	expect(relay.has.size).toBe(1);
	relay.isAway = false;
	await copies.look();
	copies.stop();
	expect([...relay.has.keys()].sort()).toEqual([ONE, TWO, SHEET]);
	expect(await kept()).toEqual([TWO, SHEET]);
});

it('[U22] tells what holds from what was given up, and from what nobody knows of', () => {
	const links = new Map<string, LinkRecord>([
		['anton', link(ONE, 1)],
		[ONE, link(ONE, 1)],
		['mia', { ...link(TWO, 2), over: true }],
		[TWO, link(TWO, 2)]
	]);
	const own = new Map<string, OwnRecord>([
		['sheet', { package: SHEET }],
		['sheetNext', { package: '4'.repeat(32), done: true }]
	]);
	const fates = [ONE, TWO, SHEET, '4'.repeat(32), '5'.repeat(32)].map((id) => fateOf(links, own, id));
	expect(fates).toEqual(['holds', 'ended', 'holds', 'unknown', 'unknown']);
});
