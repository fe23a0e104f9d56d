/** One stream more costs the same, however many there are. What is counted here no machine's speed changes. */
import './globals';
import { expect, it, onTestFinished, vi } from 'vitest';
import { must } from '../../src/lib/base/fault';
import { QuietSpaces } from '../../src/lib/state/session/quiet';
import { Streams } from '../../src/lib/state/stream/streams.svelte';
import { world } from './campaign';
import type { Network } from './network';
import { done, end, rest, until, wake } from './world';

/** How many frames of each kind all pages have sent. */
function sentBy({ sent }: Network): ReadonlyMap<string, number> {
	const all = new Map<string, number>();
	for (const counts of sent.values()) for (const [kind, count] of counts) all.set(kind, (all.get(kind) ?? 0) + count);
	return all;
}

it('a new client costs as much with sixty streams as with ten; unlocking joins each space once', async () => {
	const centre = await wake(await world(), 1);
	const { berta, network } = centre;
	await berta.open();
	await until('at work', () => berta.chat?.isLoaded === true);
	await rest();
	const chat = must(berta.chat, 'a chat');
	const looks = [vi.spyOn(Streams.prototype, 'follow'), vi.spyOn(QuietSpaces.prototype, 'add')];
	onTestFinished(() => void vi.restoreAllMocks());
	const costs: object[] = [];
	for (let count = 1; count <= 60; count++) {
		for (const look of looks) look.mockClear();
		const before = sentBy(network);
		const id = await done('a client', berta.tab, () => chat.createClient(`Gast${String(count)}`));
		await until('the link holds', () => chat.links.link(id)?.isRelayed === true);
		if (count % 50 !== 10) continue;
		await rest(5_000);
		const of = (kind: string): number => (sentBy(network).get(kind) ?? 0) - (before.get(kind) ?? 0);
		const frames = ['join', 'leave', 'pull', 'push', 'create'].map((kind) => [kind, of(kind)]);
		costs.push({ frames, looks: looks.map(({ mock }) => mock.calls.length) });
	}
	const [few, many] = costs;
	expect(many).toEqual(few);
	await berta.lock();
	await until('locked', () => berta.busy === null);
	const before = sentBy(network).get('join') ?? 0;
	await berta.open();
	await until('at work', () => berta.chat?.isLoaded === true);
	await rest();
	// Each stream, the group, the centre, the desk, the reception and what belongs to them; a few are opened at once.
	expect((sentBy(network).get('join') ?? 0) - before).toBeLessThan(60 + 20);
	end(centre);
});
