/**
 * What a centre's size costs a counsellor in a real browser: coming back with her sheet, and unlocking; each until her
 * list can be used, and until nothing moves on the line any more. The passphrase's own time is in both.
 */
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserArgs, getBrowser } from '../../scripts/browser.mjs';
import { startDemo } from '../support/demo';
import { passphrase } from '../support/founding';
import { openChat, PASSPHRASE, typeSheet } from '../support/steps';

/** The line is at rest when nothing has moved for this long; heartbeats do not count. */
const REST_MS = 3_000;
const PATIENCE_MS = 600_000;
/** A heartbeat is smaller. */
const SMALL_BYTES = 16;

/** What one step took: ms until the list was there and until the line was at rest; what the line carried. */
export interface CentreFigures {
	readonly usableMs: number;
	readonly levelMs: number;
	readonly frames: number;
	readonly bytes: number;
}

/** Furnishes a centre with `streams` streams and measures both steps. */
export async function measureCentre(streams: number): Promise<Readonly<Record<'restore' | 'unlock', CentreFigures>>> {
	const folder = await mkdtemp(join(tmpdir(), 'sofortchat-bench-'));
	const demo = await startDemo('--streams', String(streams));
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
		const line = await listen(await context.newCDPSession(page));
		await page.goto('/');
		await typeSheet(page, demo.sheets[0] ?? []);
		const restore = await step(page, line, async () => {
			await page.getByRole('button', { name: 'Wiederherstellen', exact: true }).click();
			await openChat(page);
		});
		await page.reload();
		await passphrase(page).fill(PASSPHRASE);
		const unlock = await step(page, line, () => page.getByRole('button', { name: 'Öffnen', exact: true }).click());
		return { restore, unlock };
	} finally {
		await context.close();
		await demo.end();
		await rm(folder, { recursive: true, force: true });
	}
}

/** What has moved on the line so far, and when last. */
interface Line {
	lastMs: number;
	frames: number;
	bytes: number;
}

async function listen(devtools: CDPSession): Promise<Line> {
	const line: Line = { lastMs: 0, frames: 0, bytes: 0 };
	const hear = ({ response }: { response: { payloadData: string } }): void => {
		const bytes = (response.payloadData.length * 3) / 4;
		line.bytes += bytes;
		if (bytes > SMALL_BYTES) line.lastMs = performance.now();
	};
	devtools.on('Network.webSocketFrameReceived', hear);
	devtools.on('Network.webSocketFrameSent', (frame) => {
		line.frames++;
		hear(frame);
	});
	await devtools.send('Network.enable');
	return line;
}

async function step(page: Page, line: Line, begin: () => Promise<void>): Promise<CentreFigures> {
	const [frames, bytes, startMs] = [line.frames, line.bytes, performance.now()];
	line.lastMs = startMs;
	await begin();
	const rows = page.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: /^Gast \d/ });
	await rows.first().waitFor();
	const usableMs = performance.now() - startMs;
	while (performance.now() - line.lastMs < REST_MS) await page.waitForTimeout(100);
	return { usableMs, levelMs: line.lastMs - startMs, frames: line.frames - frames, bytes: line.bytes - bytes };
}
