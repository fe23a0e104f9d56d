/** A space that nobody has open: whether the relay has something new. SPEC.md X6. */
import { describe, expect, it, vi } from 'vitest';
import { device, scene } from '../../../../tests/support/devices';
import { fakeConnection } from '../../../../tests/support/fake-connection';
import type { FeedId } from '../../base/ids';
import { differs, extentAt, extentOf, heldOf, type Extent } from '../space/held';
import { Watch } from './watch';
import { settle } from '../../../../tests/support/settling';

describe('a quiet space', () => {
	it('[X6] differs when one side has something new, except what they did not exchange before either', async () => {
		const stream = await scene('member');
		const anton = await device(stream, 1, 'Anton');
		anton.connect();
		await anton.write('x');
		await settle(stream);
		const [feed] = anton.space.feeds.values();
		if (!feed) throw new Error('no feed');
		const held = await heldOf(anton.vault, stream.space);
		expect(held).toEqual({ ...extentOf(anton.space), outbox: 0, isUnconfirmed: false });
		const there = (seq: number, records = held.records): Extent => extentAt(records, [{ feed: feed.id, seq }]);
		expect(differs(held, there(feed.seq), null)).toBe(false);
		expect(differs(held, there(feed.seq + 1), null)).toBe(true);
		expect(differs(held, extentAt(held.records, []), null)).toBe(true);
		expect(differs(held, there(feed.seq, 2), null)).toBe(true);
		const met = { here: held, there: there(feed.seq + 1) };
		expect(differs(held, there(feed.seq + 1), met), 'it did not come before either').toBe(false);
		expect(differs(held, there(feed.seq + 2), met)).toBe(true);
		expect(differs(held, extentAt(held.records, []), { here: held, there: extentAt(1, []) })).toBe(false);
		anton.link?.cut();
		await anton.write('wartet');
		expect(await heldOf(anton.vault, stream.space)).toMatchObject({ outbox: 1, isUnconfirmed: false });
	});

	it('[X6] reports possible news, keeps how far the relay goes, and forgets it with the connection', async () => {
		const stream = await scene('member');
		const anton = await device(stream, 1, 'Anton');
		const [onNews, onCut] = [vi.fn(), vi.fn()];
		const unneeded = (): never => expect.fail('no key is needed to listen');
		const watch = new Watch(
			fakeConnection().connection,
			{ add: vi.fn() },
			{ space: stream.space, credentials: unneeded },
			onNews,
			onCut
		);
		const { length, head } = anton.space.charter;
		const feed = '1'.repeat(32) as FeedId;
		watch.receive({ kind: 'joined', space: stream.space, length, head, feeds: [{ feed, seq: 3 }], tickets: [] });
		expect(onNews).toHaveBeenLastCalledWith(false, null);
		watch.receive({ kind: 'notice', space: stream.space, feed, seq: 4 });
		expect(watch.relay).toEqual(extentAt(length, [{ feed, seq: 4 }]));
		const told = onNews.mock.calls.length;
		watch.receive({ kind: 'pulled', space: stream.space });
		watch.receive({ kind: 'ack', space: stream.space, feed, seq: 9 });
		expect(onNews, 'a late answer to the previous joiner is no news').toHaveBeenCalledTimes(told);
		watch.receive({ kind: 'closed', space: stream.space, code: 'removed' });
		expect(onNews).toHaveBeenLastCalledWith(true, null);
		watch.disconnected();
		expect([watch.relay, onCut.mock.calls.length]).toEqual([null, 1]);
	});
});
