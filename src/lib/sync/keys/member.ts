/** Being a member: the keys of one person in one space, and of one device for it. */
import { concat, fromHex } from '../../base/bytes';
import type { MemberId, Seed, SpaceId } from '../../base/ids';
import { derive } from '../../crypto/derive';
import { sealingKey, type SealingKey } from '../../crypto/hpke';
import { freshSeed } from '../../crypto/random';
import { signingKey, type SigningKey } from '../../crypto/sign';
import { answerChallenge } from '../../wire/challenge';
import type { DeviceFrame } from '../../wire/frames';
import { certifyDevice, memberIdOf, type DeviceCertificate } from '../../wire/certificate';

/** Both key pairs of a member, from one secret. They differ per space, since the secret does. SPEC.md S1. */
export interface MemberKeys {
	readonly seed: Seed;
	readonly sign: SigningKey;
	readonly seal: SealingKey;
}

/** What a device needs to act in a space. */
export interface Credentials {
	readonly space: SpaceId;
	readonly member: MemberId;
	readonly keys: Pick<MemberKeys, 'seed' | 'sign'>;
	/** The sealing key, then earlier ones, for letters sealed to them; made when first asked for, which is rare. */
	readonly sealing: () => Promise<readonly [SealingKey, ...SealingKey[]]>;
	readonly device: SigningKey;
	readonly certificate: DeviceCertificate;
	/** Whether somebody else made the keys: nothing is written under them. SPEC.md S11. */
	readonly isOffered?: boolean;
}

/** The same, derived when they are needed: of a quiet space they rarely are. */
export interface SpaceKeys {
	readonly space: SpaceId;
	readonly credentials: () => Promise<Credentials>;
}

/** Those that are at hand. */
export function keysAtHand(credentials: Credentials): SpaceKeys {
	return { space: credentials.space, credentials: () => Promise.resolve(credentials) };
}

/** A space with the secret of our membership in it; `member` when the keys are not our first. */
export interface SpaceRef {
	readonly space: SpaceId;
	readonly seed: Seed;
	readonly member?: MemberId;
	/** Earlier secrets, for letters sealed to their keys. */
	readonly older?: readonly Seed[];
	/** Whether somebody else made the secret: we enter with it only to take keys of our own. */
	readonly isOffered?: boolean;
}

/** A fresh secret of 32 bytes, for a member or a device. */
export const newSecret = freshSeed;

/** The member whose first keys come from this secret. */
export async function memberOf(seed: Seed): Promise<MemberId> {
	return memberIdOf((await memberSigns(seed)).publicKey);
}

/** The keys of a member's secret. SPEC.md S1. */
export async function memberKeys(seed: Seed): Promise<MemberKeys> {
	const [sign, seal] = await Promise.all([memberSigns(seed), memberSeals(seed)]);
	return { seed, sign, seal };
}

function memberSigns(seed: Seed): Promise<SigningKey> {
	return signingKey(derive(seed, 'member-sign'));
}

function memberSeals(seed: Seed): Promise<SealingKey> {
	return sealingKey(derive(seed, 'member-seal'));
}

/** This device's credentials in a space; `member` when the keys are not the member's first. SPEC.md S1. */
export async function credentials(
	space: SpaceId,
	seed: Seed,
	deviceSeed: Seed,
	member?: MemberId,
	olderSeeds: readonly Seed[] = []
): Promise<Credentials> {
	const sign = await memberSigns(seed);
	const id = member ?? memberIdOf(sign.publicKey);
	const device = await signingKey(derive(deviceSeed, 'device', concat(fromHex(space), sign.publicKey)));
	let sealing: Promise<[SealingKey, ...SealingKey[]]> | undefined;
	return {
		space,
		member: id,
		keys: { seed, sign },
		sealing: () =>
			(sealing ??= Promise.all([memberSeals(seed), ...olderSeeds.map(memberSeals)] as [
				Promise<SealingKey>,
				...Promise<SealingKey>[]
			])),
		device,
		certificate: await certifyDevice(space, id, sign, device.publicKey)
	};
}

/** The frame that answers a connection's challenge for a space; `isQuiet`: notices instead of entries. */
export async function joinFrame(
	{ space, certificate, device }: Credentials,
	nonce: Uint8Array,
	isQuiet: boolean
): Promise<DeviceFrame> {
	const signature = await answerChallenge(space, nonce, device);
	return { kind: 'join', space, certificate, signature, quiet: isQuiet ? 1 : 0 };
}
