/** What a page's socket carries, and when it is at rest. */
import type { CDPSession, Page } from '@playwright/test';

/** The line is at rest when nothing has moved for this long; heartbeats do not count. */
const REST_MS = 3_000;
/** A heartbeat is smaller. */
const SMALL_BYTES = 16;

/** What has moved on the line so far, and when last. */
export interface Line {
	lastMs: number;
	frames: number;
	bytes: number;
}

/** Follows the page's sockets from now on. */
export async function listen(devtools: CDPSession): Promise<Line> {
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

/** Resolves when the line is at rest. */
export async function untilRest(page: Page, line: Line): Promise<void> {
	while (performance.now() - line.lastMs < REST_MS) await page.waitForTimeout(100);
}
