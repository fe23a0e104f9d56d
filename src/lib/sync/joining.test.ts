/** What a device sends to join a space, and what it need not. SPEC.md X16. */
import { describe, expect, it } from 'vitest';
import { device, scene, type Device, type Scene } from '../../../tests/support/devices';
import { pass, settle } from '../../../tests/support/settling';

/** Connects, and collects the kinds of the frames it sends from then on; the first `refused` foundings are refused. */
function connected(one: Device, refused = 0): string[] {
	const sent: string[] = [];
	one.connect();
	const { link } = one;
	const { rolf, space, made } = one.scene;
	let foundings = 0;
	if (link)
		link.tap = (frame) => {
			sent.push(frame.kind);
			if (frame.kind !== 'create') return [frame];
			// There is no centre in this scene, so the relay is told by hand.
			if (foundings++ < refused) link.down.push({ kind: 'refused', space, request: 'create', code: 'not-member' });
			else void rolf.adopt(space, made.records).then(() => link.down.push({ kind: 'done', space, request: 'create' }));
			return [];
		};
	return sent;
}

/** Berta's device with a space that no relay knows, made a moment ago. */
async function fresh(): Promise<{ stream: Scene; berta: Device }> {
	const stream = await scene();
	const berta = await device(stream, 0, 'Berta');
	await stream.rolf.rollBack(0);
	let isNew = true;
	Object.defineProperty(berta.replica.channel, 'centre', { value: stream.space });
	Object.defineProperty(berta.replica.channel, 'foundsFirst', {
		value: () => {
			const was = isNew;
			isNew = false;
			return was;
		}
	});
	return { stream, berta };
}

describe('[X16] joining', () => {
	it('asks for nothing where the relay names nothing more, and for what it names', async () => {
		const stream = await scene('member');
		const [berta, anton] = [await device(stream, 0, 'Berta'), await device(stream, 1, 'Anton')];
		for (const one of [berta, anton]) one.connect();
		await settle(stream);
		await berta.write('eins');
		await settle(stream);
		expect(anton.texts).toEqual(['eins']);
		anton.kill();
		await anton.open();
		const level = connected(anton);
		await settle(stream);
		expect(level).toEqual(['join']);
		expect(anton.news.at(-1)).toMatchObject({ news: 'current' });
		anton.kill();
		await berta.write('zwei');
		await settle(stream);
		await anton.open();
		const behind = connected(anton);
		await settle(stream);
		expect(behind).toEqual(['join', 'pull']);
		expect(anton.texts).toEqual(['eins', 'zwei']);
	});

	it('begins with founding where the relay cannot know the space yet', async () => {
		const { stream, berta } = await fresh();
		await berta.write('das Erste');
		const sent = connected(berta);
		await settle(stream);
		expect(sent.slice(0, 3)).toEqual(['create', 'join', 'push']);
		expect(berta.mark('das Erste')).toBe('relayed');
	});

	it('goes on like any other when the founding is refused', async () => {
		const { stream, berta } = await fresh();
		await berta.write('das Erste');
		const sent = connected(berta, 1);
		await pass(stream);
		expect(sent.slice(0, 5)).toEqual(['create', 'join', 'create', 'join', 'push']);
		expect(berta.mark('das Erste')).toBe('relayed');
	});
});
