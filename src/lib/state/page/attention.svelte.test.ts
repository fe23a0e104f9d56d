/** Announcing new messages if the system refuses. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { attention } from './attention.svelte';

it('[Z6] a notification that the system refuses is no trouble', async () => {
	const shown = vi.fn(() => Promise.reject(new DOMException('no service for it', 'NS_ERROR_FAILURE')));
	vi.stubGlobal('Notification', { permission: 'granted' });
	vi.stubGlobal(
		'AudioContext',
		class {
			state = 'suspended';
		}
	);
	vi.stubGlobal('navigator', {
		serviceWorker: { getRegistration: () => Promise.resolve({ showNotification: shown }) }
	});
	vi.spyOn(document, 'hasFocus').mockReturnValue(false);
	const unheard: unknown[] = [];
	const hear = (reason: unknown): void => void unheard.push(reason);
	process.on('unhandledRejection', hear);
	onTestFinished(() => {
		process.off('unhandledRejection', hear);
		vi.unstubAllGlobals();
		vi.restoreAllMocks();
	});
	attention.words = () => ({ title: 'Chat', body: 'New messages' });
	attention.newMessage();
	await vi.waitFor(() => expect(shown).toHaveBeenCalledWith('Chat', expect.objectContaining({ body: 'New messages' })));
	// Node reports unhandled rejections at the end of the turn.
	await new Promise((done) => setTimeout(done, 0));
	expect(unheard).toEqual([]);
});
