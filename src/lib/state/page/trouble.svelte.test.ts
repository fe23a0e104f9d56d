import { expect, it } from 'vitest';
import { Fault, passOver } from '../../base/fault';
import { trouble } from './trouble.svelte';

it('[Z6] reports trouble as soon as the page throws something uncaught, and forgets the oldest of many', () => {
	trouble.listen();
	trouble.listen();
	expect(trouble.code).toBe(null);
	const message = 'ResizeObserver loop completed with undelivered notifications.';
	dispatchEvent(new ErrorEvent('error', { message }));
	expect(trouble.code, 'sizes delivered a frame late are no trouble').toBe(null);
	const late = Object.assign(new Event('unhandledrejection'), { reason: new Fault('session-over') });
	dispatchEvent(late);
	expect(trouble.code, 'errors after a lock are no trouble').toBe(null);
	dispatchEvent(new ErrorEvent('error', { error: new Error('bug: a test') }));
	expect([trouble.code, trouble.errors.length]).toEqual(['trouble', 1]);
	const rejected = Object.assign(new Event('unhandledrejection'), { reason: 'bug: another' });
	for (let i = 0; i < 30; i++) dispatchEvent(rejected);
	expect(trouble.errors).toHaveLength(20);
	expect(trouble.errors[0]).toBe('bug: another');
});

it('[Z6] an unnamed error comes out', () => {
	const fault = new Fault('storage-full');
	expect(passOver()(fault)).toBe(undefined);
	expect(passOver('storage-full', 'no-connection')(fault)).toBe(undefined);
	expect(() => passOver('no-connection')(fault)).toThrow(fault);
	expect(passOver('no-connection')(new Fault('session-over'))).toBe(undefined);
	expect(() => passOver()(new Error('bug: a test'))).toThrow('bug: a test');
});
