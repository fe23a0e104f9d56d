/** How often idleness is checked. */
const LOOK_MS = 10_000;

/**
 * Calls `act` when nobody has touched the page for `ms`, and repeatedly until somebody does; returns a function
 * that counts as a touch.
 */
export function whenIdle(ms: number, act: () => void): () => void {
	let touchedMs = Date.now();
	const touch = (): void => {
		touchedMs = Date.now();
	};
	addEventListener('pointerdown', touch, { passive: true });
	addEventListener('keydown', touch, { passive: true });
	setInterval(() => {
		if (Date.now() - touchedMs > ms) act();
	}, LOOK_MS);
	return touch;
}
