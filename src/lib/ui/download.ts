/** Handing a file over to the browser's own downloads. */
import type { Message } from '../domain/messages';
import type { Attachments } from '../state/attachment-contract';

/** The browser reads it in its own time. */
const KEPT_MS = 60_000;

/** Downloads `content` under `name`. Its type is one that nothing opens by itself. */
export function save(content: Blob, name: string): void {
	const url = URL.createObjectURL(content.slice(0, content.size, 'application/octet-stream'));
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => {
		URL.revokeObjectURL(url);
	}, KEPT_MS);
}

/** Downloads a message's attachment; what was called off meanwhile is nothing to speak of. Rejects like `fetch`. */
export async function download(attachments: Attachments, message: Message): Promise<void> {
	try {
		const { content, name } = await attachments.fetch(message);
		save(content, name);
	} catch (error) {
		if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
	}
}
