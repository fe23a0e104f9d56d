/** The long campaign against a live relay: COUNT corrupted frames (default 100,000) from SEED on. */
import { expect, it } from 'vitest';
import { fuzz } from '../support/relay/hostile';
import { stream } from '../support/relay/client';

const COUNT = Number(process.env['COUNT'] ?? 100_000);
const SEED = Number(process.env['SEED'] ?? Math.floor(Date.now() / 1000));
/** Mutants per relay. */
const STRIDE = 10_000;

it(`survives every frame (COUNT=${String(COUNT)} SEED=${String(SEED)})`, { timeout: 0 }, async () => {
	const scene = await stream();
	const before = process.memoryUsage().rss;
	for (let done = 0; done < COUNT; done += STRIDE) {
		await fuzz(scene, Math.min(STRIDE, COUNT - done), SEED + done / STRIDE);
	}
	expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
});
