/**
 * Berta founds a centre, and her browser is cut off at each place in turn. Whatever happened, she gets into her
 * centre in the same browser, and with the sheet she has seen in another.
 */
import './globals';
import { afterEach, expect, it } from 'vitest';
import { Counsellor, founding, restoring } from './counsellor';
import { cutOff, ENDS, everywhere, mayFail, spare } from './cuts';
import { Browser } from './tab';
import { bare, end, rest } from './world';

const browsers: Record<string, Browser> = {};

afterEach(() => {
	end({ browsers });
});

/** The sheet restores her elsewhere, once the relay has the package it opens. */
async function expectWayBack(
	{ network, random }: Awaited<ReturnType<typeof bare>>,
	{ words }: Counsellor
): Promise<void> {
	browsers.other = new Browser('other', random);
	await rest();
	const elsewhere = await Counsellor.at(browsers.other, network, restoring(words));
	await elsewhere.goOn();
	expect(elsewhere.isThere).toBe(true);
}

for (const how of ENDS)
	it(`[Y7] a browser that ${how} loses no centre and no sheet`, { timeout: 120_000 }, async () => {
		await everywhere(async (at) => {
			const world = await bare(at);
			const { network, random } = world;
			const code = network.context.setup.printed ?? '';
			const browser = (browsers.berta = new Browser('berta', random));
			let berta = await Counsellor.at(browser, network, founding(code));
			cutOff(browser, how, at);
			await mayFail(berta.goOn());
			await rest();
			const isCut = spare(browser);
			// If the code is spent, she has seen the way back to her centre.
			if (network.context.setup.printed === null) expect(berta.words).toHaveLength(18);
			if (berta.tab.isGone) {
				const { words } = berta;
				berta = await Counsellor.at(browser, network, founding(code));
				berta.words = words;
			}
			for (let n = 0; n < 3 && !berta.isThere; n++) await berta.goOn();
			expect(berta.isThere).toBe(true);
			expect(berta.app.isBegun).toBe(false);
			await expectWayBack(world, berta);
			for (const each of Object.values(browsers)) for (const tab of [...each.tabs]) tab.die();
			return isCut;
		});
	});

it('[K9] she is told if her browser may delete what it keeps, from the first day on', async () => {
	const { network, random } = await bare(1);
	const browser = (browsers.berta = new Browser('berta', random));
	const begin = founding(network.context.setup.printed ?? '');
	Object.assign(browser, { isWebKit: true, promises: false });
	const berta = await Counsellor.at(browser, network, begin);
	expect(berta.app.isLasting, 'nothing kept yet').toBe(true);
	await berta.goOn();
	expect(berta.app.isLasting).toBe(false);
	berta.tab.die();
	const again = await Counsellor.at(browser, network, begin);
	await rest();
	expect(again.app.isLasting).toBe(false);
	again.tab.die();
	browser.promises = true;
	const promised = await Counsellor.at(browser, network, begin);
	await rest();
	expect(promised.app.isLasting).toBe(true);
});
