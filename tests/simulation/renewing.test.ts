/** What a relay makes of a centre that the app has just founded, and of one that is at work. */
import './globals';
import { afterEach, expect, it, vi } from 'vitest';
import { renewSetupCode } from '../../relay/renewing';
import type * as Passphrase from '../../src/lib/crypto/passphrase';
import { CounsellorModel } from '../../src/lib/state/counsellor.svelte';
import { ticking } from './clock';
import { Browser, Tab } from './tab';
import { bare, end } from './world';

// how much a guess costs is no part of this: it would be most of the time
vi.mock('../../src/lib/crypto/passphrase', async (original) => {
	const { stretch, ...rest } = await original<typeof Passphrase>();
	const cheap = { memoryKiB: 64, passes: 1 };
	return { ...rest, stretch: (text: string, salt: Uint8Array) => ticking().threaded(stretch(text, salt, cheap)) };
});

const PASSPHRASE = 'Ziegel Lampion Fahrrad Mondschein';
const MINUTE_MS = 60_000;
const browsers: Record<string, Browser> = {};

afterEach(() => {
	end({ browsers });
});

it('[R39] a founder with her sheet, and nobody else, is a founder alone; with an invitation she is not', async () => {
	const { network, random } = await bare(1);
	browsers.berta = new Browser('berta', random);
	const tab = new Tab(browsers.berta, network, 'berta');
	const app = await ticking().at(tab, () => new CounsellorModel());
	const does = async (work: () => Promise<unknown>): Promise<void> => {
		let isDone = false;
		await ticking().at(tab, () => void work().then(() => (isDone = true)));
		expect(await ticking().until(() => isDone, 5 * MINUTE_MS)).toBe(true);
	};
	const setupCode = network.context.setup.printed ?? '';
	await does(() => app.start());
	await does(() => app.found({ setupCode, centreName: 'Nord', name: 'Berta', picture: null, passphrase: PASSPHRASE }));
	await does(() => app.confirmSheet());
	await ticking().run(ticking().nowMs + MINUTE_MS);
	const { store } = network;
	const kept = { ...store, commit: () => Promise.resolve() };
	expect(await renewSetupCode(kept)).toMatch(/^([0-9A-Z]{4}-){3}/);
	await does(async () => app.team?.invite('Cem', false));
	await ticking().run(ticking().nowMs + MINUTE_MS);
	expect(await renewSetupCode(kept)).toBeNull();
});
