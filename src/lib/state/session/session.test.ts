/** A session's spaces, opened and closed over a real vault without a network. */
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import * as Y from 'yjs';
import { STREAM_POLICY } from '../../../../tests/support/policies';
import { Fault } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { countMessages, writeMessage } from '../../domain/stream-document';
import { Timeline } from '../../domain/timeline';
import { foundSpace } from '../../sync/keys/founding';
import { memberKeys, newSecret } from '../../sync/keys/member';
import type { Tabs } from '../../sync/vault/tabs';
import { MemoryVault } from '../../sync/vault/memory';
import { SealedRows } from '../../sync/vault/sealed';
import type { Change } from '../../sync/vault/vault';
import { Session } from './session';
import type { OpenSpace } from './open-space';
import type { SessionEvent } from './session-parts';
import { AttachmentLine, type AttachmentEvent } from '../../sync/attachments/line';

class NoSocket {}
beforeEach(() => {
	vi.stubGlobal('WebSocket', NoSocket);
	vi.stubGlobal('window', new EventTarget());
});
afterEach(() => {
	vi.unstubAllGlobals();
});

async function scene(tabs: Tabs | null = null) {
	const vault = new MemoryVault();
	const session = new Session({
		rows: await SealedRows.under(vault, newSecret()),
		deviceSeed: newSecret(),
		relay: 'http://localhost:1',
		reception: 'new',
		doc: new Y.Doc(),
		publishes: false,
		centre: null,
		tabs,
		onReach: () => undefined,
		onTrouble: () => undefined
	});
	const host = await memberKeys(newSecret());
	const { space, records } = await foundSpace('feeds', host, [], 1_700_000_000_000);
	await session.keepSpace(space, records);
	const open = (): Promise<OpenSpace> => session.open({ space, seed: host.seed }, { policy: STREAM_POLICY });
	const write = (opened: OpenSpace, text: string): Promise<void> =>
		opened.write((doc, stamp) => void writeMessage(doc, stamp, { text }), { mark: countMessages });
	return { vault, session, space, open, write };
}

function textsOf({ space }: OpenSpace): readonly string[] {
	const timeline = new Timeline();
	timeline.absorb(space.credentials.member, space.doc);
	return timeline.all.map(({ text }) => text);
}

it('makes the keys of a secret once, and others for each other secret, member and space', async () => {
	const { session, space } = await scene();
	const [seed, other] = [newSecret(), newSecret()];
	const keys = session.keysOf({ space, seed });
	expect(session.keysOf({ space, seed: seed.slice(), older: [] })).toBe(keys);
	const member = (await session.keysOf({ space, seed: other })).member;
	const elsewhere = 'e'.repeat(32) as SpaceId;
	for (const ref of [
		{ space, seed: other },
		{ space, seed, member },
		{ space, seed, older: [other] }
	])
		expect(session.keysOf(ref)).not.toBe(keys);
	expect((await session.keysOf({ space: elsewhere, seed })).space).toBe(elsewhere);
	expect((await keys).space).toBe(space);
});

it('[Z4] keeps writing under way before a space is closed, and opens no second instance before that', async () => {
	const { vault, session, space, open, write } = await scene();
	const happened: string[] = [];
	session.on((event: SessionEvent) => {
		if ('space' in event) happened.push(event.kind);
	});
	const before = await open();
	const written = write(before, 'eins').then(() => happened.push('written'));
	const closed = session.close(space, () => Promise.resolve(void happened.push('last')));
	const again = open().then((opened) => {
		happened.push('open');
		return opened;
	});
	expect(await session.close('0'.repeat(32) as SpaceId), 'a space that is not open counts as closed').toBeUndefined();
	await Promise.all([written, closed]);
	const after = await again;
	expect(happened.filter((what) => what !== 'closed')).toEqual(['written', 'last', 'open']);
	expect(after.space).not.toBe(before.space);
	expect(textsOf(after)).toEqual(['eins']);
	expect(await vault.list('outbox', space)).toHaveLength(1);
});

it('[Z3] says that a space is closed again that could not be opened: nobody else would look after it', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	onTestFinished(() => void vi.useRealTimers());
	const { session } = await scene();
	const elsewhere = 'e'.repeat(32) as SpaceId;
	const closed: SpaceId[] = [];
	session.on((event: SessionEvent) => {
		if (event.kind === 'closed') closed.push(event.space);
	});
	const opening = session.open({ space: elsewhere, seed: newSecret() }, { policy: STREAM_POLICY });
	expect(session.isOpen(elsewhere)).toBe(true);
	const refused = expect(opening).rejects.toThrow(Fault);
	// the relay does not answer
	for (let i = 0; i < 60 && closed.length === 0; i++) {
		await new Promise((resolve) => setImmediate(resolve));
		await vi.advanceTimersByTimeAsync(1_000);
	}
	await refused;
	expect(closed).toEqual([elsewhere]);
	expect(session.isOpen(elsewhere)).toBe(false);
});

it('[Z4] late writing to a closed space goes into its current instance, in its own row', async () => {
	const { vault, session, space, open, write } = await scene();
	const before = await open();
	await write(before, 'eins');
	await session.close(space);
	const after = await open();
	await write(after, 'zwei');
	await write(before, 'drei');
	expect(textsOf(after)).toEqual(['eins', 'zwei', 'drei']);
	await session.close(space);
	await write(before, 'vier');
	expect(session.isOpen(space), 'nobody has it open').toBe(false);
	expect(await vault.list('outbox', space)).toHaveLength(4);
	expect(textsOf(await open())).toEqual(['eins', 'zwei', 'drei', 'vier']);
});

it('[Z4] keeps a space open for late writing only while it lasts, whatever else is opened, written or fails', async () => {
	const { vault, session, space, open, write } = await scene();
	const before = await open();
	await session.close(space);
	const other = await scene();
	const { records } = (await other.open()).space;
	await session.keepSpace(other.space, records);
	const keep = vault.commit.bind(vault);
	const commit = vi.spyOn(vault, 'commit').mockImplementation(async (changes: readonly Change[]) => {
		if (changes.some(({ table }) => table === 'outbox')) throw new Fault('storage-full');
		return keep(changes);
	});
	const written = ['eins', 'zwei', 'drei'].map((text) => write(before, text));
	// Somebody looks at something else.
	void session.open({ space: other.space, seed: newSecret() }, { policy: STREAM_POLICY });
	for (const each of written) await expect(each).rejects.toThrow('storage-full');
	commit.mockRestore();
	expect(session.isOpen(space)).toBe(false);
	void session.open({ space: other.space, seed: newSecret() }, { policy: STREAM_POLICY });
	await Promise.all(['eins', 'zwei', 'drei'].map((text) => write(before, text)));
	expect([session.isOpen(space), session.isOpen(other.space)]).toEqual([false, true]);
	// Opened for reading during late writing, it stays open.
	const late = write(before, 'vier');
	const looked = open();
	await Promise.all([late, looked]);
	expect(session.isOpen(space)).toBe(true);
	expect(textsOf(await looked)).toContain('vier');
});

it('[Z4] does not open a space again for what nobody asked it to say there', async () => {
	const { session, space, open, write } = await scene();
	const closed = vi.fn();
	session.on(({ kind }) => {
		if (kind === 'closed') closed();
	});
	const opened = await open();
	await write(opened, 'eins');
	// A member who joined cannot read this feed: who writes in the next one is said again on connecting.
	for (const feed of opened.space.feeds.values()) feed.isLeft = true;
	opened.replica.tell('current');
	await session.close(space);
	// As long as opening it once more would take.
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(closed).toHaveBeenCalledTimes(1);
});

it('[X9] says nothing to the relay in a space it has left, whatever was under way there', async () => {
	const { session, space, open } = await scene();
	const sent = vi.spyOn(session.connection, 'send').mockReturnValue(true);
	const { replica } = await open();
	const frame = { kind: 'pull', space, have: [], brief: 0 } as const;
	expect(replica.channel.send(frame)).toBe(true);
	const closed = session.close(space);
	await vi.waitFor(() => expect(sent.mock.calls.at(-1)).toEqual([{ kind: 'leave', space }]));
	expect(replica.channel.send(frame)).toBe(false);
	await closed;
	expect(sent.mock.calls.at(-1)).toEqual([{ kind: 'leave', space }]);
});

it('[Z4] keeps what is under way when the session ends, and then takes nothing: the vault may be another’s', async () => {
	const { vault, session, space, open, write } = await scene();
	const opened = await open();
	const written = write(opened, 'eins');
	const opening = scene().then(async (other) => {
		await session.keepSpace(other.space, (await other.open()).space.records);
		return other;
	});
	const ended = session.stop();
	await Promise.all([written, ended]);
	await expect(write(opened, 'zwei')).rejects.toThrow('session-over');
	await expect(opened.post(new Uint8Array(1))).rejects.toThrow('session-over');
	const { space: other } = await opening;
	await expect(session.open({ space: other, seed: newSecret() }, { policy: STREAM_POLICY })).rejects.toThrow(
		'session-over'
	);
	expect(await vault.list('outbox', space)).toHaveLength(1);
});

it('[Z6] looks at what another tab has kept, and passes over what cannot be read or sealed now', async () => {
	const { vault, session, space, open } = await scene();
	const opened = await open();
	const told: string[] = [];
	session.on((event) => void told.push(event.kind));
	const full = new Fault('storage-full', { retry: true });
	const flush = vi.spyOn(opened.replica, 'flush').mockRejectedValue(full);
	vi.spyOn(vault, 'list').mockRejectedValueOnce(new Fault('storage-unreadable'));
	await session.look(space);
	expect(flush).toHaveBeenCalled();
	expect(told).toContain('told');
	flush.mockRejectedValue(new Error('bug: broken'));
	await expect(session.look(space)).rejects.toThrow('bug');
});

it('[X5] looks at everything kept when another tab is gone, if it leads', async () => {
	vi.stubGlobal('navigator', { onLine: false });
	vi.stubGlobal('window', new EventTarget());
	const leading = { lead: (lead: () => void) => void lead(), tell: () => undefined } as unknown as Tabs;
	const following = { lead: () => undefined, tell: () => undefined } as unknown as Tabs;
	for (const [tabs, leads] of [
		[leading, true],
		[following, false]
	] as const) {
		const { session, open } = await scene(tabs);
		vi.spyOn(session.connection, 'connect').mockImplementation(() => undefined);
		session.start();
		const { space, replica } = await open();
		const [caught, flushed] = [vi.spyOn(space, 'catchUp'), vi.spyOn(replica, 'flush')];
		const heard: string[] = [];
		session.on(({ kind }) => void heard.push(kind));
		await session.lookAround();
		expect([caught.mock.calls.length, flushed.mock.calls.length, heard.includes('leads')]).toEqual(
			leads ? [1, 1, true] : [0, 0, false]
		);
		await session.stop();
	}
});

it('[K5] tells the other tabs when the relay has an attachment, since it makes no entry', async () => {
	const listen = vi.spyOn(AttachmentLine.prototype, 'listen');
	const told: string[] = [];
	const { space } = await scene({ tell: (what: string) => void told.push(what) } as unknown as Tabs);
	const hear = (kind: AttachmentEvent['kind']): void => {
		for (const [listener] of listen.mock.calls)
			listener({ space, blob: 'b'.repeat(64) as AttachmentEvent['blob'], kind });
	};
	hear('progress');
	expect(told).toEqual([]);
	hear('relayed');
	expect(told).toEqual([space]);
	listen.mockRestore();
});
