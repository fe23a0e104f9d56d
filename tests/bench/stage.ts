/** Two browsers with their own profiles, the relay and the stock server, and a fresh page for each measurement. */
import { chromium, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserArgs, getBrowser } from '../../scripts/browser.mjs';
import { root } from '../../scripts/inputs.mjs';
import { removeProfile } from '../support/leftovers';
import { startRelay, type TestRelay } from '../support/relay';
import { startStock } from './stock';

/** Which browser measures: the counsellor's, or that of the person who writes to her. */
export type Seat = 'here' | 'there';

/** Everything that runs during the benchmark. */
export interface Stage {
	readonly relay: TestRelay;
	readonly stockUrl: string;
	/** The browser's name and version. */
	readonly browser: string;
	/** Runs `work` on a fresh page of one browser. */
	on<T>(seat: Seat, work: (page: Page, devtools: CDPSession) => Promise<T>): Promise<T>;
	end(): Promise<void>;
}

/** Sets the stage. Profiles are on disk: a browser without one keeps its databases in memory. */
export async function setStage(): Promise<Stage> {
	const executablePath = await getBrowser();
	const folder = await mkdtemp(join(tmpdir(), 'sofortchat-bench-'));
	const relay = await startRelay({ args: ['--app', join(root, '.cache/bench/app')] });
	const stock = await startStock();
	const open = (name: string): Promise<BrowserContext> =>
		chromium.launchPersistentContext(join(folder, name), { executablePath, args: browserArgs, baseURL: relay.url });
	const seats = { here: await open('here'), there: await open('there') };
	const first = await seats.here.newPage();
	const devtools = await seats.here.newCDPSession(first);
	const { product } = await devtools.send('Browser.getVersion');
	await first.close();
	return {
		relay,
		stockUrl: stock.url,
		browser: product,
		async on(seat, work) {
			const page = await seats[seat].newPage();
			try {
				page.on('pageerror', (error) => process.stderr.write(`${seat}: ${error.message}\n`));
				const tools = await seats[seat].newCDPSession(page);
				await page.goto('/');
				await page.waitForFunction(() => 'bench' in window);
				return await work(page, tools);
			} finally {
				await page.close();
			}
		},
		async end() {
			await seats.here.close();
			await seats.there.close();
			stock.stop();
			await relay.stop();
			await removeProfile(folder);
		}
	};
}

/** Live bytes on the page's heap after a collection, buffers included. */
export async function heap(devtools: CDPSession): Promise<number> {
	await devtools.send('HeapProfiler.collectGarbage');
	await devtools.send('HeapProfiler.collectGarbage');
	const usage = (await devtools.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
	return usage.usedSize + (usage.backingStorageSize ?? 0);
}

/** Functions by self time in ms, longest first. */
export async function profile<T>(
	devtools: CDPSession,
	work: () => Promise<T>
): Promise<{ result: T; top: readonly string[] }> {
	await devtools.send('Profiler.enable');
	await devtools.send('Profiler.setSamplingInterval', { interval: 200 });
	await devtools.send('Profiler.start');
	const result = await work();
	const { profile: taken } = await devtools.send('Profiler.stop');
	const selfMs = new Map<string, number>();
	const names = new Map(
		taken.nodes.map(({ id, callFrame }) => [
			id,
			`${callFrame.functionName || '(anonymous)'}:${callFrame.lineNumber + 1}`
		])
	);
	for (const [i, id] of (taken.samples ?? []).entries()) {
		const name = names.get(id) ?? '?';
		selfMs.set(name, (selfMs.get(name) ?? 0) + (taken.timeDeltas?.[i] ?? 0) / 1000);
	}
	const sorted = [...selfMs].sort((a, b) => b[1] - a[1]).slice(0, 25);
	return { result, top: sorted.map(([name, ms]) => `${ms.toFixed(1).padStart(9)} ms  ${name}`) };
}
