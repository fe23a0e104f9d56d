/**
 * Joining a centre by invitation. Everything of the newcomer's is first made and kept on her device; then the
 * invitation is claimed, so that it works only once; then she takes her own keys. Each step may be interrupted
 * and is resumed at the next opening.
 */
import { equal, fromBase64url } from '../../base/bytes';
import { Fault, Refusal, type RefusalCode } from '../../base/fault';
import { asId, type MemberId, type SpaceId } from '../../base/ids';
import { attempt } from '../../base/result';
import { joinByInvitation, type NewIdentity } from '../../sync/keys/inviting';
import { foundSpace, newMember } from '../../sync/keys/founding';
import { memberKeys, memberOf, newSecret } from '../../sync/keys/member';
import { fetchPackage, packageKeys, rewritePackage } from '../../sync/exchange/packages';
import { keptRecovery, recoveryOf, type Account } from '../centre/account';
import type { Card } from '../centre/cards';
import { binary, jsonBytes, listOf, readJson, shape, text } from '../session/json';
import { invitationContent, type InvitationContent } from '../team/invitation-content';

/** What remains of an invitation that somebody is using. */
const claimed = shape({ claim: binary });

/** A joining in progress: in the vault until it is done. */
const joining = shape({
	secret: binary,
	content: invitationContent,
	claim: binary,
	desk: listOf(binary),
	posterSeed: binary,
	recovery: keptRecovery,
	card: shape({ name: text, picture: text })
});
export type Joining = ReturnType<typeof joining>;

/** The row of a joining in progress, or null. */
export function readJoining(row: Uint8Array | null): Joining | null {
	const read = row ? readJson(row, joining) : null;
	return read?.ok ? read.value : null;
}

/** The secret in an invitation link's fragment, without its leading name. Throws 'invitation-mangled'. */
export function secretOf(fragment: string): Uint8Array<ArrayBuffer> {
	const secret = attempt('not an invitation', () => fromBase64url(fragment));
	if (!secret.ok || secret.value.length !== 32) throw new Refusal('invitation-mangled');
	return secret.value;
}

/** Fetches an invitation. Rejects with a `Refusal` that says what happened to it, or a `Fault`. */
export async function fetchInvitation(relay: string, secret: Uint8Array): Promise<InvitationContent> {
	const keys = await packageKeys(secret, 'invitation');
	const { plain } = await fetchPackage(relay, keys).catch((error: unknown) => {
		throw forInvitation(error);
	});
	const read = readJson(plain, invitationContent);
	if (read.ok) return read.value;
	throw readJson(plain, claimed).ok ? new Refusal('invitation-used') : new Fault('relay-nonsense');
}

/** Everything a newcomer needs from now on: made here, known to nobody else. */
export async function makeNewcomer(
	secret: Uint8Array<ArrayBuffer>,
	content: InvitationContent,
	sheet: Uint8Array,
	card: Card,
	nowMs: number
): Promise<{ readonly account: Account; readonly joining: Joining }> {
	const identity: NewIdentity = await joinByInvitation(content.chain, content.seed, content.isLead);
	const [self, poster] = [await memberKeys(newSecret()), await newMember('poster')];
	const desk = await foundSpace('feeds', self, [poster], nowMs);
	const account: Account = {
		desk: { space: desk.space, seed: new Uint8Array(self.seed) },
		centre: await ownSeat(content.centre),
		reception: await ownSeat(content.reception),
		root: content.root,
		rootSeed: null,
		identitySeed: new Uint8Array(identity.seed),
		chain: identity.chain
	};
	const recovery = await recoveryOf(sheet, account);
	return {
		account,
		joining: {
			secret,
			content,
			claim: new Uint8Array(newSecret()),
			desk: desk.records.map(({ bytes }) => new Uint8Array(bytes)),
			posterSeed: new Uint8Array(poster.keys.seed),
			recovery,
			card
		}
	};
}

/** The row that resumes the joining. */
export function joiningBytes(whose: Joining): Uint8Array {
	return jsonBytes(whose);
}

/**
 * Claims the invitation, once: the second person to do so gets 'invitation-used'. Repeating the same claim is
 * fine. From here on the package holds no secret.
 */
export async function claim(relay: string, { secret, claim: mine }: Joining): Promise<void> {
	const keys = await packageKeys(secret, 'invitation');
	for (let tries = 0; tries < 5; tries++) {
		const opened = await fetchPackage(relay, keys).catch((error: unknown) => {
			throw forInvitation(error);
		});
		const taken = readJson(opened.plain, claimed);
		if (taken.ok && equal(taken.value.claim, mine)) return;
		if (taken.ok) throw new Refusal('invitation-used');
		if (await rewritePackage(relay, keys, opened.whole, jsonBytes({ claim: mine }))) return;
	}
	throw new Fault('no-connection', { retry: true });
}

/** Closes the invitation for good. Its claim holds nothing, so an interruption here loses nothing. */
export async function closeInvitation(relay: string, { secret }: Joining): Promise<void> {
	const keys = await packageKeys(secret, 'invitation');
	const opened = await fetchPackage(relay, keys);
	await rewritePackage(relay, keys, opened.whole, null);
}

async function ownSeat({ space, seed }: InvitationContent['centre']): Promise<Account['centre']> {
	const member: MemberId = await memberOf(seed);
	return { space: asId<SpaceId>(space), seed: new Uint8Array(newSecret()), member };
}

/** What the end of a link means for an invitation. */
const OF_INVITATION: Readonly<Partial<Record<RefusalCode, RefusalCode>>> = {
	'link-unknown': 'invitation-unknown',
	'link-expired': 'invitation-expired',
	'link-revoked': 'invitation-withdrawn',
	'link-kept-elsewhere': 'invitation-used'
};

function forInvitation(error: unknown): unknown {
	const code = error instanceof Refusal ? OF_INVITATION[error.code] : undefined;
	return code ? new Refusal(code) : error;
}
