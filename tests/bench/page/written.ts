/** What the page gives its browser to keep, counted equally for both sides. */

let written = 0;

/** The bytes of all rows written to IndexedDB so far, without their keys. */
export function bytesWritten(): number {
	return written;
}

for (const name of ['put', 'add'] as const) {
	// eslint-disable-next-line @typescript-eslint/unbound-method -- reason: called with its own store below
	const before = IDBObjectStore.prototype[name];
	IDBObjectStore.prototype[name] = function (value: unknown, ...key: [IDBValidKey?]) {
		written += size(value);
		return before.call(this, value, ...key);
	};
}

function size(value: unknown): number {
	if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
	if (typeof value === 'string') return value.length;
	if (typeof value !== 'object' || value === null) return 8;
	return Object.values(value).reduce((sum: number, part) => sum + size(part), 0);
}
