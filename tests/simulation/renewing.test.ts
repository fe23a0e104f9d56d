/** What a relay makes of a centre that the app has just founded, and of one that is at work. */
import './globals';
import { afterEach, expect, it } from 'vitest';
import { renewSetupCode } from '../../relay/renewing';
import { ticking } from './clock';
import { Counsellor, founding } from './counsellor';
import { Browser } from './tab';
import { bare, end } from './world';

const MINUTE_MS = 60_000;
const browsers: Record<string, Browser> = {};

afterEach(() => {
	end({ browsers });
});

it('[R39] a founder with her sheet, and nobody else, is a founder alone; with an invitation she is not', async () => {
	const { network, random } = await bare(1);
	browsers.berta = new Browser('berta', random);
	const berta = await Counsellor.at(browsers.berta, network, founding(network.context.setup.printed ?? ''));
	await berta.goOn();
	await ticking().run(ticking().nowMs + MINUTE_MS);
	const { store } = network;
	const kept = { ...store, commit: () => Promise.resolve() };
	expect(await renewSetupCode(kept)).toMatch(/^([0-9A-Z]{4}-){3}/);
	await berta.does(async () => berta.app.team?.invite('Cem', false));
	await ticking().run(ticking().nowMs + MINUTE_MS);
	expect(await renewSetupCode(kept)).toBeNull();
});
