/** Known faults, each planted in the product's own classes for one life: the random lives must find every one. */
import { Timeline } from '../../src/lib/domain/timeline';
import { GroupsModel } from '../../src/lib/state/groups/groups.svelte';
import { Session } from '../../src/lib/state/session/session';
import { StreamModel } from '../../src/lib/state/stream/stream.svelte';
import { Connection } from '../../src/lib/sync/exchange/connection';
import { Replica } from '../../src/lib/sync/exchange/replica';
import { Space } from '../../src/lib/sync/space/space';
import { Tabs } from '../../src/lib/sync/vault/tabs';
import { Watch } from '../../src/lib/sync/exchange/watch';
import { bytes, decode, encode, list } from '../../src/lib/wire/codec';
import { MAX_CARRIED, MAX_INFLATED_BYTES } from '../../src/lib/wire/limits';
import { spoilDeflated } from './deflating';
import { Database, DexieVault } from './disk';
import { Line } from './line';
import {
	decodeDeviceFrame,
	decodeRelayFrame,
	encodeRelayFrame,
	MESSAGE_TYPE,
	type RelayFrame
} from '../../src/lib/wire/frames';
import type { Planting } from './schedule';

/** Replaces a method until it is restored. */
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

/** Keyed by what is wrong. */
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
	'does not look at what the other tab kept': () => deafTo('told'),
	'tells other tabs nothing': () => instead(Tabs.prototype, 'tell', () => nothing),
	'reads nothing of what another tab kept in an open space': () =>
		instead(Space.prototype, 'catchUp', () => () => Promise.resolve()),
	'joins quietly although the space has been opened meanwhile': () =>
		instead(Connection.prototype, 'holds', () => () => true),
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
	'keeps half of what belongs together': () =>
		instead(
			Database.prototype,
			'apply',
			(theirs) =>
				function (this: Database, changes) {
					const isWhole = changes.length < 2 || this.commits % 16 !== 0;
					theirs.call(this, isWhole ? changes : changes.slice(0, changes.length >> 1));
				}
		),
	'leaves a message out of what it sums up': () => {
		const carried = list(bytes(MAX_INFLATED_BYTES), MAX_CARRIED);
		spoilDeflated((plain) => {
			const read = decode(carried, plain);
			const payloads = read.ok ? [...read.value] : [];
			payloads[payloads.findLastIndex(({ length }) => length > 0)] = new Uint8Array();
			return encode(carried, payloads);
		});
		return () => {
			spoilDeflated(null);
		};
	},
	'opens streams without what is archived of them': () => {
		const before = Object.getOwnPropertyDescriptor(Timeline.prototype, 'missing') ?? {};
		Object.defineProperty(Timeline.prototype, 'missing', { ...before, get: () => [] });
		return () => {
			Object.defineProperty(Timeline.prototype, 'missing', before);
		};
	},
	'hears no acknowledgement': () => losing(({ kind }) => kind === 'ack'),
	// Only the answer to a ticket brings no new one; the reception gives none at all.
	'takes what differs for what it has, where it showed a ticket': () =>
		losing((frame, { room }) => frame.kind === 'joined' && frame.tickets.length === 0 && frame.space !== room),
	'stays away after it was offline': () => {
		const seen = new WeakSet<Connection>();
		return instead(
			Connection.prototype,
			'connect',
			(theirs) =>
				function (this: Connection) {
					if (!seen.has(this)) theirs.call(this);
					seen.add(this);
				}
		);
	},
	'puts nobody out of a group who has asked for it': () =>
		instead(
			GroupsModel.prototype,
			'remove',
			(theirs) =>
				function (this: GroupsModel, id, who) {
					const asked = this.info(id)?.members.some((member) => member.id === who && member.standing === 'leaving');
					return asked ? Promise.resolve() : theirs.call(this, id, who);
				}
		),
	'cannot lease a feed again that it holds itself': () => {
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

/** Lines on which some of the relay's frames never arrive. */
function losing(isLost: (frame: RelayFrame, line: Line) => boolean): () => void {
	return instead(
		Line.prototype,
		'deliver',
		(theirs) =>
			function (this: Line, body) {
				const read = body[0] === MESSAGE_TYPE ? decodeRelayFrame(body.subarray(1)) : null;
				if (!read?.ok || !isLost(read.value, this)) theirs.call(this, body);
			}
	);
}

/** A session that does not report one kind of event. */
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
