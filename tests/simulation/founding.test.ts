/**
 * Berta founds a centre, and her browser dies, or its disk refuses, at each commit in turn. Whatever happened, she comes to
 * her centre in the same browser, and with the sheet that she has seen in another one.
 */
import './globals';
import { afterEach, expect, it } from 'vitest';
import { Fault } from '../../src/lib/base/fault';
import { ticking } from './clock';
import { Founder, PASSPHRASE } from './founder';
import { Browser } from './tab';
import { bare, end } from './world';

const MINUTE_MS = 60_000;
const browsers: Record<string, Browser> = {};

afterEach(() => {
	end({ browsers });
});

/** Whoever has the sheet comes in elsewhere, as soon as the relay has what it opens. */
async function expectWayBack({ network, random }: Awaited<ReturnType<typeof bare>>, { words }: Founder): Promise<void> {
	browsers.other = new Browser('other', random);
	await ticking().run(ticking().nowMs + MINUTE_MS);
	const elsewhere = await Founder.at(browsers.other, network, '');
	await elsewhere.does(() => elsewhere.app.restore(words, PASSPHRASE));
	expect(elsewhere.app.phase).toBe('open');
}

for (const end of ['dies before', 'dies after', 'can not keep'] as const)
	it(`[Y7] a browser that ${end} any commit loses no centre and no sheet`, { timeout: 120_000 }, async () => {
		for (let at = 0, isOver = false; !isOver; at++) {
			const world = await bare(at);
			const { network, random } = world;
			const code = network.context.setup.printed ?? '';
			const browser = (browsers.berta = new Browser('berta', random));
			let berta = await Founder.at(browser, network, code);
			if (end === 'can not keep') browser.disk.failIn = at;
			else Object.assign(browser.disk, { dieIn: at, diesAfter: end === 'dies after' });
			await berta.goOn().catch((error: unknown) => {
				if (!(error instanceof Fault)) throw error;
			});
			isOver = browser.failures === 0;
			// a spent code is a centre whose way back she has seen
			if (network.context.setup.printed === null) expect(berta.words).toHaveLength(18);
			if (berta.tab.isGone) {
				const { words } = berta;
				berta = await Founder.at(browser, network, code);
				berta.words = words;
			}
			for (let n = 0; n < 3 && (berta.app.phase !== 'open' || berta.app.pendingSheet); n++) await berta.goOn();
			expect(berta.app.phase, `cut off at ${String(at)}`).toBe('open');
			expect(berta.app.isBegun).toBe(false);
			await expectWayBack(world, berta);
			for (const each of Object.values(browsers)) for (const tab of [...each.tabs]) tab.die();
		}
	});
