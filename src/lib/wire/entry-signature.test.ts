import { describe, expect, it } from 'vitest';
import { flipped, seed } from '../../../tests/support/people';
import { anton, eve, open, OTHER, second, SPACE } from '../../../tests/support/entries';
import { fromHex, hex } from '../base/bytes';
import { contentKey, seal, unseal } from '../crypto/seal';
import { headerBytes, isSignedByDevice, NO_ENTRY, parseEntry, signEntry } from './entry';

describe('signature and seal', () => {
	it('[E3] covers space, header and payload', async () => {
		expect(await isSignedByDevice(SPACE, anton.device.publicKey, second)).toBe(true);
		expect(await isSignedByDevice(OTHER, anton.device.publicKey, second)).toBe(false);
		expect(await isSignedByDevice(SPACE, eve.device.publicKey, second)).toBe(false);
		const header = { ...second.header, seq: 3 };
		const later = { ...second, header, head: headerBytes(header) };
		expect(await isSignedByDevice(SPACE, anton.device.publicKey, later)).toBe(false);
	});

	it('[E3] none of a thousand flipped bits passes as signed', async () => {
		for (const entry of [open, second]) {
			const bits = entry.bytes.length * 8;
			for (let i = 0; i < 500; i++) {
				const bit = Math.floor((i * bits) / 500);
				const read = parseEntry(SPACE, flipped(entry.bytes, bit));
				if (read.ok)
					expect(await isSignedByDevice(SPACE, anton.device.publicKey, read.value), `bit ${bit}`).toBe(false);
			}
		}
	});

	it('[E3] a payload opens only beside its own header', async () => {
		const key = await contentKey(seed('epoch'));
		const context = [fromHex(SPACE), headerBytes(second.header)];
		const sealed = await seal(key, 'entry', seed('plain'), ...context);
		expect((await unseal(key, 'entry', sealed, ...context)).ok).toBe(true);
		for (const fields of [{ seq: 3 }, { epoch: 2 }, { previous: NO_ENTRY }, { blobs: [] }]) {
			const other = headerBytes({ ...second.header, ...fields });
			expect((await unseal(key, 'entry', sealed, fromHex(SPACE), other)).ok).toBe(false);
		}
		expect((await unseal(key, 'entry', sealed, fromHex(OTHER), headerBytes(second.header))).ok).toBe(false);
	});

	it('[E3] the hash that the next entry names covers all of it', async () => {
		const others = await Promise.all([
			signEntry(SPACE, { ...second.header, epoch: 2 }, seed('sealed'), anton.device),
			signEntry(SPACE, second.header, seed('other'), anton.device),
			signEntry(SPACE, second.header, seed('sealed'), eve.device),
			signEntry(OTHER, second.header, seed('sealed'), anton.device)
		]);
		expect(new Set([second, ...others].map((entry) => hex(entry.hash))).size).toBe(5);
	});
});
