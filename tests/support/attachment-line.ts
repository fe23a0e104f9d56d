/** A session's attachments, with timers that wait for the test. */
import { expect, onTestFinished } from 'vitest';
import type { BlobDevice } from './blob-scene';
import { AttachmentLine, type AttachmentEvent } from '../../src/lib/sync/attachments/line';
import { keysAtHand } from '../../src/lib/sync/keys/member';

/** What every attachment here is called. */
export const META = { name: 'Antrag.odt', type: 'application/vnd.oasis.opendocument.text' };

/** A line whose timers wait for the test. */
export interface TestLine {
	readonly line: AttachmentLine;
	readonly events: string[];
	/** Resolves when this has happened to something. */
	readonly until: (kind: AttachmentEvent['kind']) => Promise<void>;
	/** The waiting timer's delay; null when there is none. */
	readonly waitsMs: () => number | null;
	/** Fires the timer. */
	readonly ring: () => void;
}

/** A device's line to a relay; stopped when the test ends. */
export function lineOf({ rows, keys }: BlobDevice, relay: string): TestLine {
	let waiting: { task: () => void; afterMs: number } | null = null;
	const line = new AttachmentLine({
		rows,
		relay,
		later: (task, afterMs) => {
			waiting = { task, afterMs };
			return () => (waiting = null);
		}
	});
	onTestFinished(() => line.stop());
	const events: string[] = [];
	const waits = new Map<string, () => void>();
	line.listen(({ kind }) => {
		events.push(kind);
		waits.get(kind)?.();
	});
	line.enter(keysAtHand(keys));
	const until = (kind: string): Promise<void> =>
		new Promise((resolve) => {
			waits.set(kind, resolve);
		});
	const ring = (): void => {
		const { task } = waiting ?? { task: () => expect.fail('no timer') };
		waiting = null;
		task();
	};
	return { line, events, until, waitsMs: () => waiting?.afterMs ?? null, ring };
}

/** Resolves once `holds` returns true. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}
