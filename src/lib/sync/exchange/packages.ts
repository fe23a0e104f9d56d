/** Sealed packages at the relay, over HTTP: fetching one by its secret, storing one there. SPEC.md P. */
import { Fault, Refusal } from '../../base/fault';
import type { PackageId, Seed } from '../../base/ids';
import { derive } from '../../crypto/derive';
import { contentKey, seal, unseal } from '../../crypto/seal';
import { randomBytes } from '../../crypto/random';
import { signingKey, type SigningKey } from '../../crypto/sign';
import { hostOf, makeToken } from '../../wire/challenge';
import {
	encodeContent,
	encodeLease,
	packageIdOf,
	FOR_EVER_DAY,
	parsePackage,
	signPackage,
	type Package
} from '../../wire/package';
import type { Credentials } from '../keys/member';

/** Everything a secret opens: the package's id, the key that writes it, the key that seals it. SPEC.md P1. */
export interface PackageKeys {
	readonly id: PackageId;
	readonly writer: SigningKey;
	readonly seal: CryptoKey;
}

/** All keys of a package's secret. `purpose` keeps links, recovery sheets and invitations apart. SPEC.md P1. */
export async function packageKeys(
	secret: Uint8Array,
	purpose: 'link' | 'recovery' | 'invitation'
): Promise<PackageKeys> {
	const [writer, key] = await Promise.all([
		signingKey(derive(secret, `${purpose}-writer`)),
		contentKey(derive(secret, `${purpose}-seal`))
	]);
	return { id: packageIdOf(writer.publicKey), writer, seal: key };
}

/** A new, whole package for the relay. */
export async function makePackage(
	keys: PackageKeys,
	issuer: Seed,
	plain: Uint8Array,
	lastDay: number
): Promise<Uint8Array<ArrayBuffer>> {
	const issuerKey = await signingKey(issuer);
	const writer = keys.writer.publicKey;
	const content = {
		package: keys.id,
		version: 1,
		closed: 0 as const,
		writer,
		sealed: await seal(keys.seal, 'package', plain)
	};
	const lease = { package: keys.id, version: 1, writer, issuer: issuerKey.publicKey, lastDay, revoked: 0 as const };
	return signPackage({ content, lease }, keys.writer, issuerKey);
}

/** A fetched package: its plaintext, and the package itself, for writing its next version. */
export interface OpenedPackage {
	readonly plain: Uint8Array;
	readonly whole: Package;
}

/**
 * Fetches and opens a package. Rejects with a `Refusal` ('link-unknown', 'link-revoked',
 * 'link-expired', 'link-kept-elsewhere'), or a `Fault` ('no-connection', 'relay-nonsense').
 */
export async function fetchPackage(relay: string, keys: PackageKeys): Promise<OpenedPackage> {
	const response = await ask(`${relay}/v1/packages/${keys.id}`, {});
	if (response.status === 404) throw new Refusal('link-unknown');
	if (response.status === 410) {
		const code = await codeOf(response);
		throw new Refusal(code === 'revoked' ? 'link-revoked' : code === 'kept' ? 'link-kept-elsewhere' : 'link-expired');
	}
	if (!response.ok) throw new Fault('no-connection', { retry: true });
	const whole = await parsePackage(new Uint8Array(await response.arrayBuffer()));
	if (!whole.ok || whole.value.content.body.package !== keys.id) throw new Fault('relay-nonsense');
	const plain = await unseal(keys.seal, 'package', whole.value.content.body.sealed);
	if (!plain.ok) throw new Fault('relay-nonsense');
	return { plain: plain.value, whole: whole.value };
}

/** A new secret for a recovery sheet: 16 bytes that a person can write down. */
export function newSheet(): Uint8Array {
	return randomBytes(16);
}

/** What ends a package without its secret: its id, the public key that writes it, the secret that issued it. */
export interface PackageLease {
	readonly id: PackageId;
	readonly writer: Uint8Array;
	readonly issuer: Seed;
}

/** What ends a recovery sheet. Does not open it. */
export async function recoveryLease(sheet: Uint8Array): Promise<PackageLease> {
	const { id, writer } = await packageKeys(sheet, 'recovery');
	return { id, writer: writer.publicKey, issuer: derive(sheet, 'recovery-issuer') };
}

/** The package that a recovery sheet opens, until it is revoked. SPEC.md P1. */
export async function makeRecovery(
	sheet: Uint8Array,
	plain: Uint8Array
): Promise<PackageLease & { readonly whole: Uint8Array<ArrayBuffer> }> {
	const [keys, lease] = [await packageKeys(sheet, 'recovery'), await recoveryLease(sheet)];
	return { ...lease, whole: await makePackage(keys, lease.issuer, plain, FOR_EVER_DAY) };
}

/**
 * A package's bytes as the relay has them, for whoever keeps a copy; 'unknown' if it has none, 'over' if it would not
 * open it any more. Rejects with 'no-connection'.
 */
export async function copyPackage(relay: string, id: PackageId): Promise<Uint8Array | 'unknown' | 'over'> {
	const response = await ask(`${relay}/v1/packages/${id}`, {});
	if (response.status === 404) return 'unknown';
	if (response.status === 410) return 'over';
	if (!response.ok) throw new Fault('no-connection', { retry: true });
	return new Uint8Array(await response.arrayBuffer());
}

/** Whether the relay has a package and would open it. Rejects with 'no-connection'. */
export async function isKept(relay: string, id: PackageId): Promise<boolean> {
	return typeof (await copyPackage(relay, id)) !== 'string';
}

/**
 * Stores a whole package, as a member of the centre, unless the relay has one of that name: an earlier try stored it,
 * and its lease may have changed since. Rejects with a `Fault`. SPEC.md L2, W4.
 */
export async function putPackage(
	relay: string,
	whole: Uint8Array<ArrayBuffer>,
	id: PackageId,
	as: Credentials
): Promise<void> {
	const token = await makeToken(as.space, as.certificate, as.device, Date.now(), hostOf(relay) ?? '');
	const response = await ask(`${relay}/v1/packages/${id}`, {
		method: 'PUT',
		body: whole,
		headers: { authorization: `Bearer ${token}` }
	});
	if (!response.ok && response.status !== 409)
		throw new Fault(response.status === 401 || response.status === 403 ? 'unexpected' : 'no-connection', {
			retry: true
		});
}

/**
 * Writes the next version of a package's content; `plain` null closes it for good.
 * False when somebody else wrote first: fetch it again.
 */
export async function rewritePackage(
	relay: string,
	keys: PackageKeys,
	old: Package,
	plain: Uint8Array | null
): Promise<boolean> {
	const sealed = plain === null ? new Uint8Array() : await seal(keys.seal, 'package', plain);
	const content = {
		...old.content.body,
		version: old.content.body.version + 1,
		closed: plain === null ? (1 as const) : (0 as const),
		sealed
	};
	const response = await ask(`${relay}/v1/packages/${keys.id}/content`, {
		method: 'PUT',
		body: await encodeContent(content, keys.writer)
	});
	if (response.status === 409) return false;
	if (!response.ok) throw new Fault('no-connection', { retry: true });
	return true;
}

/**
 * Moves a package's last day, or revokes it: the day is also the version, and a revocation is above all. Resolves
 * with whether the relay has the package. Rejects with a `Fault`. SPEC.md P3.
 */
export async function renewLease(
	relay: string,
	{ id, writer }: { readonly id: PackageId; readonly writer: Pick<SigningKey, 'publicKey'> },
	lastDay: number | 'revoked',
	issuer: Seed
): Promise<boolean> {
	const key = await signingKey(issuer);
	const isRevoked = lastDay === 'revoked';
	const day = isRevoked ? FOR_EVER_DAY : lastDay;
	const lease = {
		package: id,
		version: day,
		writer: writer.publicKey,
		issuer: key.publicKey,
		lastDay: day,
		revoked: isRevoked ? (1 as const) : (0 as const)
	};
	const body = await encodeLease(lease, key);
	const response = await ask(`${relay}/v1/packages/${id}/lease`, { method: 'PUT', body });
	if (response.status === 404) return false;
	if (!response.ok && response.status !== 409) throw new Fault('no-connection', { retry: true });
	return true;
}

async function ask(url: string, init: RequestInit): Promise<Response> {
	try {
		return await fetch(url, { ...init, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' });
	} catch (cause) {
		throw new Fault('no-connection', { cause, retry: true });
	}
}

async function codeOf(response: Response): Promise<string> {
	// reason: an answer that is not JSON has no code
	const answer: unknown = await response.json().catch(() => null);
	return typeof answer === 'object' && answer !== null && 'code' in answer ? String(answer.code) : '';
}
