/** Counting who asks. */
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../limits';
import { Addresses, networkOf } from './addresses';

it('[R35] nobody clears what is counted of others, however many addresses he has', () => {
	const addresses = new Addresses(DEFAULT_LIMITS, () => 0);
	for (let i = 0; i < 1_001; i++) addresses.failed('203.0.113.9');
	const leave = addresses.connect('203.0.113.10');
	expect(addresses.mayProve('203.0.113.9')).toBe(false);
	// a whole /48: 65,536 networks, none of them idle
	for (let i = 0; i < 65_536; i++) {
		const network = `2001:db8:1:${i.toString(16)}`;
		addresses.failed(network);
		addresses.mayAsk(network, 'packages');
	}
	expect(addresses.size).toBeLessThanOrEqual(20_000);
	expect(addresses.mayProve('203.0.113.9'), 'still counted').toBe(false);
	expect(leave).not.toBeNull();
});

it('[R35] an IPv6 address counts by its /64, however it is written', () => {
	for (const text of [
		'2001:db8::1',
		'2001:db8::5:6:7:8',
		'2001:0DB8:0:0:ffff::',
		'[2001:db8::1]:443',
		'2001:db8:0:0:1:2:3:4'
	])
		expect(networkOf(text), text).toBe('2001:db8:0:0');
	expect(networkOf('::1')).toBe('0:0:0:0');
	expect(networkOf('2001:db8:1:2::')).toBe('2001:db8:1:2');
	expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
	expect(networkOf('::ffff:203.0.113.9')).toBe('::ffff:203.0.113.9');
});
