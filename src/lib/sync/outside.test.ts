/** Whether we are out of a space, or the relay merely does not know us. Berta and Cem, Anton and Mia. SPEC.md X14. */
import { describe, expect, it } from 'vitest';
import { Device, type Scene } from '../../../tests/support/devices';
import { four, idOf } from '../../../tests/support/four';
import { STREAM_POLICY } from '../../../tests/support/policies';
import type { Seed } from '../base/ids';
import { freshSeed } from '../crypto/random';
import { admitMember } from './exchange/admission';
import { tellsOut } from './exchange/channel';
import { CharterExchange } from './exchange/charter-exchange';
import { removeMember } from './exchange/removal';
import { MemoryVault } from './vault/memory';
import { settle } from '../../../tests/support/settling';

const isOut = ({ news }: Device): boolean => news.some((one) => tellsOut(one.news, one.code));
const isUnknown = ({ news }: Device): boolean => news.some((one) => one.news === 'unknown');

/** Lets `work` happen on the wire. */
async function done(stream: Scene, work: Promise<unknown>): Promise<void> {
	await settle(stream);
	await work;
}

async function newcomer(stream: Scene, by: Device, seed: Seed): Promise<Device> {
	await done(stream, admitMember(by.replica, seed, 'member'));
	const dora = new Device(stream, 'Dora', seed, freshSeed(), STREAM_POLICY, new MemoryVault());
	stream.devices.push(dora);
	await dora.open();
	dora.connect();
	await settle(stream);
	return dora;
}

describe('a member who is not let in', () => {
	it('[X14] believes the record that removed her while she was away, and is given nothing later', async () => {
		const { stream, berta, anton } = await four();
		anton.link?.cut();
		await done(stream, removeMember(berta.replica, idOf(anton)));
		const { length } = berta.space.charter;
		await newcomer(stream, berta, freshSeed());
		anton.connect();
		await settle(stream);
		expect(isOut(anton)).toBe(true);
		expect(isUnknown(anton)).toBe(false);
		expect(anton.space.charter.length).toBe(length);
		expect(anton.space.me?.isRemoved).toBe(true);
	});

	it('[X14] is not out because the relay says so, at joining or later', async () => {
		const { stream, anton } = await four();
		const { space } = stream;
		anton.replica.receive({ kind: 'closed', space, code: 'removed' });
		await settle(stream, true);
		anton.replica.receive({ kind: 'refused', space, request: 'join', code: 'not-member' });
		await settle(stream, true);
		expect(isOut(anton)).toBe(false);
		await anton.write('noch da');
		await settle(stream, true);
		expect(anton.mark('noch da')).toBe('relayed');
	});

	it('[X14] is unknown to a relay rolled back to before she came, until somebody brings the rest', async () => {
		const { stream, berta } = await four();
		const before = stream.rolf.journal.length;
		const dora = await newcomer(stream, berta, freshSeed());
		await stream.rolf.rollBack(before);
		dora.connect();
		await settle(stream);
		expect(isUnknown(dora)).toBe(true);
		expect(isOut(dora)).toBe(false);
		await dora.write('bin ich noch da?');
		expect(dora.mark('bin ich noch da?')).toBe('local');
		berta.connect();
		await settle(stream, true);
		expect(dora.mark('bin ich noch da?')).toBe('relayed');
		expect(berta.texts).toContain('bin ich noch da?');
	});

	it('[X14] hears nothing of it from a connection that drops while its records are being stored', async () => {
		const { stream, berta, anton } = await four();
		anton.link?.cut();
		await newcomer(stream, berta, freshSeed());
		const { space } = anton;
		const { records, charter } = berta.space;
		const from = space.records.length;
		const told: string[] = [];
		const tells = (what: string) => (): void => void told.push(what);
		const line = {
			send: () => true,
			later: () => undefined,
			isCurrent: () => false,
			rejoin: tells('rejoin'),
			caughtUp: () => Promise.resolve(false),
			current: tells('current'),
			diverged: tells('diverged'),
			refused: tells('refused'),
			judged: tells('judged'),
			moved: () => Promise.resolve()
		};
		const exchange = new CharterExchange(space, line);
		const raw = records.slice(from).map(({ bytes }) => bytes);
		const keep = space.takeCharter.bind(space);
		space.takeCharter = async (...taken) => {
			await keep(...taken);
			exchange.disconnected();
		};
		exchange.meet(records.length, charter.head);
		await exchange.take(from, raw);
		expect(told).toEqual([]);
		expect(space.charter.length, 'what came is stored').toBe(records.length);
	});
});
