/** Work counted instead of timed. */

/** `update` through a proxy that counts how often one of its bytes is read. */
export function counted(update: Uint8Array): { bytes: Uint8Array; reads: () => number } {
	let reads = 0;
	const bytes = new Proxy(update, {
		get(target, name): unknown {
			if (typeof name === 'string' && /^\d+$/.test(name)) reads++;
			if (name === 'subarray') {
				return (from: number, to: number) => {
					reads += to - from;
					return target.subarray(from, to);
				};
			}
			return Reflect.get(target, name, target);
		}
	});
	return { bytes, reads: () => reads };
}
