/** When a window closes. SPEC.md M7. */
import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import '../../../tests/support/dialogs';
import Modal from './Modal.svelte';

let shown: object | null = null;
afterEach(async () => {
	if (shown) await unmount(shown);
	shown = null;
});

/** A window with a file field in it. */
function show() {
	let closings = 0;
	const props = {
		title: 'Fenster',
		onclose: () => void closings++,
		children: createRawSnippet(() => ({ render: () => '<input type="file" />' }))
	};
	shown = mount(Modal, { target: document.body, props });
	flushSync();
	const [dialog] = document.getElementsByTagName('dialog');
	const [field] = document.getElementsByTagName('input');
	if (!dialog || !field) throw new Error('no window');
	return { dialog, field, closings: () => closings };
}

const cancelling = (bubbles: boolean): Event => new Event('cancel', { bubbles, cancelable: true });

describe('[M7] a window', () => {
	it('is closed by the page when Escape is pressed, not by the browser later', () => {
		const { dialog, closings } = show();
		const escape = cancelling(false);
		dialog.dispatchEvent(escape);
		expect([closings(), escape.defaultPrevented]).toEqual([1, true]);
	});

	it('stays when a file dialog inside it is called off', () => {
		const { field, closings } = show();
		field.dispatchEvent(cancelling(true));
		expect(closings()).toBe(0);
	});

	it('closes nothing more once it is gone, whatever the browser says of it then', async () => {
		const { dialog, closings } = show();
		dialog.dispatchEvent(new Event('close'));
		expect(closings()).toBe(1);
		if (shown) await unmount(shown);
		shown = null;
		dialog.dispatchEvent(new Event('close'));
		expect(closings()).toBe(1);
	});
});
