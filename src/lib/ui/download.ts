/** Handing an attachment to the browser's downloads. */
import { isCalledOff } from '../base/fault';
import type { Message } from '../domain/messages';
import type { Attachments } from '../state/contract/attachments';
import { save } from './save';

/** Downloads a message's attachment; ignores being called off. Otherwise rejects like `fetch`. */
export async function download(attachments: Attachments, message: Message): Promise<void> {
	try {
		const { content, name } = await attachments.fetch(message);
		// A type that no application opens by itself.
		save(content.slice(0, content.size, 'application/octet-stream'), name);
	} catch (error) {
		if (!isCalledOff(error)) throw error;
	}
}
