/** Where a value belongs among sorted ones. */

/** The first of `count` places for which `isBefore` no longer holds; `count` if it holds for all. */
export function firstAt(count: number, isBefore: (place: number) => boolean): number {
	let [low, high] = [0, count];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (isBefore(middle)) low = middle + 1;
		else high = middle;
	}
	return low;
}
