/** Known faults, each put into the product's own classes for one life: the random lives must find every one of them. */
import { isExpected } from '../../src/lib/base/fault';
import { Errand } from '../../src/lib/state/errand';
import { Session } from '../../src/lib/state/session';
import { StreamModel } from '../../src/lib/state/stream.svelte';
import { Connection } from '../../src/lib/sync/connection';
import { Replica } from '../../src/lib/sync/replica';
import { Space } from '../../src/lib/sync/space';
import { Tabs } from '../../src/lib/sync/tabs';
import { Watch } from '../../src/lib/sync/watch';
import { DexieVault } from './disk';
import { Line } from './line';
import { decodeDeviceFrame, encodeRelayFrame, MESSAGE_TYPE } from '../../src/lib/wire/frames';
import type { Planting } from './schedule';

/** Replaces a method until it is put back. */
function instead<T extends object, K extends keyof T & string>(
	of: T,
	name: K,
	make: (theirs: T[K]) => T[K]
): () => void {
	const before = Object.getOwnPropertyDescriptor(of, name);
	if (!before) throw new Error(`bug: there is no ${name}`);
	Object.defineProperty(of, name, { ...before, value: make(before.value as T[K]) });
	return () => {
		Object.defineProperty(of, name, before);
	};
}

const nothing = (): void => undefined;

/** By what is wrong. */
export const FAULTS: Readonly<Record<string, Planting>> = {
	'takes no notice of what comes into quiet spaces': () =>
		instead(
			Watch.prototype,
			'receive',
			(theirs) =>
				function (this: Watch, frame) {
					if (frame.kind !== 'notice') theirs.call(this, frame);
				}
		),
	'does not look at what came while a space was being let go': () => deafTo('closed'),
	'does not look around when a tab comes to lead': () => deafTo('leads'),
	'does not look at what the other tab kept': () => deafTo('told'),
	'tells other tabs nothing': () => instead(Tabs.prototype, 'tell', () => nothing),
	'reads nothing of what another tab kept in an open space': () =>
		instead(Space.prototype, 'catchUp', () => () => Promise.resolve()),
	'joins quietly although the space has been opened meanwhile': () =>
		instead(Connection.prototype, 'holds', () => () => true),
	'goes on with a replica whose space was closed': () =>
		instead(Replica.prototype, 'stop', () => () => Promise.resolve()),
	'tries nothing again that failed once': () =>
		instead(
			Errand.prototype,
			'look',
			(theirs) =>
				function (this: Errand) {
					const { work } = this;
					if (!work.name.startsWith('once'))
						Object.defineProperty(this, 'work', {
							value: async function once() {
								await work().catch((error: unknown) => {
									if (!isExpected(error)) throw error;
								});
								return true;
							}
						});
					return theirs.call(this);
				}
		),
	'forgets what was read': () => instead(StreamModel.prototype, 'markRead', () => nothing),
	'sends only every second time': () => {
		let calls = 0;
		return instead(
			Replica.prototype,
			'flush',
			(theirs) =>
				function (this: Replica) {
					return calls++ % 2 === 0 ? theirs.call(this) : Promise.resolve();
				}
		);
	},
	'keeps its outbox in memory alone': () =>
		instead(
			DexieVault.prototype,
			'commit',
			(theirs) =>
				function (this: DexieVault, changes, strict) {
					return theirs.call(
						this,
						changes.filter(({ table, value }) => table !== 'outbox' || value === null),
						strict
					);
				}
		),
	'takes what it sent for kept by the relay': () =>
		instead(
			Line.prototype,
			'up',
			(theirs) =>
				function (this: Line, data) {
					const read = data[0] === MESSAGE_TYPE ? decodeDeviceFrame(data.subarray(1)) : null;
					const frame = read?.ok && read.value.kind === 'push' ? read.value : null;
					if (!frame || this.network.random(4) > 0) return theirs.call(this, data);
					const seq = frame.first + frame.entries.length - 1;
					const ack = encodeRelayFrame({ kind: 'ack', space: frame.space, feed: frame.feed, seq });
					this.deliver(Uint8Array.of(MESSAGE_TYPE, ...ack));
				}
		),
	'can not lease a feed again that it holds itself': () => {
		const leased = new Set<string>();
		return instead(
			Tabs.prototype,
			'lease',
			(theirs) =>
				async function (this: Tabs, name) {
					if (leased.has(name)) return false;
					leased.add(name);
					return theirs.call(this, name);
				}
		);
	}
};

/** A session that says nothing of one kind of event. */
function deafTo(kind: string): () => void {
	return instead(
		Session.prototype,
		'on',
		(theirs) =>
			function (this: Session, listener) {
				return theirs.call(this, (event) => {
					if (event.kind !== kind) listener(event);
				});
			}
	);
}
