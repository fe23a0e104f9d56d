import { expect, it, vi } from 'vitest';
import { codeOf, Fault, isCalledOff, must, never, Refusal } from './fault';

it('tells refusals from faults', () => {
	const refusal = new Refusal('link-expired');
	expect(refusal).toBeInstanceOf(Error);
	expect(refusal).toMatchObject({ name: 'Refusal', code: 'link-expired', message: 'link-expired' });
	expect(refusal).not.toBeInstanceOf(Fault);
});

it('keeps the cause of a fault and whether to retry', () => {
	const cause = new Error('quota');
	expect(new Fault('storage-full', { cause })).toMatchObject({ code: 'storage-full', cause, retry: false });
	expect(new Fault('no-connection', { retry: true }).retry).toBe(true);
});

it('must() passes every value except null and undefined', () => {
	expect(must(0, 'zero')).toBe(0);
	expect(must('', 'nothing')).toBe('');
	expect(() => must(null, 'the feed')).toThrow('bug: the feed is missing');
	expect(() => must(undefined, 'the feed')).toThrow('bug: the feed is missing');
});

it('never() does not print its argument', () => {
	expect(() => never('a secret' as never)).toThrow('bug: unexpected string');
});

it('[Z6] gives an expected error its code and reports all others', async () => {
	expect(codeOf(new Refusal('link-expired'))).toBe('link-expired');
	const heard = new Promise((resolve) => {
		vi.stubGlobal('queueMicrotask', (task: () => void) => {
			expect(task).toThrow('bug: a test');
			resolve(true);
		});
	});
	expect(codeOf(new Error('bug: a test'))).toBe('unexpected');
	await heard;
	vi.unstubAllGlobals();
});

it('[Z6] tells cancelled work from failed work', () => {
	const controller = new AbortController();
	controller.abort();
	expect(isCalledOff(controller.signal.reason)).toBe(true);
	expect(isCalledOff(new Fault('no-connection'))).toBe(false);
	expect(isCalledOff(null)).toBe(false);
});
