/** Berta counsels Mia beside Cem; her list is told of what Mia writes without Mia's document. SPEC.md Z14. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Device, Scene } from '../../../../tests/support/devices';
import { settle } from '../../../../tests/support/settling';
import { ATTACHMENT } from '../../../../tests/support/stream-documents';
import { twoCounsellors } from '../../../../tests/support/two-counsellors';
import { must } from '../../base/fault';
import type { MemberId } from '../../base/ids';
import { contactEnds } from '../../domain/monitoring/reminders';
import { countMessages, raiseMarks, writeMessage } from '../../domain/stream-document';
import { writeFact } from '../../domain/stream-facts';
import type { Passed } from '../../sync/space/events';
import type { Preview } from '../session/preview';
import type { Session } from '../session/session';
import { grownPreview } from './grown-preview';
import { Previewing } from './previewing';
import type { Sides } from './sides';

const NOBODY_HAS_SEEN = new Map<never, never>();

async function stream() {
	const { there, berta, cem, mia } = await twoCounsellors();
	await mia.write('Hallo');
	await settle(there);
	there.nowMs += 60_000;
	await cem.write('Guten Tag');
	await berta.write('Guten Tag auch von mir');
	await settle(there);
	await berta.read();
	await settle(there);
	there.nowMs += 60_000;
	const sides = {
		isMine: (member: MemberId) => member === berta.space.credentials.member,
		isOurs: (member: MemberId) => berta.space.charter.members.get(member)?.role === 'host'
	};
	return { there, berta, cem, mia, sides };
}

/** The preview that the open stream makes. */
async function whole({ space, timeline }: Device, sides: Pick<Sides, 'isMine' | 'isOurs'>): Promise<Preview> {
	const made: Preview[] = [];
	const session = { rows: space.rows, tell: () => undefined } as unknown as Session;
	const parts = {
		space,
		timeline,
		sides: sides as Sides,
		draft: 'Ent',
		owes: false,
		seen: NOBODY_HAS_SEEN,
		contactEnds
	};
	await new Previewing(
		session,
		space.id,
		() => parts,
		(preview) => made.push(preview)
	).keep();
	return must(made.at(-1), 'a preview');
}

/** What the list is told of what comes while `work` is done, and what the open stream says by then. */
async function grown(
	{ there, berta, sides }: { there: Scene; berta: Device; sides: Pick<Sides, 'isMine' | 'isOurs'> },
	writer: Device,
	work: () => Promise<void>
): Promise<{ readonly told: Preview | null; readonly truth: Preview }> {
	berta.absorb();
	const before = await whole(berta, sides);
	const passed: Passed[] = [];
	const { space } = writer;
	const { doc } = space;
	const hear = (update: Uint8Array): void => {
		passed.push({ member: space.credentials.member, feed: must(space.own, 'a feed').id, clock: space.clock, update });
	};
	const clocks: Passed['clock'][] = [];
	doc.on('update', hear);
	const stop = space.listen(({ kind }) => void (kind === 'content' && clocks.push(space.clock)));
	await work();
	doc.off('update', hear);
	stop();
	await settle(there);
	berta.absorb();
	const said = passed.map((one, i) => ({ ...one, clock: clocks[i] ?? one.clock }));
	return { told: grownPreview(before, said, sides, contactEnds), truth: await whole(berta, sides) };
}

/** All but what it was made from. */
function shown(preview: Preview | undefined) {
	return preview && { ...preview, made: null };
}

describe('[Z14] the line of a quiet stream', () => {
	it('says what the open stream would, however much has come', async () => {
		const all = await stream();
		const { mia, there } = all;
		for (let round = 0; round < 3; round++) {
			const { told, truth } = await grown(all, mia, async () => {
				for (let i = 0; i < 40; i++) {
					there.nowMs += 1_000 + 1_000 * 60 * 20 * (i % 3);
					await mia.write(`${String(round)}/${String(i)}`);
					if (i % 10 === 0) await mia.read();
				}
			});
			expect(shown(told ?? undefined)).toEqual(shown(truth));
			expect(truth.unread, 'none of them was read').toBe(40 * (round + 1));
		}
	});

	it('is a colleague’s message where she wrote last, which nobody has to read', async () => {
		const all = await stream();
		const { told, truth } = await grown(all, all.cem, () => all.cem.write('Ich übernehme'));
		expect(shown(told ?? undefined)).toEqual(shown(truth));
		expect([told?.unread, told?.last?.isOwn]).toEqual([0, false]);
	});

	it('stays as it was for nothing but Mia’s marks', async () => {
		const all = await stream();
		const { told, truth } = await grown(all, all.mia, () => all.mia.read());
		expect(shown(told ?? undefined)).toEqual(shown(truth));
	});

	const more: readonly [what: string, who: 'mia' | 'cem', work: (one: Device) => Promise<void>][] = [
		['a fact', 'mia', (one) => one.write((doc, stamp) => writeFact(doc, stamp, 'name', 'Mia'))],
		[
			'an attachment',
			'mia',
			(one) =>
				one.write((doc, stamp) => writeMessage(doc, stamp, { text: '', attachment: ATTACHMENT }), {
					mark: countMessages
				})
		],
		[
			'what a colleague has read',
			'cem',
			(one) =>
				one.write((doc, { feed }) => {
					const other = [...one.space.feeds.keys()].find((id) => id !== feed);
					raiseMarks(doc, 'r', new Map([[must(other, 'another feed'), 1]]), feed);
				})
		]
	];
	for (const [what, who, work] of more)
		it(`is left to the open stream for ${what}`, async () => {
			const all = await stream();
			const { told } = await grown(all, all[who], () => work(all[who]));
			expect(told).toBeNull();
		});

	it('is left to the open stream for what does not come last', async () => {
		const all = await stream();
		const { berta, mia, sides, there } = all;
		berta.absorb();
		const before = await whole(berta, sides);
		const { told } = await grown(all, mia, () => mia.write('Noch etwas'));
		expect(told?.last?.text).toBe('Noch etwas');
		const later = { ...before, last: { ...must(before.last, 'a line'), atMs: there.nowMs + 1 } };
		const passed = {
			member: mia.space.credentials.member,
			feed: must(mia.space.own, 'a feed').id,
			clock: mia.space.clock
		};
		const update = Y.encodeStateAsUpdate(mia.space.doc, new Uint8Array([0]));
		expect(grownPreview(later, [{ ...passed, update }], sides, contactEnds)).toBeNull();
	});

	it('is left to the open stream where another device of this side has read what is not here yet', async () => {
		const { berta, mia, sides } = await stream();
		await berta.write((doc, { feed }) => {
			raiseMarks(doc, 'r', new Map([[must(mia.space.own, 'a feed').id, 9]]), feed);
		});
		berta.absorb();
		expect((await whole(berta, sides)).ends).toBeUndefined();
	});

	it('is left to the open stream where an earlier version kept it', async () => {
		const { berta, sides } = await stream();
		berta.absorb();
		const { ends, ...before } = await whole(berta, sides);
		expect(ends).toBeDefined();
		expect(grownPreview(before, [], sides, contactEnds)).toBeNull();
	});
});
