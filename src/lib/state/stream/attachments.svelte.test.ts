import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { Fault } from '../../base/fault';
import { writeFact } from '../../domain/stream-facts';
import type { PlacedMessage } from '../../domain/timeline';
import { StreamAttachments, type AttachmentParts } from './attachments.svelte';
import type { AttachmentEvent } from '../../sync/attachments/line';

vi.mock('./pictures', async (real) => ({
	...(await real<object>()),
	// jsdom's files cannot be read in parts.
	prepare: ({ name, type }: File) => Promise.resolve({ name, type, source: null, picture: {}, tellsPlace: false })
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const BLOB = 'b'.repeat(64);
const KEPT = { isErased: false, isGone: false, isOwn: false, isRelayed: false, hasMeta: false, isWhole: false };
const message = { id: '1', author: 'anton', member: 'anton', attachment: { blob: BLOB, key: 'AA' } };

/** A stream with one message from Anton with an attachment, by default on Berta's device. */
function scene(me: 'berta' | 'anton' = 'berta') {
	const doc = new Y.Doc();
	const space = {
		id: 'a'.repeat(32),
		documents: new Map([[me, { doc }]]),
		credentials: { member: me },
		charter: { members: new Map([['berta', { role: 'host' }]]) },
		me: { role: me === 'berta' ? 'host' : 'member' }
	};
	let listener: (event: AttachmentEvent) => void = () => undefined;
	const line = {
		listen: (heard: typeof listener) => {
			listener = heard;
			return () => undefined;
		},
		meta: vi.fn((): Promise<object> => Promise.resolve({ name: 'Antrag.odt', size: 9, preview: null })),
		state: vi.fn((): Promise<object> => Promise.resolve(KEPT)),
		erase: vi.fn((): Promise<void> => Promise.resolve()),
		keep: () => Promise.resolve({ blob: BLOB, key: new Uint8Array(1) }),
		upload: () => null
	};
	const opened = { space } as never;
	const onChange = vi.fn();
	const write = vi.fn((): Promise<void> => Promise.resolve());
	const attachments = new StreamAttachments({
		...{ session: { attachments: line }, opened: Promise.resolve(opened), onChange },
		...{ write, messages: () => [message] }
	} as unknown as AttachmentParts);
	const open = (all: readonly object[] = [message]): void => {
		attachments.attach(opened, all as readonly PlacedMessage[]);
	};
	const tell = (kind: AttachmentEvent['kind']): void => {
		listener({ space: space.id as never, blob: BLOB as never, kind });
	};
	const view = () => attachments.of(message as never);
	const erased = (): void => {
		writeFact(doc, { ms: 1, count: 1, feed: 'f'.repeat(32) as never }, `gone/${BLOB}`, 'yes');
	};
	return { doc, line, attachments, open, tell, view, erased, onChange, write };
}

describe('[K5] without any event', () => {
	it('a description that did not come is requested until it does', async () => {
		const { line, open, view } = scene();
		line.meta.mockRejectedValue(new Fault('attachment-missing', { retry: true }));
		open();
		await vi.advanceTimersByTimeAsync(20_000);
		expect(view()?.name).toBe(null);
		line.meta.mockResolvedValue({ name: 'Antrag.odt', size: 9, preview: null });
		await vi.advanceTimersByTimeAsync(60_000);
		expect(view()?.name).toBe('Antrag.odt');
		const asked = line.meta.mock.calls.length;
		await vi.advanceTimersByTimeAsync(600_000);
		expect(line.meta.mock.calls.length).toBe(asked);
	});

	it('an own one’s state is read until the disk answers: its mark depends on it', async () => {
		const { line, attachments, open } = scene('anton');
		line.state.mockRejectedValue(new Fault('storage-unreadable'));
		open();
		await vi.advanceTimersByTimeAsync(5_000);
		expect(attachments.isRelayed(message as never)).toBe(false);
		line.state.mockResolvedValue({ ...KEPT, isOwn: true, isRelayed: true });
		await vi.advanceTimersByTimeAsync(60_000);
		expect(attachments.isRelayed(message as never)).toBe(true);
	});

	it('what the relay announced is read again although the disk failed then', async () => {
		const { line, attachments, open, tell } = scene('anton');
		line.state.mockResolvedValue({ ...KEPT, isOwn: true });
		open();
		await vi.advanceTimersByTimeAsync(0);
		expect(attachments.hasUnsent).toBe(true);
		line.state.mockRejectedValueOnce(new Fault('storage-unreadable'));
		line.state.mockResolvedValue({ ...KEPT, isOwn: true, isRelayed: true });
		tell('relayed');
		await vi.advanceTimersByTimeAsync(60_000);
		expect(attachments.hasUnsent).toBe(false);
	});

	it('what another tab wrote and uploaded is known once that tab says something about the stream', async () => {
		const { line, attachments, open } = scene('anton');
		line.state.mockResolvedValue({ ...KEPT, isOwn: true });
		open([]);
		attachments.look([message] as unknown as PlacedMessage[]);
		await vi.advanceTimersByTimeAsync(0);
		line.state.mockResolvedValue({ ...KEPT, isOwn: true, isRelayed: true });
		await vi.advanceTimersByTimeAsync(600_000);
		expect(attachments.hasUnsent, 'nothing was said').toBe(true);
		attachments.look([]);
		await vi.advanceTimersByTimeAsync(0);
		expect(attachments.hasUnsent).toBe(false);
	});

	it('a file whose message could not be kept is not unsent, whatever was read of it meanwhile', async () => {
		const { line, attachments, open, tell, write } = scene('anton');
		open([]);
		let answer: (state: object) => void = () => undefined;
		write.mockImplementation(() => {
			line.state.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
			tell('progress');
			return Promise.reject(new Fault('storage-full'));
		});
		attachments.send([new File(['Ein Brief.'], 'Brief.txt', { type: 'text/plain' })], 'chosen');
		await vi.waitFor(() => expect(attachments.sendings[0]?.step).toBe('failed'));
		answer({ ...KEPT, isOwn: true });
		await vi.advanceTimersByTimeAsync(0);
		expect(line.erase).toHaveBeenCalledTimes(1);
		expect(attachments.hasUnsent).toBe(false);
	});

	it.each(['reread', 'described'])('what the relay says while its state is being %s is read again', async (how) => {
		const { line, attachments, open, tell } = scene('anton');
		line.state.mockResolvedValue({ ...KEPT, isOwn: true });
		open();
		await vi.advanceTimersByTimeAsync(0);
		const before = line.state.mock.calls.length;
		let answer: (state: object) => void = () => undefined;
		line.state.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
		tell(how === 'reread' ? 'progress' : 'arrived');
		await vi.advanceTimersByTimeAsync(0);
		expect(line.state.mock.calls.length).toBe(before + 1);
		line.state.mockResolvedValue({ ...KEPT, isOwn: true, isRelayed: true });
		tell('relayed');
		await vi.advanceTimersByTimeAsync(0);
		answer({ ...KEPT, isOwn: true });
		await vi.advanceTimersByTimeAsync(60_000);
		expect(attachments.hasUnsent).toBe(false);
	});
});

describe('[K6] what somebody entitled has erased', () => {
	it('is erased when the stream is opened, whoever was cut off between the fact and the deed', async () => {
		const { line, open, erased, view } = scene();
		erased();
		line.erase.mockRejectedValueOnce(new Fault('storage-full'));
		open();
		await vi.advanceTimersByTimeAsync(60_000);
		expect(line.erase.mock.calls.slice(1)).toEqual([['a'.repeat(32), BLOB, true]]);
		expect(view()?.status).toBe('erased');
		await vi.advanceTimersByTimeAsync(600_000);
		expect(line.erase).toHaveBeenCalledTimes(2);
	});

	it('goes from this device although the relay had said before that it is erased there', async () => {
		const { line, open, erased } = scene();
		line.state.mockResolvedValue({ ...KEPT, isErased: true, isOwn: true, isWhole: true });
		erased();
		open();
		await vi.advanceTimersByTimeAsync(0);
		expect(line.erase).toHaveBeenCalledTimes(1);
	});
});
