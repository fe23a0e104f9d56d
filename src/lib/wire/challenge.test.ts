import { beforeAll, describe, expect, it } from 'vitest';
import {
	admit,
	after,
	begin,
	certificateFor,
	flipped,
	found,
	person,
	rekey,
	remove,
	renewed,
	seed,
	value,
	type Person
} from '../../../tests/support/people';
import { base64url, fromBase64url, hex } from '../base/bytes';
import type { SpaceId } from '../base/ids';
import type { DeviceCertificate } from './certificate';
import {
	answerChallenge,
	challengeOf,
	checkAnswer,
	checkToken,
	claimCentre,
	hostOf,
	connectionName,
	isClaim,
	makeToken,
	spaceOfToken
} from './challenge';
import type { Charter } from './charter';
import { TOKEN_MS } from './limits';

const NONCE = seed('nonce');
const NOW = 1_800_000_000_000;
let berta: Person, anton: Person, eve: Person;
let charter: Charter;
/** Another space with the same people and the same keys. */
let other: Charter;
let certificate: DeviceCertificate;

const HOST = 'chat.example.org';

beforeAll(async () => {
	[berta, anton, eve] = await Promise.all([person('Berta'), person('Anton'), person('Eve')]);
	charter = await after(null, berta, ...found(berta, admit(anton, 'member'), ...begin(1, berta, anton)));
	other = await after(null, berta, ...found(berta, admit(anton, 'member'), admit(await person('Mia'), 'reader')));
	certificate = await certificateFor(charter.space, anton);
});

/** The member this answer stands for. */
async function answer(
	at: Charter,
	who: Person,
	parts: { nonce?: Uint8Array; space?: SpaceId; certificate?: DeviceCertificate } = {}
): Promise<string> {
	const signature = await answerChallenge(parts.space ?? at.space, parts.nonce ?? NONCE, who.device);
	const given = parts.certificate ?? (await certificateFor(at.space, who));
	const read = await checkAnswer(at, NONCE, given, signature);
	return read.ok ? read.value.id : read.why;
}

describe('answering the challenge', () => {
	it('[W3] stands for the member whose device answers', async () => {
		expect(await answer(charter, anton)).toBe(anton.id);
		expect(await answer(charter, berta)).toBe(berta.id);
	});

	it('[W3] an answer to another nonce or for another space is worthless', async () => {
		expect(await answer(charter, anton, { nonce: seed('another nonce') })).toBe('bad-signature');
		expect(await answer(charter, anton, { space: other.space })).toBe('bad-signature');
		const elsewhere = await certificateFor(other.space, anton);
		expect(await answer(charter, anton, { certificate: elsewhere })).toBe('not-member');
	});

	it('[W3] an answer given at another host is worthless, and a host has one name', async () => {
		const raw = seed('the relay’s nonce');
		const mine = challengeOf(raw, 'chat.example.org');
		const passedOn = challengeOf(raw, 'evil.example');
		const signature = await answerChallenge(charter.space, passedOn, anton.device);
		expect((await checkAnswer(charter, mine, certificate, signature)).ok).toBe(false);
		for (const address of [
			'wss://chat.example.org/ws',
			'chat.example.org:8443',
			'https://CHAT.Example.org.',
			'Chat.example.org'
		])
			expect(hostOf(address), address).toBe('chat.example.org');
		expect(hostOf('http://[::1]:80')).toBe('[::1]');
		for (const none of ['', 'a b', 'http://']) expect(hostOf(none), none).toBeNull();
	});

	it("[W3] Eve gets in with neither her own certificate nor Anton's", async () => {
		expect(await answer(charter, eve)).toBe('not-member');
		expect(await answer(charter, eve, { certificate })).toBe('bad-signature');
		expect(await answer(charter, renewed(anton, eve))).toBe('not-member');
	});

	it('[W3] a removed member is out', async () => {
		const without = await after(charter, berta, remove(anton), ...begin(2, berta));
		expect(await answer(without, anton)).toBe('not-member');
	});

	it('[W3] after new keys, a device of the old ones is out', async () => {
		const next = await after(charter, anton, rekey(anton, eve));
		expect(await answer(next, anton)).toBe('not-member');
		expect(await answer(next, renewed(anton, eve))).toBe(anton.id);
	});
});

describe('a token', () => {
	const token = (who: Person, space = charter.space, at = NOW, given = certificate): Promise<string> =>
		makeToken(space, given, who.device, at, HOST);
	const check = async (raw: string, at = NOW, where = charter, host = HOST): Promise<string> => {
		const read = await checkToken(where, raw, at, host);
		return read.ok ? read.value.id : read.why;
	};

	it('[W4] stands for its member for five minutes', async () => {
		const raw = await token(anton);
		expect(await check(raw)).toBe(anton.id);
		expect(await check(raw, NOW + TOKEN_MS)).toBe(anton.id);
		expect(await check(raw, NOW + TOKEN_MS + 1)).toBe('token-expired');
		expect(value(spaceOfToken(raw))).toBe(charter.space);
	});

	it('[W4] is valid at one host', async () => {
		expect(await check(await token(anton), NOW, charter, 'evil.example')).toBe('bad-signature');
	});

	it('[W4] from the future is refused, beyond a clock five minutes fast', async () => {
		expect(await check(await token(anton, charter.space, NOW + TOKEN_MS))).toBe(anton.id);
		expect(await check(await token(anton, charter.space, NOW + TOKEN_MS + 1))).toBe('token-expired');
		expect(await check(await token(anton, charter.space, Number.MAX_SAFE_INTEGER - TOKEN_MS))).toBe('token-expired');
	});

	it('[W4] is valid for one space, one device, one member', async () => {
		expect(await check(await token(anton), NOW, other)).toBe('not-allowed');
		expect(await check(await token(eve))).toBe('bad-signature');
		expect(await check(await token(eve, charter.space, NOW, await certificateFor(charter.space, eve)))).toBe(
			'not-member'
		);
		const elsewhere = await certificateFor(other.space, anton);
		expect(await check(await token(anton, charter.space, NOW, elsewhere))).toBe('not-member');
	});

	it('[W4] ends with the membership, and with new keys', async () => {
		const raw = await token(anton);
		expect(await check(raw, NOW, await after(charter, berta, remove(anton), ...begin(2, berta)))).toBe('not-member');
		expect(await check(raw, NOW, await after(charter, anton, rekey(anton, eve)))).toBe('not-member');
	});

	it('[W4] a flipped bit is refused', async () => {
		const raw = fromBase64url(await token(anton));
		for (let bit = 0; bit < raw.length * 8; bit += 3) {
			expect((await checkToken(charter, base64url(flipped(raw, bit)), NOW, HOST)).ok, `bit ${bit}`).toBe(false);
		}
	});

	it.each([
		['empty', ''],
		['not base64url', '='],
		['too short', 'AAAA'],
		['too long', 'A'.repeat(2000)],
		['not ASCII', 'ä']
	])('[W4] refuses a token that is %s', async (_, raw) => {
		expect(spaceOfToken(raw).ok).toBe(false);
		expect(await check(raw)).toMatch(/^malformed/);
	});
});

describe('claiming the centre', () => {
	it('[W5] takes the root key, for this centre, reception and nonce', async () => {
		const [centre, reception] = [charter.space, other.space];
		const claim = await claimCentre(centre, reception, NONCE, berta.sign);
		const root = berta.sign.publicKey;
		expect(await isClaim(centre, reception, NONCE, root, claim)).toBe(true);
		expect(await isClaim(reception, centre, NONCE, root, claim)).toBe(false);
		expect(await isClaim(centre, reception, seed('another nonce'), root, claim)).toBe(false);
		expect(await isClaim(centre, reception, NONCE, eve.sign.publicKey, claim)).toBe(false);
	});
});

describe("a connection's name", () => {
	it('[W6] follows from space and nonce, and links no two spaces', () => {
		const names = [charter.space, other.space].flatMap((space) => [
			connectionName(space, NONCE),
			connectionName(space, seed('another nonce'))
		]);
		expect(new Set(names.map(hex)).size).toBe(4);
		expect(names.every(({ length }) => length === 16)).toBe(true);
		expect(connectionName(charter.space, NONCE)).toEqual(names[0]);
	});
});
