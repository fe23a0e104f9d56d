/** Mia has a seat, Eve has none; both want to stop the relay by a charter without end. SPEC.md R33. */
import { describe, expect, it } from 'vitest';
import type { SpaceId } from '../../src/lib/base/ids';
import type { CharterOp } from '../../src/lib/wire/charter-record';
import { findCharter, putCharter } from '../store/charter-row';
import { memoryStore } from '../store/memory';
import { putRecord } from '../store/rows';
import type { Store, Table } from '../store/store';
import {
	admit,
	Chain,
	Client,
	Feed,
	person,
	random,
	stream,
	testRelay,
	type Person,
	sealing
} from '../../tests/support/relay/client';

/** A store that counts reads per table. */
function counted(beneath: Store = memoryStore()): Store & { reads: Partial<Record<Table, number>> } {
	const reads: Partial<Record<Table, number>> = {};
	const count = (table: Table, bytes: number): void => void (reads[table] = (reads[table] ?? 0) + bytes);
	return {
		...beneath,
		reads,
		get: async (table, key) => {
			const value = await beneath.get(table, key);
			count(table, value?.length ?? 0);
			return value;
		},
		range: async (table, range) => {
			const rows = await beneath.range(table, range);
			count(
				table,
				rows.reduce((sum, { value }) => sum + value.length, 0)
			);
			return rows;
		}
	};
}

/** A chain of this many records, about 100 kB each: a host grants herself an epoch again and again. */
async function long(records: number): Promise<{ chain: Chain; host: Person }> {
	const host = await person();
	const chain = await Chain.found(host);
	for (let i = 0; i < records; i++) await chain.append(host, grantsOf(host));
	return { chain, host };
}

/** About 100 kB that change nothing. */
function grantsOf(host: Person): CharterOp[] {
	return Array.from({ length: 400 }, () => ({ kind: 'grant', member: host.id, epoch: 1, sealed: random(250) }));
}

describe('an endless charter', () => {
	it('[R33] a wrong join by an outsider reads none of it, and neither does a right one', async () => {
		const store = counted();
		const { chain, host } = await long(60);
		let charter = await findCharter(store, chain.space);
		expect(charter).toBeNull();
		await store.commit(chain.bytes.map((bytes, i) => putRecord(chain.space, i, bytes)));
		charter = await findCharter(store, chain.space);
		if (!charter) throw new Error('it is kept');
		await store.commit([putCharter(charter)]);
		const relay = await testRelay({ store });
		store.reads.charters = 0;
		const eve = await Client.connect(relay.url);
		await eve.askToJoin(chain.space, await person());
		expect((await eve.next('refused')).code).toBe('not-member');
		const right = await Client.connect(relay.url);
		expect((await right.join(chain.space, host)).length).toBe(61);
		expect(store.reads.charters).toBe(0);
		expect(store.reads.states).toBeLessThan(1_000);
		right.send({ kind: 'charterPull', space: chain.space, from: 0 });
		await right.next('charter');
		expect(store.reads.charters).toBeGreaterThan(100_000);
	});

	it('[R33] the row says what the chain says, including removals and new keys; without it the chain is read', async () => {
		const { chain, bertaHere, antonHere, centre } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		const keys = await person();
		await chain.append(antonHere, [
			{
				kind: 'rekey',
				member: antonHere.id,
				sign: keys.key.publicKey,
				seal: sealing(),
				fences: [{ feed: feed.id, seq: 3 }]
			},
			{ kind: 'grant', member: antonHere.id, epoch: 1, sealed: random(80) }
		]);
		await chain.append(bertaHere, chain.epochFor(bertaHere, antonHere));
		await chain.append(bertaHere, [{ kind: 'remove', member: antonHere.id, fences: [] }, ...chain.epochFor(bertaHere)]);
		expect(centre.space).not.toBe(chain.space);
		const store = memoryStore();
		await store.commit(chain.bytes.map((bytes, i) => putRecord(chain.space, i, bytes)));
		const read = await findCharter(store, chain.space);
		if (!read) throw new Error('it is kept');
		await store.commit([putCharter(read)]);
		const again = await findCharter(store, chain.space);
		expect(again).toEqual(read);
		const plain = ({ members, ...rest }: typeof chain.charter) => ({
			...rest,
			members: [...members.values()].map(({ generations, grants, ...one }) => ({
				...one,
				generations: generations.map(({ sign, fences }) => ({ sign, fences })),
				grants: [...grants.keys()]
			}))
		});
		expect(plain(read.charter)).toEqual(plain(chain.charter));
		await store.commit([{ table: 'states', key: new Uint8Array(16), value: random(50) }]);
		expect(await findCharter(store, '0'.repeat(32) as SpaceId)).toBeNull();
	});

	it('[R33] grows only so far and so fast, whatever the host of a mailbox signs', async () => {
		let nowMs = Date.now();
		const { berta, bertaHere, chain } = await stream({
			limits: { charterBytes: [300_000, 300_000], charterBytesPerSpace: 450_000 },
			now: () => nowMs
		});
		const codes: string[] = [];
		while (codes.at(-1) !== 'too-large' && codes.length < 40) {
			const record = await chain.append(bertaHere, grantsOf(bertaHere));
			do {
				berta.send({ kind: 'charterPush', space: chain.space, records: [record.bytes], final: 0 });
				await berta.until(() => berta.inbox.some(({ kind }) => kind === 'done' || kind === 'refused'));
				const answer = berta.inbox.splice(0).find(({ kind }) => kind === 'done' || kind === 'refused');
				codes.push(answer?.kind === 'refused' ? answer.code : 'done');
				// the relay's bucket refills with time
				if (codes.at(-1) === 'too-fast') nowMs += 100;
			} while (codes.at(-1) === 'too-fast');
		}
		expect(new Set(codes)).toEqual(new Set(['done', 'too-fast', 'too-large']));
		expect(codes.filter((code) => code === 'done').length, '450 kB').toBe(4);
	});

	it('[R33] stored records sent again cost one look-up per frame', async () => {
		const store = counted();
		const { berta, bertaHere, chain } = await stream({ store });
		for (let i = 0; i < 200; i++) {
			const record = await chain.append(bertaHere, [admit(await person(), 'poster')]);
			berta.send({ kind: 'charterPush', space: chain.space, records: [record.bytes], final: 0 });
			await berta.next('done', ({ request }) => request === 'charterPush');
		}
		store.reads.charters = 0;
		for (let i = 0; i < 20; i++) {
			berta.send({ kind: 'charterPush', space: chain.space, records: chain.bytes, final: 0 });
			await berta.next('done', ({ request }) => request === 'charterPush');
		}
		const bytes = (chain.bytes.at(-1)?.length ?? 0) * 20;
		expect(store.reads.charters).toBe(bytes);
		const forged = [
			...chain.bytes.slice(0, -1),
			(await chain.draft(bertaHere, [admit(await person(), 'poster')])).bytes
		];
		forged[5] = (await long(1)).chain.bytes[1] ?? new Uint8Array();
		berta.send({ kind: 'charterPush', space: chain.space, records: forged, final: 0 });
		expect((await berta.next('refused')).code).toBe('head-moved');
	});
});
