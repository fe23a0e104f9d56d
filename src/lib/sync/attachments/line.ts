/**
 * A session's attachments in transit: uploads one at a time whenever there is a connection, erases at the
 * relay what was erased here, asks again for what nobody has uploaded yet. A space's keys must be known, but
 * it need not be open. See attachments.ts for usage. SPEC.md A6-A10.
 * Over 300 lines, reason: one turn and one timer for all of it.
 */
import { Fault, isExpected, passOver, Refusal, report } from '../../base/fault';
import type { BlobId, SpaceId } from '../../base/ids';
import type { SpaceKeys } from '../keys/member';
import type { SealedRows } from '../vault/sealed';
import { eraseAttachment, sweepAttachments } from './erasing';
import { keepAttachment, type BlobRef, type KeepOptions } from './keeping';
import type { AttachmentMeta } from './meta';
import { attachmentState, findMeta, openAttachment, type AttachmentState } from './opening';
import { BlobRelay } from './relay';
import { begunIn, changeBlob, findBlob, isWhole, listBlobs, listWaiting, waitingChange, type Begun } from './rows';
import { fetchAttachment, fetchMeta, uploadAttachment, type TransferOptions } from './transfer';

/** An upload's state: chunks, and the failure that stopped it, if any. */
export interface Upload {
	readonly done: number;
	readonly total: number;
	/** A FaultCode or RefusalCode; retried automatically where that can help. */
	readonly failure: string | null;
}

/** What happened to an attachment. */
export interface AttachmentEvent {
	readonly space: SpaceId;
	readonly blob: BlobId;
	/** progress: `line.upload(blob)` changed. relayed: the relay has all. arrived: description here. erased: here. */
	readonly kind: 'progress' | 'relayed' | 'arrived' | 'erased';
}

/** The environment of a line. */
export interface LineParts {
	readonly rows: SealedRows;
	/** The relay's origin. */
	readonly relay: string;
	readonly now?: () => number;
	/** Runs `task` after a delay; returns a function that cancels it. A timer by default. */
	readonly later?: (task: () => void, afterMs: number) => () => void;
}

const FIRST_RETRY_MS = 3_000;
const LAST_RETRY_MS = 5 * 60_000;

/** See the header. */
export class AttachmentLine {
	readonly #relays = new Map<SpaceId, BlobRelay>();
	readonly #uploads = new Map<BlobId, Upload>();
	readonly #running = new Map<BlobId, AbortController>();
	readonly #wanted = new Map<BlobId, { readonly space: SpaceId; readonly ref: BlobRef }>();
	readonly #fetching = new Map<BlobId, Promise<AttachmentMeta>>();
	readonly #listeners = new Set<(event: AttachmentEvent) => void>();
	readonly #stopping = new AbortController();
	/** Spaces in which the relay could not be told something. */
	readonly #stuck = new Set<SpaceId>();
	/** Uploads that the relay has no room for, with their space: retried only after time or an erasure there. */
	readonly #crowded = new Map<BlobId, SpaceId>();
	/** Spaces where earlier sessions left something; read once. */
	#begun: Promise<Begun> | null = null;
	#turn: Promise<unknown> = Promise.resolve();
	#retryMs = FIRST_RETRY_MS;
	#callOff: (() => void) | null = null;

	constructor(readonly parts: LineParts) {}

	/**
	 * A space's keys are here, whether it is open or quiet: its attachments can be kept, fetched and uploaded
	 * from now on, and leftovers of earlier sessions continue.
	 */
	enter(keys: SpaceKeys): void {
		const { relay, now } = this.parts;
		this.#relays.set(keys.space, new BlobRelay(relay, keys, now));
		void this.#takeUp(keys.space).catch(passOver());
	}

	/** The relay is there and knows the space: sends it what waits, and uploads again what it has lost. */
	async wake(space: SpaceId): Promise<void> {
		if (this.#crowded.size === 0) this.#retryMs = FIRST_RETRY_MS;
		await this.#goOn(space);
		await this.#refill(space).catch(passOver());
		await this.#askAgain(space);
	}

	/** The connection is back: retries at once wherever something is stuck. */
	look(): void {
		for (const space of [...this.#stuck]) void this.#goOn(space);
	}

	/**
	 * Takes a file in; resolves when this device has it, and starts the upload. The caller writes the message
	 * that refers to it (`OpenSpace.write(…, { blobs })`) and calls `erase` if that fails.
	 * Rejects like `keepAttachment`.
	 */
	async keep(
		space: SpaceId,
		source: Blob,
		meta: Omit<AttachmentMeta, 'size'>,
		options: KeepOptions = {}
	): Promise<BlobRef> {
		const ref = await keepAttachment(this.parts.rows, space, source, meta, options);
		void this.#bring(space, ref.blob);
		return ref;
	}

	/**
	 * Name, type, size, preview: local, else from the relay. Rejects with 'attachment-missing' or
	 * 'no-connection' when unavailable now: it is then asked for again, and 'arrived' reports it.
	 */
	meta(space: SpaceId, ref: BlobRef): Promise<AttachmentMeta> {
		const underway = this.#fetching.get(ref.blob);
		if (underway) return underway;
		const fetching = this.#meta(space, ref).finally(() => this.#fetching.delete(ref.blob));
		this.#fetching.set(ref.blob, fetching);
		return fetching;
	}

	/** The content: from here, else from the relay. Rejects like `fetchAttachment` and `openAttachment`. */
	async fetch(space: SpaceId, ref: BlobRef, options: TransferOptions = {}): Promise<Blob> {
		const { rows } = this.parts;
		if (!(await this.state(space, ref.blob)).isWhole)
			await fetchAttachment(rows, this.#relay(space), ref, { ...options, signal: this.#signal(options.signal) });
		return openAttachment(rows, space, ref, options);
	}

	/** What this device has of it. */
	state(space: SpaceId, blob: BlobId): Promise<AttachmentState> {
		return attachmentState(this.parts.rows, space, blob);
	}

	/** The state of its upload; null when none is running or waiting on this page. */
	upload(blob: BlobId): Upload | null {
		return this.#uploads.get(blob) ?? null;
	}

	/**
	 * Erases it here at once and, with `atRelay`, there once it is reachable; also cancels an
	 * upload. Resolves when this device has nothing of it any more. Rejects with a `Fault`.
	 */
	async erase(space: SpaceId, blob: BlobId, atRelay = true): Promise<void> {
		await eraseAttachment(this.parts.rows, space, blob, atRelay);
		this.#running.get(blob)?.abort();
		this.#uploads.delete(blob);
		this.#wanted.delete(blob);
		this.#crowded.delete(blob);
		this.#tell(space, blob, 'erased');
		if (atRelay) void this.#goOn(space);
	}

	/** Calls `listener` after each change; returns a function that stops it. */
	listen(listener: (event: AttachmentEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Ends everything; pending work continues in the next session. */
	stop(): void {
		this.#stopping.abort(new Fault('no-connection', { retry: true }));
		this.#callOff?.();
		for (const running of this.#running.values()) running.abort();
		this.#listeners.clear();
	}

	async #meta(space: SpaceId, ref: BlobRef): Promise<AttachmentMeta> {
		try {
			const known = await findMeta(this.parts.rows, space, ref);
			if (known) return known;
			const meta = await fetchMeta(this.parts.rows, this.#relay(space), ref, { signal: this.#stopping.signal });
			this.#wanted.delete(ref.blob);
			this.#tell(space, ref.blob, 'arrived');
			return meta;
		} catch (error) {
			if (error instanceof Fault && error.retry) {
				this.#wanted.set(ref.blob, { space, ref });
				this.#later();
			} else this.#wanted.delete(ref.blob);
			throw error;
		}
	}

	/** Continues what an earlier session left in a space, and sweeps up what it did not finish. */
	async #takeUp(space: SpaceId): Promise<void> {
		const { rows, now = Date.now } = this.parts;
		this.#begun ??= begunIn(rows);
		const { waiting, making } = await this.#begun;
		if (waiting.delete(space)) await this.#goOn(space);
		if (making.delete(space)) await sweepAttachments(rows, space, now());
	}

	/** Sends the relay what waits in a space, in order; failures are retried later and hold up nobody. */
	async #goOn(space: SpaceId): Promise<void> {
		const { rows } = this.parts;
		this.#stuck.delete(space);
		try {
			for (const { blob, what } of await listWaiting(rows, space)) {
				if (this.#stopping.signal.aborted) return;
				// without a connection there is no point in trying the others
				if (!(await (what === 'upload' ? this.#bring(space, blob) : this.#eraseThere(space, blob)))) return;
			}
		} catch (error) {
			this.#failed(space, error);
		}
	}

	/** False when there is no connection. */
	async #eraseThere(space: SpaceId, blob: BlobId): Promise<boolean> {
		const { rows } = this.parts;
		try {
			await this.#relay(space).erase(blob, this.#stopping.signal);
			await rows.vault.commit([await waitingChange(rows, space, blob, null)]);
		} catch (error) {
			return this.#failed(space, error);
		}
		// there may be room now
		for (const [other, where] of this.#crowded) if (where === space) this.#crowded.delete(other);
		return true;
	}

	/** Uploads one blob; `upload(blob)` shows a failure, retried if that can help. False without a connection. */
	async #bring(space: SpaceId, blob: BlobId): Promise<boolean> {
		if (this.#crowded.has(blob)) this.#retry(space);
		else
			try {
				await this.#upload(space, blob);
			} catch (error) {
				if (isExpected(error, 'relay-full')) this.#crowded.set(blob, space);
				return this.#failed(space, error);
			}
		return true;
	}

	/** Schedules a retry. False when there is no connection. */
	#failed(space: SpaceId, error: unknown): boolean {
		if (!isExpected(error) && !this.#stopping.signal.aborted) report(error);
		this.#retry(space);
		return !isExpected(error, 'no-connection');
	}

	/** Uploads one blob when it is its turn. Rejects when it is worth another try. */
	#upload(space: SpaceId, blob: BlobId): Promise<void> {
		if (this.#running.has(blob)) return Promise.resolve();
		const controller = new AbortController();
		this.#running.set(blob, controller);
		this.#uploads.set(blob, { total: 0, done: 0, ...this.#uploads.get(blob), failure: null });
		const mine = this.#turn.then(() => this.#uploadNow(space, blob, controller.signal));
		// reason: `mine` reports it
		this.#turn = mine.catch(() => undefined);
		return mine.finally(() => this.#running.delete(blob));
	}

	async #uploadNow(space: SpaceId, blob: BlobId, signal: AbortSignal): Promise<void> {
		const show = (change: Partial<Upload>): void => {
			if (signal.aborted) return;
			this.#uploads.set(blob, { done: 0, total: 0, failure: null, ...this.#uploads.get(blob), ...change });
			this.#tell(space, blob, 'progress');
		};
		try {
			signal.throwIfAborted();
			const onProgress = (done: number, total: number): void => {
				show({ done, total });
			};
			await uploadAttachment(this.parts.rows, this.#relay(space), blob, { onProgress, signal });
			this.#uploads.delete(blob);
			this.#tell(space, blob, 'relayed');
		} catch (error) {
			if (signal.aborted) return;
			show({ failure: error instanceof Fault || error instanceof Refusal ? error.code : 'unexpected' });
			// the space's other uploads must not wait for one that can never succeed
			if (!(error instanceof Fault) || error.retry) throw error;
		}
	}

	/** Uploads again what this device has whole and the relay has lost, its own or not. */
	async #refill(space: SpaceId): Promise<void> {
		const { rows } = this.parts;
		const mine = await listBlobs(rows, space);
		if (mine.length === 0) return;
		const there = await this.#relay(space).list(this.#stopping.signal);
		for (const blob of mine) {
			const row = there.whole.has(blob) || there.erased.has(blob) ? null : await findBlob(rows, space, blob);
			if (!row || row.relayed === 2 || !isWhole(row)) continue;
			const wait = await waitingChange(rows, space, blob, 'upload');
			await changeBlob(rows, space, blob, (now) => now && { ...now, relayed: 0 }, [wait]);
			await this.#bring(space, blob);
		}
	}

	/** Asks again for descriptions that nobody had uploaded; of one space, or of all. */
	async #askAgain(of?: SpaceId): Promise<void> {
		for (const { space, ref } of [...this.#wanted.values()])
			if (this.#relays.has(space) && (of === undefined || of === space)) await this.meta(space, ref).catch(passOver());
	}

	#retry(space: SpaceId): void {
		this.#stuck.add(space);
		this.#later();
	}

	/** One timer for everything to be retried. */
	#later(): void {
		if (this.#callOff || this.#stopping.signal.aborted) return;
		const run = (): void => {
			this.#callOff = null;
			this.#retryMs = Math.min(LAST_RETRY_MS, 2 * this.#retryMs);
			this.#crowded.clear();
			this.look();
			void this.#askAgain();
		};
		this.#callOff = (this.parts.later ?? timer)(run, this.#retryMs);
	}

	#relay(space: SpaceId): BlobRelay {
		const relay = this.#relays.get(space);
		if (!relay) throw new Fault('no-connection', { retry: true });
		return relay;
	}

	#signal(signal?: AbortSignal): AbortSignal {
		return signal ?? this.#stopping.signal;
	}

	#tell(space: SpaceId, blob: BlobId, kind: AttachmentEvent['kind']): void {
		for (const listener of [...this.#listeners]) listener({ space, blob, kind });
	}
}

function timer(task: () => void, afterMs: number): () => void {
	const started = setTimeout(task, afterMs);
	return () => {
		clearTimeout(started);
	};
}
