/** A counsellor at her browser, from the page's start on; with a cheap passphrase. */
import { expect, vi } from 'vitest';
import type * as Passphrase from '../../src/lib/crypto/passphrase';
import { CounsellorModel } from '../../src/lib/state/counsellor/counsellor.svelte';
import { ticking } from './clock';
import type { Network } from './network';
import { Browser, Tab } from './tab';
import { bare, end, rest } from './world';

// The cost of a guess does not matter here: it would take most of the time.
vi.mock('../../src/lib/crypto/passphrase', async (original) => {
	const { stretch, ...rest } = await original<typeof Passphrase>();
	const cheap = { memoryKiB: 64, passes: 1 };
	return { ...rest, stretch: (text: string, salt: Uint8Array) => ticking().threaded(stretch(text, salt, cheap)) };
});

export const PASSPHRASE = 'Ziegel Lampion Fahrrad Mondschein';
const PATIENCE_MS = 5 * 60_000;

/** How she starts on an empty browser. */
export type Beginning = (app: CounsellorModel) => Promise<unknown>;

/** Founds a centre with a set-up code. */
export function founding(setupCode: string): Beginning {
	return (app) => app.found({ setupCode, centreName: 'Nord', name: 'Berta', picture: null, passphrase: PASSPHRASE });
}

/** Joins with the fragment of an invitation. */
export function joining(fragment: string): Beginning {
	return (app) => app.join({ fragment, name: 'Dora', picture: null, passphrase: PASSPHRASE });
}

/** Restores with the words of a recovery sheet. */
export function restoring(words: readonly string[]): Beginning {
	return (app) => app.restore(words, PASSPHRASE);
}

/** A centre founded by Berta, who is at work. */
export interface Centre {
	readonly network: Network;
	readonly berta: Counsellor;
	/** An empty browser with that name. */
	readonly browser: (name: string) => Browser;
}

/** Founds one; all `browsers` end before that, and new ones are put there. */
export async function foundedCentre(browsers: Record<string, Browser>, seed: number): Promise<Centre> {
	end({ browsers });
	const { network, random } = await bare(seed);
	const browser = (name: string): Browser => (browsers[name] = new Browser(name, random));
	const berta = await Counsellor.at(browser('berta'), network, founding(network.context.setup.printed ?? ''));
	await berta.goOn();
	await rest();
	return { network, berta, browser };
}

/** What she does, and what she has seen. */
export class Counsellor {
	app = new CounsellorModel();
	/** The words of the sheet she was last shown. */
	words: readonly string[] = [];

	private constructor(
		readonly tab: Tab,
		readonly begin: Beginning
	) {}

	/** A page of this browser, just loaded. */
	static async at(browser: Browser, network: Network, begin: Beginning): Promise<Counsellor> {
		const tab = new Tab(browser, network, browser.name);
		const counsellor = await ticking().at(tab, () => new Counsellor(tab, begin));
		await counsellor.does(() => counsellor.app.start());
		return counsellor;
	}

	/** Whether she is at work, with nothing left to do first. */
	get isThere(): boolean {
		return this.app.phase === 'open' && this.app.pendingSheet === null;
	}

	/** Does what she asks for until it is done, has failed or the page is dead. */
	async does(work: () => Promise<unknown>): Promise<void> {
		const outcome: { doing?: Promise<unknown>; isOver?: true } = {};
		await ticking().at(this.tab, () => {
			outcome.doing = work().finally(() => (outcome.isOver = true));
			// reason: awaited below, once it is over
			outcome.doing.catch(() => undefined);
		});
		expect(await ticking().until(() => outcome.isOver === true || this.tab.isGone, PATIENCE_MS)).toBe(true);
		if (outcome.isOver) await outcome.doing;
		this.words = this.app.pendingSheet?.words ?? this.words;
	}

	/** Continues from what the page shows. */
	async goOn(): Promise<void> {
		if (this.app.phase === 'new') await this.does(() => this.begin(this.app));
		if (this.app.phase === 'locked') await this.does(() => this.app.unlock(PASSPHRASE));
		if (this.app.pendingSheet && !this.tab.isGone) await this.does(() => this.app.confirmSheet());
	}
}
