/** One stream more costs the same, however many there are. What is counted here no machine's speed changes. */
import './globals';
import { expect, it, onTestFinished, vi } from 'vitest';
import { QuietSpaces } from '../../src/lib/state/session/quiet';
import { Streams } from '../../src/lib/state/stream/streams.svelte';
import { must } from '../../src/lib/base/fault';
import { world } from './campaign';
import { Guest } from './people';
import { comesToWork, createsClient, locks } from './steps';
import { Browser } from './tab';
import { end, rest, until, wake } from './world';

const KINDS = ['join', 'leave', 'pull', 'push', 'create'];
/** For a charter and for the space itself: two for the reception, three each where keys change. */
const JOINS = 8;
/** Of these and other requests, for one more client; signs of life come by time. */
const MOST_FRAMES = 12;

it('a new client costs as much with sixty streams as with ten; unlocking enters all with a few frames', async () => {
	const centre = await wake(await world(), 1);
	const { berta, network } = centre;
	await comesToWork(berta);
	await rest();
	const looks = [vi.spyOn(Streams.prototype, 'follow'), vi.spyOn(QuietSpaces.prototype, 'add')];
	onTestFinished(() => void vi.restoreAllMocks());
	const requests = (): number =>
		network.framesSent() - network.framesSent('stock') - network.framesSent('presence') - network.framesSent('ping');
	const costs: { readonly frames: readonly number[]; readonly looks: readonly number[] }[] = [];
	for (let count = 1; count <= 60; count++) {
		for (const look of looks) look.mockClear();
		const before = KINDS.map((kind) => network.framesSent(kind));
		const asked = requests();
		await createsClient(berta, `Gast${String(count)}`);
		if (count % 50 !== 10) continue;
		await rest(5_000);
		const frames = KINDS.map((kind, i) => network.framesSent(kind) - (before[i] ?? 0));
		expect(requests() - asked).toBeLessThanOrEqual(MOST_FRAMES);
		costs.push({ frames, looks: looks.map(({ mock }) => mock.calls.length) });
	}
	const [few, many] = costs;
	expect(many?.looks).toEqual(few?.looks);
	// A space may be opened before it had to be watched: one frame less, or one more.
	const more = KINDS.map((_, i) => (many?.frames[i] ?? Infinity) - (few?.frames[i] ?? 0));
	expect(Math.max(...more), KINDS.map((kind, i) => `${kind} ${String(more[i])}`).join()).toBeLessThanOrEqual(1);
	await locks(berta);
	const before = ['join', 'enter'].map((kind) => network.framesSent(kind));
	await comesToWork(berta);
	await rest();
	const [joins = 0, enters = 0] = ['join', 'enter'].map((kind, i) => network.framesSent(kind) - (before[i] ?? 0));
	// The centre, the desk, the reception and what is opened at once answer the challenge; the streams come together.
	expect(joins).toBeLessThan(15);
	expect(enters).toBeLessThan(6);
	end(centre);
});

it('[X3] a client’s first opening answers as few challenges as it can, and asks for nothing that is refused', async () => {
	const centre = await wake(await world(), 1);
	const { berta, network } = centre;
	await comesToWork(berta);
	const stream = await createsClient(berta, 'Neu');
	await rest();
	const guest = new Guest('Neu', new Browser('Neu', centre.random), network);
	await guest.open(must(berta.chat, 'a chat').links.link(stream)?.url ?? '');
	await until('she is in', () => guest.conversation?.streams?.main !== undefined && guest.models.length === 1);
	// The reception; her mailbox and her stream, each with the keys that the letter brought and with her own.
	const sent = network.sent.get(guest.tab);
	expect(sent?.get('join')).toBe(JOINS);
	expect(sent?.get('charterPull'), 'each of the three once').toBe(3);
	end(centre);
});
