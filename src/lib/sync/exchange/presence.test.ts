/** Who is here, and who only claims to be. SPEC.md N. */
import { describe, expect, it } from 'vitest';
import { device, scene } from '../../../../tests/support/devices';
import { newEpoch, removal } from '../../../../tests/support/amending';
import { connectionName } from '../../wire/challenge';
import { openPresence, sealPresence } from './presence';
import { settle } from '../../../../tests/support/settling';

const NONCE = new Uint8Array(32).fill(1);
const OTHER = new Uint8Array(32).fill(2);

async function trio() {
	const stream = await scene('member', 'member');
	const [berta, anton, mia] = [
		await device(stream, 0, 'Berta'),
		await device(stream, 1, 'Anton'),
		await device(stream, 2, 'Mia')
	];
	const sealed = await sealPresence(anton.space, NONCE, true);
	if (!sealed) throw new Error('no key');
	return { stream, berta, anton, mia, sealed, name: connectionName(stream.space, NONCE) };
}

describe('presence', () => {
	it('[N1] tells members who is here and typing, always in the same number of bytes', async () => {
		const { berta, anton, sealed, name } = await trio();
		expect(await openPresence(berta.space, name, sealed)).toMatchObject({
			ok: true,
			value: { member: anton.space.credentials.member, isTyping: true }
		});
		const idle = await sealPresence(anton.space, NONCE, false);
		expect(idle?.length).toBe(sealed.length);
		expect(await openPresence(berta.space, name, idle ?? new Uint8Array())).toMatchObject({
			ok: true,
			value: { isTyping: false }
		});
	});

	it('[N2] is worthless on another connection, and later', async () => {
		const { stream, berta, sealed, name } = await trio();
		expect((await openPresence(berta.space, connectionName(stream.space, OTHER), sealed)).ok).toBe(false);
		stream.nowMs += 11 * 60_000;
		expect((await openPresence(berta.space, name, sealed)).ok).toBe(false);
		stream.nowMs -= 22 * 60_000;
		expect((await openPresence(berta.space, name, sealed)).ok).toBe(false);
	});

	it('[N3] is nobody’s when it claims to be me, or is forged, altered or from another space', async () => {
		const { anton, mia, berta, sealed, name } = await trio();
		expect((await openPresence(anton.space, name, sealed)).ok).toBe(false);
		for (let i = 0; i < sealed.length; i += 37) {
			const flipped = sealed.slice();
			flipped[i] = (flipped[i] ?? 0) ^ 1;
			expect((await openPresence(berta.space, name, flipped)).ok).toBe(false);
		}
		const elsewhere = await trio();
		expect((await openPresence(elsewhere.berta.space, elsewhere.name, sealed)).ok).toBe(false);
		// Mia has the space's key but not Anton's device
		const certificate = anton.space.credentials.certificate;
		const posing = await sealPresence(
			Object.assign(Object.create(mia.space) as typeof mia.space, {
				credentials: { ...mia.space.credentials, certificate }
			}),
			NONCE,
			false
		);
		expect((await openPresence(berta.space, name, posing ?? new Uint8Array())).ok).toBe(false);
	});

	it('[N3] is nobody’s once the member is removed', async () => {
		const { stream, berta, anton, mia, name } = await trio();
		for (const one of [berta, mia]) one.connect();
		await settle(stream);
		const removed = berta.replica.amend(() => removal(berta, anton.space.credentials.member));
		await settle(stream);
		await removed;
		const { epochs } = berta.space;
		const late = await sealPresence(
			Object.assign(Object.create(anton.space) as typeof anton.space, { epochs, charter: berta.space.charter }),
			NONCE,
			false
		);
		expect((await openPresence(mia.space, name, late ?? new Uint8Array())).ok).toBe(false);
		expect((await newEpoch(berta)).length).toBeGreaterThan(0);
	});
});
