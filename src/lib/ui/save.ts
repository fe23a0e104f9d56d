/** Handing a file to the browser's downloads. */

/** The browser reads it in its own time. */
const KEPT_MS = 60_000;

/** Downloads `content` under `name`. */
export function save(content: Blob, name: string): void {
	const url = URL.createObjectURL(content);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => {
		URL.revokeObjectURL(url);
	}, KEPT_MS);
}
