/**
 * `npm run bench -- --long 20000`: one conversation of that length in the real app on a slow processor, a quarter as fast:
 * opening it, typing into it, scrolling through it. Written to results/long.json and BENCHMARKS.md.
 */
import { unlock } from '../support/founding';
import { atFurnished, comeBack } from './furnished';
import { median, part } from './median';
import { keepResult, keepTable } from './result';

const count = Number(process.argv[process.argv.indexOf('--long') + 1]);
const SLOWER = 4;
const KEYS = 120;
/** A browser of 60 frames a second that drops none. */
const SMOOTH_MS = 25;

await atFurnished(['--small', '--long', String(count)], async ({ page, devtools, begin }) => {
	await begin();
	await comeBack(page);
	const row = page.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: /^Gast 0002/ });
	const opened: number[] = [];
	await row.waitFor();
	await page.evaluate(opening);
	// Until a quiet visit has fetched it, and it is kept.
	await page.waitForTimeout(5_000);
	await page.reload();
	await unlock(page);
	await row.waitFor();
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
});

/** In the page: goes to another conversation and back to the long one; ms until its last message is painted. */
async function opening(): Promise<number> {
	// The list is built anew when its order changes.
	const row = (name: string): HTMLElement | undefined =>
		[...document.querySelectorAll<HTMLElement>('nav[aria-label="Gespräche"] button')].find(({ textContent }) =>
			textContent.includes(name)
		);
	const shown = (): string => document.querySelector('textarea')?.getAttribute('aria-label') ?? '';
	const until = async (isSo: () => boolean): Promise<void> => {
		for (const startMs = performance.now(); !isSo();) {
			if (performance.now() - startMs > 60_000) throw new Error('it never came');
			await new Promise((resolve) => requestAnimationFrame(resolve));
		}
	};
	row('Gast 0002')?.click();
	await until(() => shown() !== '' && !shown().includes('Gast 0001') && document.querySelector('article') !== null);
	await new Promise((resolve) => setTimeout(resolve, 1_000));
	const startMs = performance.now();
	row('Gast 0001')?.click();
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
