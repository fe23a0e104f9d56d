/** A store in memory, of which one operation can be held up. */
import { memoryStore } from '../../../relay/store/memory';
import type { Store } from '../../../relay/store/store';

/** See the header. */
export interface HeldStore {
	readonly store: Store;
	/** How often the operation was begun. */
	readonly begun: () => number;
	/** From now on it waits until the returned function is called. */
	readonly hold: () => () => void;
}

/** What is held up: commits, or the reading of entries. */
export function heldStore(what: 'commit' | 'entries'): HeldStore {
	const store = memoryStore();
	let free = Promise.resolve();
	let count = 0;
	const turn = (): Promise<void> => {
		count++;
		return free;
	};
	const held: Store = {
		...store,
		commit: async (writes) => {
			if (what === 'commit') await turn();
			return store.commit(writes);
		},
		range: async (table, query) => {
			if (what === 'entries' && table === 'entries') await turn();
			return store.range(table, query);
		}
	};
	return {
		store: held,
		begun: () => count,
		hold: () => {
			let letGo = (): void => undefined;
			free = new Promise((resolve) => (letGo = resolve));
			return letGo;
		}
	};
}
