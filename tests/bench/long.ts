/**
 * `npm run bench -- --long 20000`: one conversation of that length in the real app on a slow processor, a quarter as fast:
 * opening it, typing into it, scrolling through it. Written to results/long.json and BENCHMARKS.md.
 */
import { chromium } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserArgs, getBrowser } from '../../scripts/browser.mjs';
import { startDemo } from '../support/demo';
import { unlock } from '../support/founding';
import { openChat, typeSheet } from '../support/steps';
import { median, part } from './median';
import { keepResult, keepTable } from './result';

const count = Number(process.argv[process.argv.indexOf('--long') + 1]);
const SLOWER = 4;
const KEYS = 120;
const PATIENCE_MS = 600_000;
/** A browser of 60 frames a second that drops none. */
const SMOOTH_MS = 25;

const folder = await mkdtemp(join(tmpdir(), 'sofortchat-bench-'));
const demo = await startDemo(folder, '--small', '--streams', '12', '--long', String(count));
const context = await chromium.launchPersistentContext(folder, {
	executablePath: await getBrowser(),
	args: browserArgs,
	baseURL: demo.url,
	locale: 'de-DE',
	timezoneId: 'Europe/Berlin'
});
try {
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	const devtools = await context.newCDPSession(page);
	await page.goto('/');
	await typeSheet(page, demo.sheets[0] ?? []);
	await page.getByRole('button', { name: 'Wiederherstellen', exact: true }).click();
	await openChat(page);
	const opened: number[] = [];
	await page.evaluate(opening);
	// Until a quiet visit has fetched it, and it is kept.
	await page.waitForTimeout(5_000);
	await page.reload();
	await unlock(page);
	await page.getByRole('heading', { name: 'Klienten' }).waitFor();
	for (let i = 0; i < 5; i++) opened.push(await page.evaluate(opening));
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
	const keys = await page.evaluate(typing, KEYS);
	const frames = await page.evaluate(scrolling, 5_000);
	const figures = {
		messages: count,
		openMs: median(opened),
		keyMs: { p50: median(keys), p95: part(keys, 0.95) },
		frames: { all: frames.length, slow: frames.filter((ms) => ms > SMOOTH_MS).length, p95: part(frames, 0.95) }
	};
	process.stdout.write(`${JSON.stringify(figures)}\n`);
	keepResult('long', figures, {});
	keepTable(
		'long',
		[
			['messages', 'opened again', 'a key, p50 / p95', 'scrolling: frames over 25 ms'],
			[
				String(count),
				`${figures.openMs.toFixed(0)} ms`,
				`${figures.keyMs.p50.toFixed(1)} / ${figures.keyMs.p95.toFixed(1)} ms`,
				`${String(figures.frames.slow)} of ${String(figures.frames.all)}`
			]
		],
		`keys and scrolling at a processor slowed ${String(SLOWER)} times`
	);
} finally {
	await context.close();
	await demo.end();
	await rm(folder, { recursive: true, force: true });
}

/** In the page: goes to another conversation and back to the long one; ms until its last message is painted. */
async function opening(): Promise<number> {
	const rows = [...document.querySelectorAll<HTMLElement>('nav[aria-label="Gespräche"] button')];
	const long = rows.find(({ textContent }) => textContent.includes('Gast 0001'));
	const other = rows.find((one) => one !== long);
	const shown = (): string => document.querySelector('textarea')?.getAttribute('aria-label') ?? '';
	const until = async (isSo: () => boolean): Promise<void> => {
		for (const startMs = performance.now(); !isSo();) {
			if (performance.now() - startMs > 60_000) throw new Error('it never came');
			await new Promise((resolve) => requestAnimationFrame(resolve));
		}
	};
	other?.click();
	await until(() => shown() !== '' && !shown().includes('Gast 0001') && document.querySelector('article') !== null);
	await new Promise((resolve) => setTimeout(resolve, 1_000));
	const startMs = performance.now();
	long?.click();
	await until(() => shown().includes('Gast 0001') && document.querySelector('article') !== null);
	await new Promise((resolve) => setTimeout(resolve));
	const tookMs = performance.now() - startMs;
	await new Promise((resolve) => setTimeout(resolve, 2_000));
	return tookMs;
}

/** In the page: types letters into the message field; ms each until it is painted. */
async function typing(times: number): Promise<number[]> {
	const field = document.querySelector('textarea');
	if (!field) throw new Error('no message field');
	field.focus();
	const taken: number[] = [];
	for (let i = 0; i < times; i++) {
		const startMs = performance.now();
		field.setRangeText('abc d'.charAt(i % 5), field.value.length, field.value.length, 'end');
		field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
		await new Promise((resolve) => requestAnimationFrame(resolve));
		await new Promise((resolve) => setTimeout(resolve));
		taken.push(performance.now() - startMs);
		await new Promise((resolve) => setTimeout(resolve, 60));
	}
	field.value = '';
	field.dispatchEvent(new InputEvent('input', { bubbles: true }));
	return taken;
}

/** In the page: scrolls upwards through the messages; ms of each frame. */
async function scrolling(forMs: number): Promise<number[]> {
	let scroller: HTMLElement | null | undefined = document.querySelector('article')?.parentElement;
	while (scroller && scroller.scrollHeight <= scroller.clientHeight + 10) scroller = scroller.parentElement;
	if (!scroller) throw new Error('nothing to scroll');
	const frames: number[] = [];
	const startMs = performance.now();
	for (let beforeMs = startMs; beforeMs - startMs < forMs;) {
		scroller.scrollTop -= 60;
		await new Promise((resolve) => requestAnimationFrame(resolve));
		const nowMs = performance.now();
		frames.push(nowMs - beforeMs);
		beforeMs = nowMs;
	}
	return frames;
}
