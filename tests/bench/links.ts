/**
 * `npm run bench -- --link 1000,20000`: a client opens her link on a new device, in the real app; her conversation has that
 * many messages, each an entry of its own. Written to results/links.json and BENCHMARKS.md.
 */
import { inNewBrowser, withDemo } from './furnished';
import { listen, untilRest } from './line';
import { median } from './median';
import { keepResult, keepTable } from './result';

/** So many new devices open each link. */
const ROUNDS = 5;
/** The client with the long conversation. */
const CLIENT = 'Gast 0001';
const MOST_MS = 120_000;

/** From the click that opens the conversation: ms and bytes until the last page is painted, and until all has come. */
interface Opened {
	readonly pageMs: number;
	readonly pageBytes: number;
	readonly levelMs: number;
	readonly bytes: number;
}

const sizes = (process.argv[process.argv.indexOf('--link') + 1] ?? '').split(',').map(Number);
const rows: ({ readonly messages: number } & Opened)[] = [];
for (const messages of sizes) {
	await withDemo(['--small', '--long', String(messages)], async (demo) => {
		const url = new RegExp(`${CLIENT} +(\\S+)`).exec(demo.printed)?.[1];
		if (url === undefined) throw new Error(`the demo shows no link for ${CLIENT}`);
		const taken: Opened[] = [];
		for (let round = 0; round < ROUNDS; round++) taken.push(await openAnew(url));
		const of = (what: keyof Opened): number => median(taken.map((one) => one[what]));
		rows.push({
			messages,
			pageMs: of('pageMs'),
			pageBytes: of('pageBytes'),
			levelMs: of('levelMs'),
			bytes: of('bytes')
		});
		process.stdout.write(`${JSON.stringify(rows.at(-1))}\n`);
	});
}
keepResult('links', { rows }, {});
const table = rows.map(({ messages, pageMs, pageBytes, levelMs, bytes }) => [
	String(messages),
	`${pageMs.toFixed(0)} ms`,
	`${(pageBytes / 1e3).toFixed(0)} kB`,
	`${levelMs.toFixed(0)} ms`,
	`${(bytes / 1e6).toFixed(2)} MB`
]);
keepTable(
	'links',
	[['messages', 'last page on screen', 'bytes until then', 'all there', 'bytes in all'], ...table],
	`medians of ${String(ROUNDS)} new devices`
);

/** Opens a link in a browser that has never seen it. */
function openAnew(url: string): Promise<Opened> {
	return inNewBrowser(async (page, devtools) => {
		const line = await listen(devtools);
		await page.goto(url);
		await page.getByRole('button', { name: 'Gespräch öffnen' }).waitFor();
		const [beginMs, before] = [performance.now(), line.bytes];
		line.lastMs = beginMs;
		const pageMs = await page.evaluate(opening, MOST_MS);
		const pageBytes = line.bytes - before;
		await untilRest(page, line);
		return { pageMs, pageBytes, levelMs: line.lastMs - beginMs, bytes: line.bytes - before };
	});
}

/** In the page: opens the conversation; ms until a message is painted. */
async function opening(mostMs: number): Promise<number> {
	const button = [...document.querySelectorAll('button')].find(({ textContent }) =>
		textContent.includes('Gespräch öffnen')
	);
	const startMs = performance.now();
	button?.click();
	while (document.querySelector('article') === null) {
		if (performance.now() - startMs > mostMs) throw new Error('no message came');
		await new Promise((resolve) => requestAnimationFrame(resolve));
	}
	// The frame in which it was painted has ended.
	await new Promise((resolve) => setTimeout(resolve));
	return performance.now() - startMs;
}
