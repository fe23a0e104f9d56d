/** Focus in lists whose rows are reordered, or rendered only while in view. */

/** A row that is not there after this many frames will not come. */
const MOST_FRAMES = 120;

/**
 * Focuses the row that `find` finds. A virtual list hides a new row until it has measured it, and a hidden row
 * takes no focus; until then `holder`, the list, has it, so that no key press is lost. Gives up when `isWanted`
 * says it is another row's turn.
 */
export async function takeFocus(
	find: () => HTMLElement | null,
	holder: HTMLElement,
	isWanted: () => boolean
): Promise<void> {
	for (let frame = 0; frame < MOST_FRAMES && isWanted(); frame++) {
		const row = find();
		row?.focus({ preventScroll: true });
		if (row !== null && row === document.activeElement) return;
		holder.focus({ preventScroll: true });
		await new Promise((done) => requestAnimationFrame(done));
	}
}

/**
 * Gives the focus back to a row of `list` that lost it by being moved: the browser removes and reinserts the
 * row, which would leave a keyboard user nowhere. `order` reads what the order depends on. Call it while a
 * component is set up.
 */
export function holdFocus(list: () => HTMLElement | null, order: () => unknown): void {
	let held: Element | null = null;
	$effect.pre(() => {
		order();
		held = list()?.contains(document.activeElement) ? document.activeElement : null;
	});
	$effect(() => {
		order();
		if (held instanceof HTMLElement && held.isConnected && document.activeElement === document.body)
			held.focus({ preventScroll: true });
	});
}
