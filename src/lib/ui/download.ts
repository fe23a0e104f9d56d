/** Handing an attachment over to the browser's own downloads. */
import { isCalledOff } from '../base/fault';
import type { Message } from '../domain/messages';
import type { Attachments } from '../state/contract/attachments';
import { save } from './save';

/** Downloads a message's attachment; what was called off meanwhile is nothing to speak of. Rejects like `fetch`. */
export async function download(attachments: Attachments, message: Message): Promise<void> {
	try {
		const { content, name } = await attachments.fetch(message);
		// a type that nothing opens by itself
		save(content.slice(0, content.size, 'application/octet-stream'), name);
	} catch (error) {
		if (!isCalledOff(error)) throw error;
	}
}
