/** Known bugs, each planted in a correct device: the random lives must find every one. */
import type { Mutant } from './sync-campaign';
import { acknowledge } from '../../src/lib/sync/space/outbox';

/** Keyed by what is wrong. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
	'takes what it sent for kept by the relay': (device) => {
		eachLink(device, (link) => {
			link.tap = (frame) => {
				if (frame.kind === 'push')
					void acknowledge(device.space, frame.feed, frame.first + frame.entries.length - 1).catch(() => undefined);
				return [frame];
			};
		});
	},
	'never sends again what was cut off': (device) => {
		const sealed = new Map([...device.space.feeds.values()].map(({ id, seq }) => [id, seq]));
		const sent = new Set<string>();
		eachLink(device, (link) => {
			link.tap = (frame) => {
				if (frame.kind !== 'push') return [frame];
				const name = `${frame.feed}${String(frame.first)}`;
				if (sent.has(name) || frame.first <= (sealed.get(frame.feed) ?? 0)) return [];
				sent.add(name);
				return [frame];
			};
		});
	},
	'keeps its outbox in memory alone': (device) => {
		const { vault } = device;
		const commit = vault.commit.bind(vault);
		vault.commit = (changes, strict) =>
			commit(
				changes.filter(({ table, value }) => table !== 'outbox' || value === null),
				strict
			);
	},
	'does not keep what it seals at once': (device) => {
		const { vault } = device;
		const commit = vault.commit.bind(vault);
		vault.commit = (changes, strict) => {
			const isAtOnce = strict === true && !changes.some(({ table }) => table === 'outbox');
			return commit(
				isAtOnce ? changes.filter(({ table }) => table !== 'entries' && table !== 'feeds') : changes,
				strict
			);
		};
	},
	'seals what it reads from the outbox in the wrong order': (device) => {
		device.space.pending.reverse();
	},
	'asks for what lies one behind its head': (device) => {
		eachLink(device, (link) => {
			link.tap = (frame) => [
				frame.kind === 'pull' ? { ...frame, have: frame.have.map(({ feed, seq }) => ({ feed, seq: seq + 1 })) } : frame
			];
		});
	},
	'commits by halves': (device) => {
		const { vault } = device;
		const commit = vault.commit.bind(vault);
		vault.commit = async (changes, strict) => {
			await commit(changes.slice(0, 1), strict);
			await commit(changes.slice(1), strict);
		};
	},
	'writes on into a document that holds what was not kept': (device) => {
		Object.defineProperty(device.space, 'isStale', { get: () => false, set: () => undefined });
		device.space.load = () => Promise.resolve();
	},
	'begins a fresh feed under the number of an old one': (device) => {
		const { vault } = device;
		const commit = vault.commit.bind(vault);
		vault.commit = (changes, strict) =>
			commit(
				changes.filter(({ table }) => table !== 'feeds'),
				strict
			);
	}
};

function eachLink(device: Parameters<Mutant>[0], change: (link: NonNullable<typeof device.link>) => void): void {
	const connect = device.connect.bind(device);
	device.connect = () => {
		connect();
		if (device.link) change(device.link);
	};
	if (device.link) change(device.link);
}
