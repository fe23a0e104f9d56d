/** Counting requests per sender. */
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../settings/limits';
import { Addresses, networkOf } from './addresses';
import { isNetwork, Proxies } from './proxies';

it('[R35] nobody resets the counts of others, however many addresses they have', () => {
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

it('[R35] an IPv6 address counts by its /64, in any notation', () => {
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

it('[R35] a sender is the one that proxies name, as far as they are trusted', () => {
	const proxies = new Proxies(['10.1.0.0/16', '2001:db8::/64', '192.0.2.7']);
	const sender = (remoteAddress: string, named?: string): string =>
		proxies.senderOf({
			headers: named === undefined ? {} : { 'x-forwarded-for': named },
			socket: { remoteAddress }
		} as Parameters<typeof proxies.senderOf>[0]);
	expect(sender('203.0.113.9')).toBe('203.0.113.9');
	expect(sender('203.0.113.9', '198.51.100.1'), 'anybody can claim anything').toBe('203.0.113.9');
	expect(sender('192.0.2.8', '198.51.100.1')).toBe('192.0.2.8');
	for (const proxy of ['127.0.0.1', '::1', '10.1.2.3', '::ffff:10.1.2.3', '192.0.2.7', '2001:db8::9'])
		expect(sender(proxy, 'whatever, 198.51.100.1'), proxy).toBe('198.51.100.1');
	expect(sender('127.0.0.1', '198.51.100.1, 203.0.113.9, 10.1.0.1'), 'several in a row').toBe('203.0.113.9');
	expect(sender('127.0.0.1', '198.51.100.1, [2001:db8::9]:443'), 'with a port').toBe('198.51.100.1');
	expect(sender('127.0.0.1'), 'one that names nobody').toBe('127.0.0.1');
	expect(sender('10.1.0.1', '10.1.0.2')).toBe('10.1.0.2');
	for (const odd of ['', ',', 'nonsense', '::1%eth0', 'fe80::1%', '999.1.1.1', '127.0.0.1:x'])
		expect(() => sender('127.0.0.1', odd), odd).not.toThrow();
	expect(() => sender('fe80::1%eth0', '198.51.100.1')).not.toThrow();
});

it('[R35] proxies are listed by address or network', () => {
	for (const text of ['10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32']) expect(isNetwork(text), text).toBe(true);
	for (const text of ['', 'proxy', '10.0.0.0/33', '10.0.0/8', '2001:db8::/129', '10.0.0.1/', '::1%eth0'])
		expect(isNetwork(text), text).toBe(false);
});
