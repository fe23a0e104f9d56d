import { expect, it } from 'vitest';
import { seatingOf } from './seating';

it('follows the directory: another mailbox moves a seat, a lock takes it away, a new link brings it back', () => {
	const stream = { kind: 'single', client: 'c', mailbox: 'c' };
	expect(seatingOf(stream, { name: 'Kim7' })).toBe('none');
	expect(seatingOf(stream, { name: 'Kim7', mailbox: 'c' })).toBe('none');
	expect(seatingOf(stream, { name: 'Kim7', mailbox: 'd' })).toBe('move');
	expect(seatingOf(stream, { name: 'Kim7', locked: true })).toBe('take away');
	expect(seatingOf({ ...stream, isLocked: true }, { name: 'Kim7', locked: true })).toBe('none');
	expect(seatingOf({ ...stream, isLocked: true }, { name: 'Kim7', mailbox: 'd', locked: false })).toBe('move');
});

it('is the host’s to carry out: not for groups, seats of others, or people that nobody knows', () => {
	const locked = { name: 'Kim7', locked: true };
	expect(seatingOf({ kind: 'group' }, locked)).toBe('none');
	expect(seatingOf({ kind: 'single', provisional: 'x' }, locked)).toBe('none');
	expect(seatingOf({ kind: 'single' }, undefined)).toBe('none');
});
