// @vitest-environment node
/** A device that came in is shown, whatever else happens while its first entry is being kept. SPEC.md Y4. */
import { expect, it, vi } from 'vitest';
import { rest } from '../../../../tests/support/centre';
import { device } from '../../../../tests/support/devices';
import { opened } from '../../../../tests/support/opened';
import { Notices } from './notices.svelte';

it('[Y4] shows a device whose first entry was still being kept at the first look', async () => {
	const { stream, anton: mia } = await opened();
	const all = { scenes: [stream] };
	const notices = new Notices();
	const stop = notices.follow(mia);
	const { vault } = mia;
	const [commit, get] = [vault.commit.bind(vault), vault.get.bind(vault)];
	let goOn: () => void = () => undefined;
	const held = new Promise<void>((done) => (goOn = done));
	const looked = new Promise<void>((done) => {
		vault.get = async (...what) => {
			const found = await get(...what);
			if (what[0] === 'entries' && !found) done();
			return found;
		};
	});
	vault.commit = async (...changes) => {
		// Something else happens, such as a mark arriving.
		mia.space.emit({ kind: 'progress' });
		await held;
		return commit(...changes);
	};
	stream.nowMs += 1_000;
	const intruder = await device(stream, 1, 'Cem als Mia');
	intruder.connect();
	const written = intruder.write('Ich komme nicht mehr').then(() => rest(all));
	await looked;
	goOn();
	await written;
	await vi.waitFor(() => {
		expect(notices.all.map(({ kind, side }) => `${side} ${kind}`)).toEqual(['client device']);
	});
	stop();
});
