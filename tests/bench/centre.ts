/**
 * What a centre's size costs a counsellor in a real browser: coming back with her sheet, unlocking, and unlocking after
 * a week away; each until her list can be used, and until nothing moves on the line any more. The passphrase's own time
 * is in all. Between the last two a working day's steps: creating a client, going from stream to stream, looking for a
 * name, and doing nothing.
 */
import type { CDPSession, Page } from '@playwright/test';
import { passphrase } from '../support/founding';
import { nameClient, PASSPHRASE } from '../support/steps';
import { atFurnished, comeBack } from './furnished';
import { listen, untilRest, type Line } from './line';
import { median } from './median';

/** So many the first counsellor has with the demo's own clients, of whom none is in the crowd. */
const LEAST_STREAMS = 40;

/**
 * What one step took: ms until the list was there and until the line was at rest; what the line carried; database
 * transactions.
 */
export interface CentreFigures {
	readonly usableMs: number;
	readonly levelMs: number;
	readonly frames: number;
	readonly bytes: number;
	readonly transactions: number;
}

/** What a working day's steps took. */
export interface DayFigures {
	/** From asking for a client until her link holds, median of five; frames of each. */
	readonly createMs: number;
	readonly createFrames: number;
	/** From a click in the list until the other stream is painted, median of twenty. */
	readonly switchMs: number;
	/** From a key in the search field until the list is painted, median of twenty. */
	readonly searchMs: number;
	/** The page's own part of a processor while nobody does anything, over ten seconds. */
	readonly idleShare: number;
}

/** All of it. */
export interface Measured {
	readonly restore: CentreFigures;
	readonly unlock: CentreFigures;
	/** Unlocking after a week in which a third of her clients wrote 15 messages each. */
	readonly return: CentreFigures;
	readonly day: DayFigures;
}

/** Furnishes a centre with `streams` streams, more than the demo has anyway, and measures all steps. */
export async function measureCentre(streams: number): Promise<Measured> {
	if (streams <= LEAST_STREAMS) throw new Error(`a centre has more than ${String(LEAST_STREAMS)} streams`);
	return atFurnished(['--streams', String(streams)], async ({ page, devtools, begin, demo }) => {
		const line = await listen(devtools);
		await page.addInitScript(countTransactions);
		// they have opened their links, and go on with the same devices later
		await demo.goAway(Math.ceil(streams / 3));
		await begin();
		const restore = await step(page, line, () => comeBack(page));
		await page.reload();
		const unlock = await unlocking(page, line);
		const figures = await day(page, devtools, line);
		await page.goto('about:blank');
		await demo.goAway(Math.ceil(streams / 3));
		await page.goto('/chat');
		return { restore, unlock, return: await unlocking(page, line), day: figures };
	});
}

async function unlocking(page: Page, line: Line): Promise<CentreFigures> {
	await passphrase(page).fill(PASSPHRASE);
	return step(page, line, () => page.getByRole('button', { name: 'Öffnen', exact: true }).click());
}

async function step(page: Page, line: Line, begin: () => Promise<void>): Promise<CentreFigures> {
	const [frames, bytes, transactions] = [line.frames, line.bytes, await page.evaluate(transactionsOf)];
	const startMs = (line.lastMs = performance.now());
	await begin();
	const rows = page.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: /^Gast \d/ });
	await rows.first().waitFor();
	const usableMs = performance.now() - startMs;
	await untilRest(page, line);
	return {
		usableMs,
		levelMs: line.lastMs - startMs,
		frames: line.frames - frames,
		bytes: line.bytes - bytes,
		transactions: (await page.evaluate(transactionsOf)) - transactions
	};
}

/** In the page, before anything else: counts the transactions of its databases. */
function countTransactions(): void {
	const counted = window as unknown as { transactions: number };
	counted.transactions = 0;
	const begin = Reflect.get(IDBDatabase.prototype, 'transaction') as (...asked: unknown[]) => IDBTransaction;
	IDBDatabase.prototype.transaction = function (...asked) {
		counted.transactions++;
		return begin.apply(this, asked);
	};
}

/** In the page: how many there were. */
function transactionsOf(): number {
	return (window as unknown as { readonly transactions: number }).transactions;
}

async function day(page: Page, devtools: CDPSession, line: Line): Promise<DayFigures> {
	const idleShare = await busyShare(devtools, 10_000, page);
	const switches = await page.evaluate(switching, 20);
	const keys = await page.evaluate(searching, 20);
	const created: { readonly ms: number; readonly frames: number }[] = [];
	for (let i = 0; i < 5; i++) created.push(await create(page, line, `Probe ${i}`));
	return {
		createMs: median(created.map(({ ms }) => ms)),
		createFrames: median(created.map(({ frames }) => frames)),
		switchMs: median(switches),
		searchMs: median(keys),
		idleShare
	};
}

/** The part of a processor that the page's own thread takes. */
async function busyShare(devtools: CDPSession, forMs: number, page: Page): Promise<number> {
	await devtools.send('Performance.enable', { timeDomain: 'timeTicks' });
	const taken = async (): Promise<number> =>
		(await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
	const before = await taken();
	await page.waitForTimeout(forMs);
	return ((await taken()) - before) / (forMs / 1000);
}

/** In the page: goes from one stream on screen to the next, and back; ms each until the new one is painted. */
async function switching(times: number): Promise<number[]> {
	const taken: number[] = [];
	for (let i = 0; i <= times; i++) {
		// The list is built anew when its order changes.
		const rows = document.querySelectorAll<HTMLElement>('nav[aria-label="Gespräche"] button');
		const shown = (): string => document.querySelector('textarea')?.getAttribute('aria-label') ?? '';
		const before = shown();
		const startMs = performance.now();
		rows[i % 4]?.click();
		do {
			if (performance.now() - startMs > 20_000) throw new Error(`nothing but ${before} is shown`);
			await new Promise((resolve) => requestAnimationFrame(resolve));
		} while (shown() === before || document.querySelector('article') === null);
		// The frame in which it was painted has ended.
		await new Promise((resolve) => setTimeout(resolve));
		if (i > 0) taken.push(performance.now() - startMs);
		await new Promise((resolve) => setTimeout(resolve, 300));
	}
	return taken;
}

/** In the page: types names into the search field, letter by letter; ms each until the list is painted. */
async function searching(times: number): Promise<number[]> {
	const field = document.querySelector<HTMLInputElement>('input[type="search"]');
	if (!field) throw new Error('no search field');
	const taken: number[] = [];
	for (let i = 0; i < times; i++) {
		const text = `Gast ${String(100 + i * 7)}`.slice(0, 1 + (i % 8));
		const startMs = performance.now();
		field.value = text;
		field.dispatchEvent(new InputEvent('input', { bubbles: true }));
		await new Promise((resolve) => requestAnimationFrame(resolve));
		await new Promise((resolve) => setTimeout(resolve));
		taken.push(performance.now() - startMs);
	}
	field.value = '';
	field.dispatchEvent(new InputEvent('input', { bubbles: true }));
	return taken;
}

async function create(page: Page, line: Line, name: string): Promise<{ readonly ms: number; readonly frames: number }> {
	const dialog = await nameClient(page, name);
	const [frames, startMs] = [line.frames, performance.now()];
	await dialog.getByRole('button', { name: 'Anlegen', exact: true }).click();
	await dialog.getByText(/Der Link gilt/).waitFor();
	const taken = { ms: performance.now() - startMs, frames: line.frames - frames };
	await dialog.getByRole('button', { name: 'Fertig' }).click();
	await dialog.waitFor({ state: 'hidden' });
	return taken;
}
