/** A reception on a disk that accepts nothing. */
import { expect, it } from 'vitest';
import { memoryStore } from '../store/memory';
import type { Store } from '../store/store';
import { onAnotherDevice } from '../../tests/support/relay/client';
import { eventually, setting, stock, tokenFor } from '../../tests/support/relay/reception';

it('[R37] an update that the disk refuses disconnects nobody, is shown to nobody, and is asked for until it is stored', async () => {
	const inner = memoryStore();
	let isBroken = false;
	const store: Store = {
		...inner,
		commit: (writes) => (isBroken ? Promise.reject(new Error('ENOSPC')) : inner.commit(writes))
	};
	const { relay, centre, room } = await setting({ store, limits: { snapshotMs: 50 } });
	const berta = stock(relay.url, room, await tokenFor(centre, centre.berta));
	const other = stock(relay.url, room, await tokenFor(centre, await onAnotherDevice(centre.berta)));
	berta.values.set('name', 'sealed');
	await eventually(() => expect(other.values.get('name')).toBe('sealed'));
	const closed: number[] = [];
	for (const { provider } of [berta, other]) provider.on('connection-close', (event) => closed.push(event?.code ?? 0));
	isBroken = true;
	berta.values.set('hours', 'sealed');
	other.values.set('topic', 'sealed');
	// awareness continues meanwhile, and shows that the relay has handled all of it, more than once
	for (let i = 0; i < 4; i++) {
		berta.provider.awareness.setLocalStateField('turn', i);
		await eventually(() => expect(other.provider.awareness.getStates().get(berta.doc.clientID)).toEqual({ turn: i }));
		// In this time it has asked for what is missing.
		await new Promise((resolve) => setTimeout(resolve, 60));
	}
	expect(other.values.has('hours')).toBe(false);
	expect(closed).toEqual([]);
	// a newcomer meanwhile reads what is stored
	const late = stock(relay.url, room, await tokenFor(centre, await onAnotherDevice(centre.berta)));
	await eventually(() => expect(late.values.toJSON()).toEqual({ name: 'sealed' }));
	isBroken = false;
	for (const { values } of [berta, other, late])
		await eventually(() => expect(values.toJSON()).toEqual({ name: 'sealed', hours: 'sealed', topic: 'sealed' }));
	expect(closed).toEqual([]);
});
