/** Who founds a centre: the counsellor's whole browser, with a passphrase that costs little. */
import { expect, vi } from 'vitest';
import type * as Passphrase from '../../src/lib/crypto/passphrase';
import { CounsellorModel } from '../../src/lib/state/counsellor.svelte';
import { ticking } from './clock';
import type { Network } from './network';
import { Tab, type Browser } from './tab';

// how much a guess costs is no part of this: it would be most of the time
vi.mock('../../src/lib/crypto/passphrase', async (original) => {
	const { stretch, ...rest } = await original<typeof Passphrase>();
	const cheap = { memoryKiB: 64, passes: 1 };
	return { ...rest, stretch: (text: string, salt: Uint8Array) => ticking().threaded(stretch(text, salt, cheap)) };
});

export const PASSPHRASE = 'Ziegel Lampion Fahrrad Mondschein';
const PATIENCE_MS = 5 * 60_000;

/** Berta at her browser: what she does, and what she has seen. */
export class Founder {
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
		expect(await ticking().until(() => outcome.isOver === true || this.tab.isGone, PATIENCE_MS)).toBe(true);
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
