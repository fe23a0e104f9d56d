/** Writing that becomes an entry without waiting in the outbox. SPEC.md O10. */
import { describe, expect, it } from 'vitest';
import type { Device } from '../../../tests/support/devices';
import { ALL, isSound, opened, reopen } from '../../../tests/support/disk-scene';
import { breathe, settle } from '../../../tests/support/settling';
import { Fault, must } from '../base/fault';
import type { DeviceFrame } from '../wire/frames';
import type { Table } from './vault/vault';

/** The tables that each of a device's commits changes, from now on. */
function tablesOf({ vault }: Device): Table[][] {
	const commits: Table[][] = [];
	const { before } = vault;
	vault.before = (changes) => {
		commits.push([...new Set(changes.map(({ table }) => table))].sort());
		return before(changes);
	};
	return commits;
}

/** The frames that a device sends, from now on. */
function sentBy({ link }: Device): DeviceFrame[] {
	const frames: DeviceFrame[] = [];
	must(link, 'a line').tap = (frame) => {
		frames.push(frame);
		return [frame];
	};
	return frames;
}

describe('writing while connected', () => {
	it('[O10] is one commit: the entry, with no row in the outbox', async () => {
		const all = await opened();
		const { berta, stream } = all;
		const commits = tablesOf(berta);
		await berta.write('vier');
		expect(commits).toEqual([['entries', 'feeds']]);
		await settle(stream);
		isSound(all, [...ALL, 'vier']);
	});

	it('[O10] sends nothing before that commit has ended, and shows the text at once', async () => {
		const all = await opened();
		const { berta, stream } = all;
		const sent = sentBy(berta);
		const letGo = berta.vault.hold();
		const written = berta.write('vier');
		await breathe(stream);
		expect(berta.texts).toEqual([...ALL, 'vier']);
		expect(sent).toEqual([]);
		expect(
			berta.space.pending.map(({ isKept }) => isKept),
			'not shown as kept'
		).toEqual([false]);
		letGo();
		await written;
		await settle(stream);
		expect(sent.map(({ kind }) => kind)).toEqual(['push']);
		isSound(all, [...ALL, 'vier']);
	});

	it('[O10] keeps what is written meanwhile, in order', async () => {
		const all = await opened();
		const { berta, stream } = all;
		const letGo = berta.vault.hold();
		const written = ['vier', 'fünf', 'sechs'].map((text) => berta.write(text));
		await breathe(stream);
		letGo();
		await Promise.all(written);
		await settle(stream);
		expect(berta.texts).toEqual([...ALL, 'vier', 'fünf', 'sechs']);
		isSound(all, [...ALL, 'vier', 'fünf', 'sechs']);
	});

	it('[O10] [O2] that cannot be kept is taken back, and the feed goes on without a gap', async () => {
		const all = await opened();
		const { berta, stream } = all;
		const { seq } = must(berta.space.own, 'a feed');
		berta.vault.failIn = 0;
		await expect(berta.write('verloren')).rejects.toThrow(Fault);
		expect(berta.texts).toEqual(ALL);
		expect(berta.space.own?.seq).toBe(seq);
		await berta.write('gewonnen');
		expect(berta.space.own?.seq).toBe(seq + 1);
		await settle(stream);
		isSound(all, [...ALL, 'gewonnen']);
	});

	it('[O10] goes to the outbox while something else runs in the space, which may be waiting for it', async () => {
		const all = await opened();
		const { berta, stream } = all;
		const commits = tablesOf(berta);
		let letGo = (): void => undefined;
		const running = berta.space.run(() => new Promise<void>((resolve) => (letGo = resolve)));
		await berta.write('vier');
		expect(commits).toEqual([['outbox']]);
		letGo();
		await running;
		await settle(stream);
		isSound(all, [...ALL, 'vier']);
	});

	it('[O10] goes to the outbox while something waits there, and without a line', async () => {
		const all = await opened();
		const { berta, stream } = all;
		berta.link?.cut();
		const commits = tablesOf(berta);
		await berta.write('vier');
		expect(commits).toEqual([['outbox']]);
		berta.connect();
		await berta.write('fünf');
		await settle(stream);
		isSound(all, [...ALL, 'vier', 'fünf']);
	});

	it('[O10] survives the death of the device between commit and sending', async () => {
		const all = await opened();
		const { berta } = all;
		must(berta.link, 'a line').tap = () => [];
		await berta.write('vier');
		await reopen(all);
		isSound(all, [...ALL, 'vier']);
	});
});
