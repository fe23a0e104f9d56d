/** What the centre shows of itself. SPEC.md Q. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { MemberId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { signingKey } from '../../crypto/sign';
import { newest, extend } from '../../wire/charter';
import { signRecord } from '../../wire/charter-record';
import { certifyMember, identityOf, vouch, type IdentityChain } from '../keys/chain';
import { beginEpoch, nonceOf } from '../keys/epochs';
import { foundSpace, newMember } from '../keys/founding';
import { credentials, memberKeys } from '../keys/member';
import { Reception } from './reception';
import { Space } from '../space/space';
import { MemoryVault } from '../vault/memory';
import { SealedRows } from '../vault/sealed';
import { NO_DOCUMENTS_POLICY } from '../../../../tests/support/policies';
import { charterChanges } from '../vault/naming';

/** Berta (Leitung) and Cem each at their desks; clients read. */
async function desk() {
	const [root, berta, cem] = await Promise.all([
		signingKey(freshSeed()),
		signingKey(freshSeed()),
		signingKey(freshSeed())
	]);
	const ofBerta = await vouch(root.publicKey, root, berta.publicKey, 1);
	const ofCem = await vouch(ofBerta, berta, cem.publicKey, 2);
	const made = await foundSpace(
		'reception',
		await memberKeys(freshSeed()),
		[await newMember('member'), await newMember('reader')],
		1
	);
	const disk = async (): Promise<MemoryVault> => {
		const vault = new MemoryVault();
		await vault.commit(charterChanges(made.space, made.records));
		return vault;
	};
	const disks = new Map<number, SealedRows>();
	/** At the desk of a member who keeps what she saw, or at a new one. */
	const at = async (index: number, doc = new Y.Doc(), nowMs = 1): Promise<Reception> => {
		const rows = disks.get(index) ?? (await SealedRows.under(await disk(), freshSeed()));
		disks.set(index, rows);
		const seed = made.members[index]?.seed ?? freshSeed();
		const space = await Space.open(
			rows,
			await credentials(made.space, seed, freshSeed()),
			NO_DOCUMENTS_POLICY,
			() => nowMs
		);
		return new Reception(space, doc, root.publicKey);
	};
	const proof = (chain: IdentityChain, key: typeof berta, one: Reception): Promise<Uint8Array> =>
		certifyMember(chain, key, one.space.id, one.space.credentials.keys.sign.publicKey);
	const lose = (index: number): boolean => disks.delete(index);
	return { root, berta, cem, ofBerta, ofCem, at, lose, proof };
}

function sync(from: Reception, to: Reception): Promise<void> {
	Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc));
	return to.settled();
}

/** Berta's record that removes members of the reception, on every device. */
async function remove(host: Reception, gone: MemberId, ...others: readonly Reception[]): Promise<void> {
	const { charter, credentials: mine } = host.space;
	const staying = [...charter.members.values()].filter(({ id, isRemoved }) => id !== gone && !isRemoved);
	const readers = staying.map((member) => ({ member: member.id, seal: newest(member).seal }));
	const begun = await beginEpoch(nonceOf(host.space.records[0]), charter.epoch + 1, readers);
	const draft = {
		version: 1 as const,
		previous: charter.head,
		index: charter.length,
		atMs: 1,
		signer: mine.member,
		ops: [{ kind: 'remove' as const, member: gone, fences: [] }, ...begun.ops]
	};
	const record = await signRecord(host.space.id, draft, mine.keys.sign);
	const next = await extend(charter, record);
	if (!next.ok) throw new Error(next.why);
	for (const one of [host, ...others]) {
		await one.space.takeCharter(next.value, [record]);
		await one.settled();
	}
}

describe('reception', () => {
	it('[Q1] shows readers what counsellors publish about themselves', async () => {
		const { at, proof, ofBerta, berta } = await desk();
		const [one, reader] = [await at(0), await at(2)];
		const card = `card/${identityOf(berta.publicKey)}`;
		await one.publish('centre', 'Beratungsstelle', await proof(ofBerta, berta, one));
		await one.publish(card, 'Berta', await proof(ofBerta, berta, one));
		await sync(one, reader);
		expect(reader.shown.get('centre')).toMatchObject({ value: 'Beratungsstelle', isLead: true });
		expect(reader.shown.get(card)?.value).toBe('Berta');
	});

	it('[Q1] shows nobody’s card written by somebody else, and no centre written by a colleague', async () => {
		const { at, proof, ofCem, cem, ofBerta, berta } = await desk();
		const [host, colleague, reader] = [await at(0), await at(1), await at(2)];
		const card = `card/${identityOf(berta.publicKey)}`;
		await colleague.publish(card, 'nicht Berta', await proof(ofCem, cem, colleague));
		await colleague.publish('centre', 'nicht die Stelle', await proof(ofCem, cem, colleague));
		await colleague.publish(`card/${identityOf(cem.publicKey)}`, 'Cem', await proof(ofCem, cem, colleague));
		await colleague.publish('other', 'x', await proof(ofCem, cem, colleague));
		await colleague.publish(`status/${identityOf(berta.publicKey)}`, 'weg', await proof(ofCem, cem, colleague));
		await colleague.publish('status/', 'weg', await proof(ofCem, cem, colleague));
		await sync(colleague, reader);
		expect([...reader.shown.keys()]).toEqual([`card/${identityOf(cem.publicKey)}`]);
		// Berta's proof is hers alone: it names her key in this space
		await colleague.publish(card, 'nicht Berta', await proof(ofBerta, berta, host));
		await sync(colleague, reader);
		expect(reader.shown.has(card)).toBe(false);
	});

	it('[Q1] shows the status that a counsellor published for herself', async () => {
		const { at, proof, ofCem, cem } = await desk();
		const [colleague, reader] = [await at(1), await at(2)];
		const status = `status/${identityOf(cem.publicKey)}`;
		await colleague.publish(status, 'da', await proof(ofCem, cem, colleague));
		await colleague.publish(status, 'weg', await proof(ofCem, cem, colleague));
		await sync(colleague, reader);
		expect(reader.shown.get(status)).toMatchObject({ value: 'weg', by: identityOf(cem.publicKey), isLead: false });
	});

	it('[Q1] accepts no chain of another root', async () => {
		const { at } = await desk();
		const [eve, root] = [await signingKey(freshSeed()), await signingKey(freshSeed())];
		const ofEve = await vouch(root.publicKey, root, eve.publicKey, 1);
		const [one, reader] = [await at(1), await at(2)];
		await one.publish(
			'centre',
			'falsch',
			await certifyMember(ofEve, eve, one.space.id, one.space.credentials.keys.sign.publicKey)
		);
		await sync(one, reader);
		expect(reader.shown.size).toBe(0);
	});

	it('[Q2] never goes back: an older version, a deletion, rubbish or a swapped key changes nothing', async () => {
		const { at, proof, ofBerta, berta } = await desk();
		const [one, reader] = [await at(0), await at(2)];
		const card = `card/${identityOf(berta.publicKey)}`;
		const values = one.doc.getMap<Uint8Array>('values');
		await one.publish(card, 'erste', await proof(ofBerta, berta, one));
		const first = values.get(card) ?? new Uint8Array();
		await one.publish(card, 'zweite', await proof(ofBerta, berta, one));
		await sync(one, reader);
		for (const value of [first, new Uint8Array(5), new Uint8Array(400)]) {
			values.set(card, value);
			await sync(one, reader);
			expect(reader.shown.get(card)?.value).toBe('zweite');
		}
		values.delete(card);
		values.set('centre', first);
		await sync(one, reader);
		expect(reader.shown.get(card)?.value).toBe('zweite');
		expect(reader.shown.has('centre')).toBe(false);
		await one.publish(card, 'dritte', await proof(ofBerta, berta, one));
		await sync(one, reader);
		expect(reader.shown.get(card)?.value).toBe('dritte');
	});

	it('[Q3] forgets a removed counsellor, knows that she left, and shows values from earlier epochs', async () => {
		const { at, proof, ofBerta, berta, ofCem, cem } = await desk();
		const [host, colleague, reader] = [await at(0), await at(1), await at(2)];
		const [cards, left] = [
			[berta, cem].map(({ publicKey }) => `card/${identityOf(publicKey)}`),
			identityOf(cem.publicKey)
		];
		await host.publish(cards[0] ?? '', 'Berta', await proof(ofBerta, berta, host));
		await colleague.publish(cards[1] ?? '', 'Cem', await proof(ofCem, cem, colleague));
		await sync(host, reader);
		await sync(colleague, reader);
		expect(reader.shown.size).toBe(2);
		await remove(host, colleague.space.credentials.member, reader);
		expect([...reader.shown.keys()]).toEqual([cards[0]]);
		expect([...reader.left]).toEqual([left]);
		// a newcomer, who has never seen him, gets the same
		const late = await at(2, reader.doc);
		await late.settled();
		expect([[...late.shown.keys()], [...late.left]]).toEqual([[cards[0]], [left]]);
		await host.publish(cards[0] ?? '', 'Berta neu', await proof(ofBerta, berta, host));
		await colleague.publish(cards[1] ?? '', 'noch da', await proof(ofCem, cem, colleague));
		await sync(host, late);
		await sync(colleague, late);
		expect([...late.shown.values()].map(({ value }) => value)).toEqual(['Berta neu']);
	});

	it('[Q2] remembers across a restart which version it has seen', async () => {
		const { at, proof, ofBerta, berta } = await desk();
		const [one, reader] = [await at(0), await at(2)];
		const card = `card/${identityOf(berta.publicKey)}`;
		await one.publish(card, 'erste', await proof(ofBerta, berta, one));
		const older = new Y.Doc();
		Y.applyUpdate(older, Y.encodeStateAsUpdate(one.doc));
		await one.publish(card, 'zweite', await proof(ofBerta, berta, one));
		await sync(one, reader);
		// the document's own copy is lost, and the relay supplies an old one
		const again = await at(2, older);
		await again.settled();
		expect(again.shown.has(card)).toBe(false);
		await sync(one, again);
		expect(again.shown.get(card)?.value).toBe('zweite');
	});

	it('[Q2] publishes above what was seen, even where everything was lost', async () => {
		const { at, lose, proof, ofBerta, berta } = await desk();
		const [one, reader] = [await at(0), await at(2)];
		const card = `card/${identityOf(berta.publicKey)}`;
		for (const value of ['eins', 'zwei', 'drei']) await one.publish(card, value, await proof(ofBerta, berta, one));
		await sync(one, reader);
		lose(0);
		const late = await at(0, new Y.Doc(), 1_000);
		await late.publish(card, 'vier', await proof(ofBerta, berta, late));
		for (const value of [...late.doc.getMap<Uint8Array>('values').values()]) one.doc.getMap('values').set(card, value);
		await sync(one, reader);
		expect(reader.shown.get(card)?.value).toBe('vier');
	});

	it('[Q2] restores its own value when an older one replaced it in the document', async () => {
		const { at, proof, ofBerta, berta } = await desk();
		const one = await at(0);
		const card = `card/${identityOf(berta.publicKey)}`;
		const values = one.doc.getMap<Uint8Array>('values');
		await one.publish(card, 'erste', await proof(ofBerta, berta, one));
		const first = values.get(card) ?? new Uint8Array();
		await one.publish(card, 'zweite', await proof(ofBerta, berta, one));
		values.set(card, first);
		await one.settled();
		const newcomer = await at(2);
		await sync(one, newcomer);
		expect(newcomer.shown.get(card)?.value).toBe('zweite');
	});
});

describe('a counsellor who has left', () => {
	const LEFT = '{"name":"Cem","atMs":5}';

	it('[Q4] is known by a Leitung’s word, even without her card, for good and across restarts', async () => {
		const { at, proof, ofBerta, berta, cem } = await desk();
		const [host, reader] = [await at(0), await at(2)];
		const counsellor = { id: identityOf(cem.publicKey), via: [identityOf(berta.publicKey)] };
		// Cem removed his card before he left
		await host.publish(`left/${counsellor.id}`, LEFT, await proof(ofBerta, berta, host));
		await sync(host, reader);
		expect(reader.hasLeft(counsellor)).toBe(true);
		expect(reader.shown.get(`left/${counsellor.id}`)?.value).toBe(LEFT);
		// Rolf forgets it again
		const again = await at(2, new Y.Doc());
		await again.settled();
		expect(again.hasLeft(counsellor)).toBe(true);
		expect(again.hasLeft({ id: identityOf(berta.publicKey), via: [] })).toBe(false);
	});

	it('[Q4] is named only by a Leitung, and never by one who has left', async () => {
		const { at, proof, ofBerta, berta, cem, ofCem } = await desk();
		const [host, colleague, reader] = [await at(0), await at(1), await at(2)];
		const ofBertas = { id: identityOf(berta.publicKey), via: [] };
		await colleague.publish(`left/${ofBertas.id}`, LEFT, await proof(ofCem, cem, colleague));
		await sync(colleague, reader);
		expect(reader.hasLeft(ofBertas)).toBe(false);
		// a Leitung in Cem's place, who is removed, and whom Rolf still lets write
		const lead = await vouch(ofBerta, berta, cem.publicKey, 1);
		await remove(host, colleague.space.credentials.member, reader);
		await colleague.publish(`left/${ofBertas.id}`, LEFT, await proof(lead, cem, colleague));
		await sync(colleague, reader);
		const again = await at(2, reader.doc);
		await again.settled();
		for (const one of [reader, again]) expect(one.hasLeft(ofBertas)).toBe(false);
	});

	it('[Q4] vouches for nobody: her invitees count only if the reception shows their card', async () => {
		const { at, proof, ofBerta, berta, cem } = await desk();
		const [host, colleague, reader] = [await at(0), await at(1), await at(2)];
		const [dora, eve] = [await signingKey(freshSeed()), await signingKey(freshSeed())];
		const ofDora = await vouch(ofBerta, berta, dora.publicKey, 1);
		const ofCem = await vouch(ofDora, dora, cem.publicKey, 2);
		await colleague.publish(`card/${identityOf(cem.publicKey)}`, 'Cem', await proof(ofCem, cem, colleague));
		await host.publish(`left/${identityOf(dora.publicKey)}`, LEFT, await proof(ofBerta, berta, host));
		await sync(host, reader);
		await sync(colleague, reader);
		const via = [identityOf(berta.publicKey), identityOf(dora.publicKey)];
		expect(reader.hasLeft({ id: identityOf(cem.publicKey), via })).toBe(false);
		expect(reader.hasLeft({ id: identityOf(eve.publicKey), via })).toBe(true);
	});
});
