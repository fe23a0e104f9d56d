import { beforeAll, describe, expect, it } from 'vitest';
import { flipped, person, seed, value, type Person } from '../../../tests/support/people';
import { concat, hex } from '../base/bytes';
import { hash } from '../crypto/hash';
import {
	closedBecause,
	encodeContent,
	encodeLease,
	encodePackage,
	FOR_EVER_DAY,
	packageIdOf,
	parsePackage,
	signPackage,
	withContent,
	withLease,
	type Package,
	type PackageContent,
	type PackageLease
} from './package';

const TODAY = 20_000;
/** Anton knows the secret, Berta issued the package, Eve did neither. */
let anton: Person, berta: Person, eve: Person;
let content: PackageContent;
let lease: PackageLease;
let raw: Uint8Array<ArrayBuffer>;
let kept: Package;

beforeAll(async () => {
	[anton, berta, eve] = await Promise.all([person('Anton'), person('Berta'), person('Eve')]);
	const [writer, issuer] = [anton.sign.publicKey, berta.sign.publicKey];
	const id = packageIdOf(writer);
	content = { package: id, version: 1, closed: 0, writer, sealed: seed('sealed') };
	lease = { package: id, version: 1, writer, issuer, lastDay: TODAY, revoked: 0 };
	raw = await signPackage({ content, lease }, anton.sign, berta.sign);
	kept = value(await parsePackage(raw));
});

/** Why new content is refused. */
async function rewritten(fields: Partial<PackageContent>, by = anton, at = kept): Promise<string> {
	const read = await withContent(at, await encodeContent({ ...at.content.body, version: 2, ...fields }, by.sign));
	return read.ok ? 'accepted' : read.why;
}

/** Why a new lease is refused. */
async function renewed(fields: Partial<PackageLease>, by = berta, at = kept): Promise<string> {
	const read = await withLease(at, await encodeLease({ ...at.lease.body, version: 2, ...fields }, by.sign));
	return read.ok ? 'accepted' : read.why;
}

describe('a package', () => {
	it('[P1] is named after the key that writes it, and round-trips', () => {
		expect(content.package).toBe(hex(hash('package', anton.sign.publicKey)).slice(0, 32));
		expect(kept.content.body).toEqual(content);
		expect(kept.lease.body).toEqual(lease);
		expect(encodePackage(kept)).toEqual(raw);
	});

	it('[P1] Eve cannot take an id that is not hers', async () => {
		const wrong = { ok: false, why: 'not the id of this package' };
		const foreign = { ...content, writer: eve.sign.publicKey };
		expect(await parsePackage(await signPackage({ content: foreign, lease }, eve.sign, berta.sign))).toEqual(wrong);
		const own = { ...foreign, package: packageIdOf(eve.sign.publicKey) };
		expect(await parsePackage(await signPackage({ content: own, lease }, eve.sign, berta.sign))).toEqual(wrong);
		const other = { ...lease, writer: eve.sign.publicKey };
		expect(await parsePackage(await signPackage({ content, lease: other }, anton.sign, berta.sign))).toEqual(wrong);
	});

	it('[P1] a flipped bit is refused, no byte is missing or left over', async () => {
		for (let bit = 0; bit < raw.length * 8; bit += 3) {
			expect((await parsePackage(flipped(raw, bit))).ok, `bit ${bit}`).toBe(false);
		}
		for (let length = 0; length < raw.length; length++)
			expect((await parsePackage(raw.slice(0, length))).ok).toBe(false);
		expect((await parsePackage(concat(raw, Uint8Array.of(0)))).ok).toBe(false);
	});

	it('[P1] content and lease are each signed by one key, under separate labels', async () => {
		const unsigned = { ok: false, why: 'package not signed' };
		expect(await parsePackage(await signPackage({ content, lease }, eve.sign, berta.sign))).toEqual(unsigned);
		expect(await parsePackage(await signPackage({ content, lease }, anton.sign, eve.sign))).toEqual(unsigned);
		expect((await withContent(kept, await encodeLease(lease, anton.sign))).ok).toBe(false);
		expect((await withLease(kept, await encodeContent(content, berta.sign))).ok).toBe(false);
	});
});

describe('its content', () => {
	it('[P2] goes up one version at a time, by the same writer', async () => {
		expect(await rewritten({ sealed: seed('new') })).toBe('accepted');
		for (const version of [0, 1, 3, Number.MAX_SAFE_INTEGER]) {
			expect(await rewritten({ version, sealed: seed('new') })).toBe('head-moved');
		}
		expect(await rewritten({ writer: eve.sign.publicKey }, eve)).toBe('another package');
		expect(await rewritten({ package: packageIdOf(eve.sign.publicKey) })).toBe('another package');
		expect(await rewritten({}, eve)).toBe('bad-signature');
		expect(await rewritten({}, berta)).toBe('bad-signature');
	});

	it('[P2] once closed, it stays closed', async () => {
		const closed = value(
			await withContent(kept, await encodeContent({ ...content, version: 2, closed: 1 }, anton.sign))
		);
		expect(closedBecause(closed, TODAY)).toBe('kept');
		for (const again of [0, 1] as const)
			expect(await rewritten({ version: 3, closed: again }, anton, closed)).toBe('closed');
		expect(await renewed({}, berta, closed)).toBe('accepted');
	});

	it('[P2] the same bytes again change nothing, closed or not', async () => {
		expect(value(await withContent(kept, await encodeContent(content, anton.sign)))).toBe(kept);
		const last = await encodeContent({ ...content, version: 2, closed: 1 }, anton.sign);
		const closed = value(await withContent(kept, last));
		expect(value(await withContent(closed, last))).toBe(closed);
	});
});

describe('its lease', () => {
	it('[P3] is open up to and including its last day', () => {
		expect(closedBecause(kept, TODAY)).toBeNull();
		expect(closedBecause(kept, TODAY + 1)).toBe('expired');
		const recovery = { ...kept, lease: { ...kept.lease, body: { ...lease, lastDay: FOR_EVER_DAY } } };
		expect(closedBecause(recovery, TODAY * 10)).toBeNull();
	});

	it('[P3] goes up, by the same issuer', async () => {
		for (const version of [2, 9]) expect(await renewed({ version, lastDay: TODAY + 7 })).toBe('accepted');
		for (const version of [0, 1]) expect(await renewed({ version, lastDay: TODAY + 7 })).toBe('head-moved');
		expect(await renewed({ issuer: eve.sign.publicKey }, eve)).toBe('another package');
		expect(await renewed({ writer: eve.sign.publicKey })).toBe('another package');
		expect(await renewed({ package: packageIdOf(eve.sign.publicKey) })).toBe('another package');
		expect(await renewed({}, eve)).toBe('bad-signature');
		expect(await renewed({}, anton)).toBe('bad-signature');
	});

	it('[P3] once revoked, it stays revoked', async () => {
		const revoked = value(await withLease(kept, await encodeLease({ ...lease, version: 2, revoked: 1 }, berta.sign)));
		expect(closedBecause(revoked, TODAY)).toBe('revoked');
		expect(await renewed({ version: 3, revoked: 0 }, berta, revoked)).toBe('head-moved');
		expect(await renewed({ version: 3, revoked: 1, lastDay: TODAY + 1 }, berta, revoked)).toBe('accepted');
	});

	it('[P3] the same bytes again change nothing', async () => {
		expect(value(await withLease(kept, await encodeLease(lease, berta.sign)))).toBe(kept);
	});
});
