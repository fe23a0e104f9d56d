import { beforeAll, describe, expect, it } from 'vitest';
import { certificateFor, flipped, person, type Person } from '../../../tests/support/people';
import { hex } from '../base/bytes';
import type { SpaceId } from '../base/ids';
import { hash } from '../crypto/hash';
import { certifyDevice, deviceCertificate, isCertifiedBy, memberIdOf, type DeviceCertificate } from './certificate';
import { decode, encode } from './codec';

const SPACE = '5'.repeat(32) as SpaceId;
const OTHER = '6'.repeat(32) as SpaceId;
let anton: Person, eve: Person;
let certificate: DeviceCertificate;
beforeAll(async () => {
	[anton, eve] = await Promise.all([person('Anton'), person('Eve')]);
	certificate = await certificateFor(SPACE, anton);
});

describe('a member', () => {
	it('[W1] is named after her first signing key', () => {
		expect(memberIdOf(anton.sign.publicKey)).toBe(hex(hash('member', anton.sign.publicKey)).slice(0, 32));
	});
});

describe('a device', () => {
	it('[W2] belongs to the member who certifies it, in this space', async () => {
		expect(await isCertifiedBy(SPACE, anton.sign.publicKey, certificate)).toBe(true);
		expect(decode(deviceCertificate, encode(deviceCertificate, certificate))).toEqual({ ok: true, value: certificate });
		expect(encode(deviceCertificate, certificate)).toHaveLength(16 + 32 + 64);
	});

	it("[W2] of Eve's is never accepted as Anton's", async () => {
		const forged = await certifyDevice(SPACE, anton.id, eve.sign, eve.device.publicKey);
		expect(await isCertifiedBy(SPACE, anton.sign.publicKey, forged)).toBe(false);
		const swapped = { ...certificate, device: eve.device.publicKey };
		expect(await isCertifiedBy(SPACE, anton.sign.publicKey, swapped)).toBe(false);
		expect(await isCertifiedBy(SPACE, anton.sign.publicKey, { ...certificate, member: eve.id })).toBe(false);
	});

	it('[W2] is certified for one space only', async () => {
		expect(await isCertifiedBy(OTHER, anton.sign.publicKey, certificate)).toBe(false);
	});

	it('[W2] no bit of a certificate can be flipped', async () => {
		const raw = encode(deviceCertificate, certificate);
		for (let bit = 0; bit < raw.length * 8; bit++) {
			const read = decode(deviceCertificate, flipped(raw, bit));
			if (!read.ok) expect.fail('every bit belongs to an id, a key or a signature');
			expect(await isCertifiedBy(SPACE, anton.sign.publicKey, read.value), `bit ${bit}`).toBe(false);
		}
	});
});
