/**
 * Berta founds a centre, and her browser dies, or its disk refuses, at each commit in turn. Whatever happened, she comes to
 * her centre in the same browser, and with the sheet that she has seen in another one.
 */
import './globals';
import { afterEach, expect, it, vi } from 'vitest';
import { Fault } from '../../src/lib/base/fault';
import type * as Passphrase from '../../src/lib/crypto/passphrase';
import { CounsellorModel } from '../../src/lib/state/counsellor.svelte';
import { ticking } from './clock';
import type { Network } from './network';
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

/** Berta at her browser: what she does, and what she has seen. */
class Founder {
	app = new CounsellorModel();
	/** The words of the sheet that she was shown last. */
	words: readonly string[] = [];

	private constructor(
		readonly tab: Tab,
		readonly code: string
	) {}

	/** A page of this browser, just loaded. */
	static async at(browser: Browser, network: Network, code: string): Promise<Founder> {
		const tab = new Tab(browser, network, browser.name);
		const founder = await ticking().at(tab, () => new Founder(tab, code));
		await founder.does(() => founder.app.start());
		return founder;
	}

	/** What she asks for, until it is done, has failed or the page is dead. */
	async does(work: () => Promise<unknown>): Promise<void> {
		const outcome: { doing?: Promise<unknown>; isOver?: true } = {};
		await ticking().at(this.tab, () => {
			outcome.doing = work().finally(() => (outcome.isOver = true));
			// reason: it is waited for below, as soon as it is over
			outcome.doing.catch(() => undefined);
		});
		expect(await ticking().until(() => outcome.isOver === true || this.tab.isGone, 5 * MINUTE_MS)).toBe(true);
		if (outcome.isOver) await outcome.doing;
		this.words = this.app.pendingSheet?.words ?? this.words;
	}

	/** Goes on from what the page shows. */
	async goOn(): Promise<void> {
		const form = { setupCode: this.code, centreName: 'Nord', name: 'Berta', picture: null, passphrase: PASSPHRASE };
		if (this.app.phase === 'new') await this.does(() => this.app.found(form));
		if (this.app.phase === 'locked') await this.does(() => this.app.unlock(PASSPHRASE));
		if (this.app.pendingSheet && !this.tab.isGone) await this.does(() => this.app.confirmSheet());
	}
}

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
