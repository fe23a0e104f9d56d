/** Text being written in one stream, on a disk that may be full. SPEC.md K2. */
import { expect, it, vi } from 'vitest';
import { Fault } from '../../base/fault';
import type { Session } from '../session/session';
import { Draft } from './draft.svelte';

const kept = vi.hoisted(() => ({ text: '', isFull: false }));
vi.mock('../session/drafts', () => ({
	readDraft: () => Promise.resolve(kept.text),
	isUnkept: () => false,
	keepDraft: (_session: Session, _id: string, text: string) => {
		if (!kept.isFull) kept.text = text;
		return Promise.resolve(!kept.isFull);
	}
}));

async function field(write: () => Promise<void> = () => Promise.resolve(), before = '') {
	Object.assign(kept, { text: before, isFull: false });
	const typing: boolean[] = [];
	const events = { write, onKeep: () => undefined, onTyping: (is: boolean) => void typing.push(is) };
	const draft = new Draft({} as unknown as Session, 's', events);
	await draft.painted;
	return { draft, typing };
}

it('[K2] text being sent is kept until it is a message, and the field is free at once', async () => {
	const finish: (() => void)[] = [];
	const { draft, typing } = await field(() => new Promise((resolve) => finish.push(resolve)));
	draft.text = 'Hilfe';
	const sent = draft.send('Hilfe');
	expect(draft.text).toBe('');
	draft.text = 'und noch etwas';
	await draft.keep();
	expect(kept.text).toBe('Hilfe\nund noch etwas');
	finish[0]?.();
	await sent;
	await draft.keep();
	expect(kept.text).toBe('und noch etwas');
	expect(typing).toEqual([true, false, true]);
});

it('[K2] text that could not be sent returns to the field, above what was typed meanwhile', async () => {
	const { draft } = await field(() => Promise.reject(new Fault('storage-full', { retry: true })));
	const answered = { id: 'm' } as Draft['replyTo'];
	draft.text = 'eins';
	draft.replyTo = answered;
	const sent = draft.send('eins');
	draft.text = 'zwei';
	await expect(sent).rejects.toThrow('storage-full');
	expect(draft.text).toBe('eins\nzwei');
	expect(draft.replyTo).toBe(answered);
	await expect(draft.send('  ')).rejects.toThrow('message-empty');
	expect(draft.text).toBe('eins\nzwei');
});

it('[K1] an earlier draft goes above what is typed already', async () => {
	const { draft } = await field(undefined, 'gestern');
	expect(draft.text).toBe('gestern');
	kept.isFull = true;
	draft.text = 'gestern, heute';
	await draft.keep();
	expect(draft.isKept).toBe(false);
	kept.isFull = false;
	await draft.keep();
	expect([draft.isKept, kept.text]).toEqual([true, 'gestern, heute']);
});
