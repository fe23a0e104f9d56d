import { describe, expect, it } from 'vitest';
import { concat, hex, utf8 } from '../base/bytes';
import { prefix } from './hash';
import { isMac, mac } from './mac';

describe('[C8] a MAC', () => {
	it("is the platform's HMAC-SHA-256 over label and parts", async () => {
		const [secret, parts] = [new Uint8Array(32).fill(7), [utf8('one'), utf8('two')]];
		const algorithm = { name: 'HMAC', hash: 'SHA-256' };
		const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
		const whole = concat(prefix('ticket'), ...parts);
		expect(hex(mac(secret, 'ticket', ...parts))).toBe(
			hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, whole)))
		);
	});

	it('is recognised whole, and no other', () => {
		const right = mac(new Uint8Array(32), 'ticket');
		expect(isMac(right, right.slice())).toBe(true);
		for (const i of [0, 15, 31]) {
			const wrong = right.slice();
			wrong[i] = (wrong[i] ?? 0) ^ 1;
			expect(isMac(right, wrong)).toBe(false);
		}
		expect(isMac(right, right.slice(0, 31))).toBe(false);
	});
});
