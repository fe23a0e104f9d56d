/**
 * A space's charter here and at the relay: reconciled after joining, kept in sync, changed. One that
 * is older or diverges is never accepted. SPEC.md X2, X7.
 */
import { equal } from '../../base/bytes';
import { Fault } from '../../base/fault';
import type { Hash } from '../../base/ids';
import { extend, type Charter } from '../../wire/charter';
import { signRecord, type CharterOp, type CharterRecord } from '../../wire/charter-record';
import type { DeviceFrame, RelayRefusal } from '../../wire/frames';
import { batches } from './batches';
import { continued } from '../space/continuing';
import type { Space } from '../space/space';
import { turnOver } from '../space/fresh-feeds';

/** What the exchange needs from its replica. */
export interface CharterLine {
	send(frame: DeviceFrame): boolean;
	later(task: () => void, afterMs: number): void;
	isCurrent(): boolean;
	/** Starts over on this connection, after a while. */
	rejoin(): void;
	/** Asks for entries; resolves when everything the relay has is here; false when that failed. */
	caughtUp(): Promise<boolean>;
	/** Everything the relay has is here; may be called again. */
	current(): void;
	diverged(): void;
	refused(code: RelayRefusal): void;
	/** New records are stored. */
	moved(): Promise<void>;
	/** Records came although this device is not let in: they are all the relay says about that. */
	judged(): void;
}

/** How long the relay may take to answer a charter change. */
const PATIENCE_MS = 15_000;
/** How often a change is signed again because others were faster. */
const ATTEMPTS = 8;
/** How long to wait when the relay says that changes come too fast. */
const PAUSE_MS = 3_000;
/** The answer to a charterPush: null for yes; 'gone' when the connection went. */
type Answer = RelayRefusal | 'gone' | null;

type Build = (charter: Charter) => Promise<readonly CharterOp[] | null>;

/** See the header. */
export class CharterExchange {
	/** The charter as the relay has it. */
	#there: { readonly length: number; readonly head: Hash } | null = null;
	/** Whether this connection was asked for the record that ended our membership. */
	#isEndAskedFor = false;
	/** Callers waiting for the answer to a charterPush, in the order sent. */
	readonly #answers: ((code: Answer) => void)[] = [];
	/** Callers waiting for records, or for the end of the connection. */
	readonly #waiting = new Set<() => void>();
	#amending: Promise<unknown> = Promise.resolve();

	constructor(
		readonly space: Space,
		readonly line: CharterLine
	) {}

	/** Nothing is known about the relay any more; nobody waits for it. */
	disconnected(): void {
		this.#there = null;
		this.#isEndAskedFor = false;
		for (const answer of this.#answers.splice(0)) answer('gone');
		this.#wake();
	}

	/** Not let in: asks for the record that ended our membership. SPEC.md X14. */
	askForEnd(): void {
		const { records, id } = this.space;
		this.#there = null;
		this.#isEndAskedFor = true;
		this.line.send({ kind: 'charterPull', space: id, from: records.length });
	}

	/** What the relay has, as it says when we join. SPEC.md X2. */
	meet(length: number, head: Hash): void {
		const { records, id } = this.space;
		this.#there = { length, head };
		this.#isEndAskedFor = false;
		const shared = records[Math.min(length, records.length) - 1];
		if (length <= records.length && !(shared && equal(shared.hash, head))) {
			this.line.diverged();
		} else if (length > records.length) {
			this.line.send({ kind: 'charterPull', space: id, from: records.length });
		} else {
			for (const batch of batches(records.slice(length).map(({ bytes }) => bytes))) {
				// others have these records: their fences are final
				this.#push(batch, true, (code) => {
					if (code === null || code === 'gone') return;
					this.line.rejoin();
					if (code !== 'storage' && code !== 'too-fast') this.line.refused(code);
				});
			}
			this.line.current();
		}
	}

	/** Records that continue the chain. Current only once everything the relay named at joining is here. SPEC.md X2. */
	async take(from: number, raw: readonly Uint8Array[]): Promise<void> {
		const { space, line } = this;
		if (from > space.records.length) {
			line.send({ kind: 'charterPull', space: space.id, from: space.records.length });
			return;
		}
		const { records, charter, isWhole } = await continued(space, from, raw);
		if (!isWhole) {
			line.diverged();
			return;
		}
		if (records.length > 0) await space.takeCharter(charter, records);
		if (this.#isEndAskedFor) {
			line.judged();
			return;
		}
		await turnOver(space);
		this.#wake();
		await line.moved();
		// the connection may be gone by now: the next one says how far the relay goes
		if (!this.#there) return;
		const { length, head } = this.#there;
		if (space.records.length < length) {
			if (records.length === 0) line.diverged();
			return;
		}
		const there = space.records[length - 1];
		if (there && head && equal(there.hash, head)) line.current();
		else line.diverged();
	}

	/** The relay's answer to the oldest charterPush; false when none was sent. */
	answered(code: RelayRefusal | null): boolean {
		const answer = this.#answers.shift();
		answer?.(code);
		return answer !== undefined;
	}

	/** See `Replica.amend`. SPEC.md X7. */
	amend(build: Build): Promise<void> {
		const amended = this.#amending.then(() => this.#amend(build));
		// the outcome concerns only the caller
		this.#amending = Promise.allSettled([amended]);
		return amended;
	}

	async #amend(build: Build): Promise<void> {
		const { space, line } = this;
		let tooLow: string | null = null;
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
			if (!line.isCurrent()) throw new Fault('no-connection', { retry: true });
			const { charter } = space;
			const ops = await build(charter);
			if (ops === null) return;
			const draft = {
				version: 2 as const,
				previous: charter.head,
				index: charter.length,
				atMs: space.now(),
				signer: space.credentials.member,
				ops
			};
			const record = await signRecord(space.id, draft, space.credentials.keys.sign);
			const next = await extend(charter, record);
			if (!next.ok) throw new Error(`bug: an amendment of ours does not hold: ${next.why}`);
			const fences = fencesIn(ops);
			// unchanged after everything the relay has was asked for: there is nothing more of these feeds
			const refused = await this.#request(record, fences === tooLow);
			if (refused === null) {
				await space.run(async () => {
					if (space.charter.length === record.index) await space.takeCharter(next.value, [record]);
					await turnOver(space);
				});
				return;
			}
			if (refused === 'fence') {
				tooLow = (await line.caughtUp()) ? fences : null;
				continue;
			}
			if (refused === 'too-fast') {
				await this.#pause();
				continue;
			}
			if (refused !== 'head-moved') throw faultOf(refused);
			// the news may have come before the answer
			if (space.charter.length > charter.length) continue;
			const moved = this.#moved();
			line.send({ kind: 'charterPull', space: space.id, from: charter.length });
			await moved;
		}
		throw new Fault('unexpected', { retry: true });
	}

	#request(record: CharterRecord, isFinal: boolean): Promise<Answer> {
		return new Promise((resolve) => {
			if (!this.#push([record.bytes], isFinal, resolve)) resolve('gone');
			this.line.later(() => {
				resolve('gone');
			}, PATIENCE_MS);
		});
	}

	/** `isFinal`: their fences are final. SPEC.md X12. */
	#push(records: readonly Uint8Array[], isFinal: boolean, answer: (code: Answer) => void): boolean {
		const isSent = this.line.send({ kind: 'charterPush', space: this.space.id, records, final: isFinal ? 1 : 0 });
		if (isSent) this.#answers.push(answer);
		return isSent;
	}

	/** Resolves when records came, the connection went, or nothing happened for too long. */
	#moved(): Promise<void> {
		return new Promise((resolve) => {
			this.#waiting.add(resolve);
			this.line.later(resolve, PATIENCE_MS);
		});
	}

	#pause(): Promise<void> {
		return new Promise((resolve) => {
			this.#waiting.add(resolve);
			this.line.later(resolve, PAUSE_MS);
		});
	}

	#wake(): void {
		for (const wake of this.#waiting) wake();
		this.#waiting.clear();
	}
}

/** The fences that these ops set, as text for comparison. */
function fencesIn(ops: readonly CharterOp[]): string {
	const fences = ops.flatMap((op) => (op.kind === 'remove' || op.kind === 'rekey' ? op.fences : []));
	return fences.map(({ feed, seq }) => `${feed}${String(seq)}`).join();
}

function faultOf(answer: Exclude<Answer, null>): Fault {
	if (answer === 'gone' || answer === 'storage') return new Fault('no-connection', { retry: true });
	return answer === 'too-large' ? new Fault('relay-full') : new Fault('unexpected');
}
