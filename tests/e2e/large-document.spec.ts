/** 100 MB pass through a page that holds only a few of them at once. The figures are printed, and bounded. */
import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { bubble, choose, digest, downloadOf, noise } from '../support/documents';
import { removeProfile } from '../support/leftovers';
import { openStream, welcome } from '../support/steps';

// Nothing here is measured in seconds; a slow machine may take its time.
test.describe.configure({ timeout: 600_000 });

const MB = 1024 * 1024;
const SIZE_MB = 100;
const MOST_MB = 32;

test('a file of 100 MB goes through without the pages’ memory growing by more than 32 MB', async ({
	counsellor,
	client,
	relay
}) => {
	const folder = await mkdtemp(join(tmpdir(), 'sofortchat-large-'));
	try {
		const path = join(folder, 'Film.mkv');
		const part = noise(MB, 5);
		const file = await open(path, 'w');
		for (let i = 0; i < SIZE_MB; i++) await file.write(part);
		await file.close();
		await welcome(counsellor, client, relay);
		await openStream(counsellor, 'Kim7');
		const sending = await Heap.of(counsellor);
		await choose(counsellor, 'Dokument anhängen', path);
		await expect(bubble(counsellor, 'Film.mkv')).toContainText('MKV · 100 MB', { timeout: 240_000 });
		await expect(bubble(counsellor, 'Film.mkv').getByText('gelesen')).toBeAttached({ timeout: 240_000 });
		const sent = await sending.end();
		await expect(bubble(client, 'Film.mkv')).toBeVisible();
		const fetching = await Heap.of(client);
		client.setDefaultTimeout(240_000);
		const got = await downloadOf(client, 'Film.mkv');
		const fetched = await fetching.end();
		const figures = `sending +${sent.toFixed(1)} MB, fetching +${fetched.toFixed(1)} MB (at most ${MOST_MB})`;
		test.info().annotations.push({ type: 'memory', description: figures });
		process.stdout.write(`${figures}\n`);
		expect(got.bytes.length).toBe(SIZE_MB * MB);
		expect(digest(got.bytes.subarray(99 * MB))).toBe(digest(part));
		expect(sent).toBeLessThan(MOST_MB);
		expect(fetched).toBeLessThan(MOST_MB);
	} finally {
		await removeProfile(folder);
	}
});

/** Samples a page's memory repeatedly: its objects, and the buffers behind them. */
class Heap {
	#most = 0;
	#isOver = false;
	readonly #looking: Promise<void>;

	private constructor(
		readonly session: CDPSession,
		readonly base: number
	) {
		this.#looking = this.#look();
	}

	static async of(page: Page): Promise<Heap> {
		const session = await page.context().newCDPSession(page);
		await session.send('HeapProfiler.collectGarbage');
		return new Heap(session, await used(session));
	}

	/** The maximum growth in MB, without garbage. */
	async end(): Promise<number> {
		this.#isOver = true;
		await this.#looking;
		await this.session.detach();
		return (this.#most - this.base) / MB;
	}

	async #look(): Promise<void> {
		while (!this.#isOver) {
			await this.session.send('HeapProfiler.collectGarbage');
			this.#most = Math.max(this.#most, await used(this.session));
			// The sampling interval.
			await new Promise((done) => setTimeout(done, 200));
		}
	}
}

async function used(session: CDPSession): Promise<number> {
	const usage = await session.send('Runtime.getHeapUsage');
	return usage.usedSize + ((usage as { backingStorageSize?: number }).backingStorageSize ?? 0);
}
