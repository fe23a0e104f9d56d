/** How a relay judges a centre that the app has just founded, and one at work. */
import './globals';
import { afterEach, expect, it } from 'vitest';
import { renewSetupCode } from '../../relay/renewing';
import { foundedCentre } from './counsellor';
import type { Browser } from './tab';
import { end, rest } from './world';

const browsers: Record<string, Browser> = {};

afterEach(() => {
	end({ browsers });
});

it('[R39] a founder with only her sheet is alone; with an invitation she is not', async () => {
	const { network, berta } = await foundedCentre(browsers, 1);
	const { store } = network;
	const kept = { ...store, commit: () => Promise.resolve() };
	expect(await renewSetupCode(kept)).toMatch(/^([0-9A-Z]{4}-){3}/);
	await berta.does(async () => berta.app.team?.invite('Cem', false));
	await rest();
	expect(await renewSetupCode(kept)).toBeNull();
});
