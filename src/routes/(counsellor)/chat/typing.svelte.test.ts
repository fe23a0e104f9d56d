/** Fields that work finishing later must not empty. src/lib/state/SPEC.md K1. */
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import '../../../../tests/support/dialogs';
import { speak } from '../../../lib/ui/language.svelte';
import AbsenceWindow from '../AbsenceWindow.svelte';
import MemberSearch from './members/MemberSearch.svelte';
import TopicsField from './monitoring/TopicsField.svelte';

beforeAll(() => speak('de-du'));
let shown: object | null = null;
afterEach(async () => {
	if (shown) await unmount(shown);
	shown = null;
});

/** Mounts a component; `type` types into its only text field. */
function show<P extends Record<string, unknown>>(component: Component<P>, props: P) {
	shown = mount(component as Component<Record<string, unknown>>, { target: document.body, props });
	flushSync();
	const field = (): HTMLInputElement =>
		document.querySelector('input:not([type="checkbox"]), textarea') ?? expect.fail('no field');
	const type = (text: string): void => {
		field().value = text;
		field().dispatchEvent(new Event('input', { bubbles: true }));
		flushSync();
	};
	const press = (what: string): void => {
		document.querySelector<HTMLButtonElement>(what)?.click();
		flushSync();
	};
	return { field, type, press };
}

/** Work that ends when told to. */
function work() {
	let end = (): void => undefined;
	const begin = (): Promise<void> => new Promise((done) => (end = done));
	return {
		begin,
		end: async (): Promise<void> => {
			end();
			for (let i = 0; i < 5; i++) await tick();
		}
	};
}

describe('[K1] what is typed while something is under way stays', () => {
	const cem = { id: 'cem', name: 'Cem', kind: 'client', isMember: false };

	it('in the search for members', async () => {
		const { begin, end } = work();
		const groups = { find: () => [cem], add: begin };
		const { field, type, press } = show(MemberSearch as never, { groups, group: 'g', ondone: () => undefined });
		type('Cem');
		press('li button');
		type('Mia');
		await end();
		expect(field().value).toBe('Mia');
		press('li button');
		await end();
		expect(field().value).toBe('');
	});

	it('in the field for a new topic', async () => {
		const { begin, end } = work();
		const sheets = { lists: { topics: [] }, add: begin };
		const run = async (task: Promise<void>): Promise<boolean> => {
			await task;
			return true;
		};
		const { field, type, press } = show(TopicsField as never, { sheets, run });
		type('Schulden');
		press('button[type="submit"]');
		type('Wohnen');
		await end();
		expect(field().value).toBe('Wohnen');
	});

	it('in the window for an absence, which stays open for it', async () => {
		const { begin, end } = work();
		let isOpen = true;
		const own = { absence: '', choose: begin };
		const { field, type, press } = show(AbsenceWindow as never, { own, onclose: () => (isOpen = false) });
		type('Bis Montag');
		press('button[type="submit"]');
		type('Bis Montag, dann wieder');
		await end();
		expect([isOpen, field().value]).toEqual([true, 'Bis Montag, dann wieder']);
		press('button[type="submit"]');
		await end();
		expect(isOpen).toBe(false);
	});
});
