/** Founding a centre: its keys and first spaces, made on the device and claimed at the relay. SPEC.md W5, S2. */
import * as Y from 'yjs';
import { Fault, Refusal } from '../../base/fault';
import type { Seed, SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { signingKey } from '../../crypto/sign';
import { claimCentre } from '../../wire/challenge';
import type { CharterRecord } from '../../wire/charter-record';
import { encode } from '../../wire/codec';
import { identityChainCodec, vouch } from '../keys/chain';
import { Connection } from '../exchange/connection';
import { foundSpace, newMember, type NewSpace } from '../keys/founding';
import { memberKeys, type SpaceRef } from '../keys/member';

/** One of the founder's spaces with its charter. */
export interface FoundedSpace {
	readonly ref: SpaceRef;
	readonly records: readonly CharterRecord[];
}

/** A newly made centre. */
export interface NewCentre {
	readonly desk: FoundedSpace;
	readonly centre: FoundedSpace;
	readonly reception: FoundedSpace;
	/** The root key and its secret. */
	readonly root: Uint8Array<ArrayBuffer>;
	readonly rootSeed: Seed;
	/** The founder's identity, with the chain from the root as bytes. */
	readonly identitySeed: Seed;
	readonly chain: Uint8Array<ArrayBuffer>;
	/** The secret shared by all readers of the reception. */
	readonly readerSeed: Seed;
	/** The secret with which colleagues drop letters into the founder's desk. */
	readonly posterSeed: Seed;
}

/** What founds a centre: its root's secret, and the charters of its two spaces, record by record. */
export interface CentreClaim {
	readonly rootSeed: Uint8Array;
	readonly centre: { readonly space: SpaceId; readonly records: readonly Uint8Array[] };
	readonly reception: { readonly space: SpaceId; readonly records: readonly Uint8Array[] };
}

/** How long the relay may take to say hello. */
const PATIENCE_MS = 15_000;

/** Makes a centre on the device; nobody knows of it yet. */
export async function makeCentre(nowMs: number): Promise<NewCentre> {
	const [rootSeed, identitySeed] = [freshSeed(), freshSeed()];
	const [root, identity] = await Promise.all([signingKey(rootSeed), signingKey(identitySeed)]);
	const chain = encode(identityChainCodec, await vouch(root.publicKey, root, identity.publicKey, 1));
	const [self, inCentre, inReception] = await Promise.all([freshSeed(), freshSeed(), freshSeed()].map(memberKeys));
	if (!self || !inCentre || !inReception) throw new Error('bug: keys are missing');
	const [reader, poster] = await Promise.all([newMember('reader'), newMember('poster')]);
	const desk = founded(await foundSpace('feeds', self, [poster], nowMs));
	const centre = founded(await foundSpace('feeds', inCentre, [], nowMs));
	const reception = founded(await foundSpace('reception', inReception, [reader], nowMs));
	const rootKey = new Uint8Array(root.publicKey);
	const [readerSeed, posterSeed] = [reader.keys.seed, poster.keys.seed];
	return { desk, centre, reception, root: rootKey, rootSeed, identitySeed, chain, readerSeed, posterSeed };
}

/**
 * Founds a centre at the relay; repeating it, by the same founder, changes nothing (relay R12).
 * Rejects with 'setup-code-wrong', -'used' or -'waits', or with a `Fault` 'no-connection'.
 */
export async function foundCentre(relay: string, setupCode: string, claim: CentreClaim): Promise<void> {
	const root = await signingKey(claim.rootSeed);
	const { centre, reception } = claim;
	const refused = await atRelay(relay, async (connection, nonce) =>
		connection.found({
			kind: 'found',
			code: setupCode,
			root: root.publicKey,
			claim: await claimCentre(centre.space, reception.space, nonce, root),
			centre: centre.records,
			reception: reception.records
		})
	);
	if (refused !== null) throw refusalOf(refused);
}

/** Whether this code can found a centre; trying does not use it up. Rejects like `foundCentre`. */
export async function trySetupCode(relay: string, setupCode: string): Promise<void> {
	const root = await signingKey(freshSeed());
	const nothing = { claim: new Uint8Array(64), centre: [], reception: [] };
	const refused = await atRelay(relay, (connection) =>
		connection.found({ kind: 'found', code: setupCode, root: root.publicKey, ...nothing })
	);
	// the code is checked first: a relay that complains about the missing centre accepted the code (relay R11)
	if (refused !== 'malformed') throw refused === null ? new Fault('relay-nonsense') : refusalOf(refused);
}

function refusalOf(refused: string): Refusal | Fault {
	if (refused === 'code-wrong') return new Refusal('setup-code-wrong');
	if (refused === 'too-fast') return new Refusal('setup-code-waits');
	if (refused === 'code-used') return new Refusal('setup-code-used');
	return new Fault('no-connection', { retry: true });
}

function founded({ space, records, members }: NewSpace): FoundedSpace {
	const [first] = members;
	if (!first) throw new Error('bug: a space without a founder');
	return { ref: { space, seed: first.seed }, records };
}

/** A short-lived connection that belongs to no centre yet. */
async function atRelay<T>(relay: string, work: (connection: Connection, nonce: Uint8Array) => Promise<T>): Promise<T> {
	const doc = new Y.Doc();
	let reached: (nonce: Uint8Array) => void = () => undefined;
	const hello = new Promise<Uint8Array>((resolve, reject) => {
		reached = resolve;
		setTimeout(() => {
			reject(new Fault('no-connection', { retry: true }));
		}, PATIENCE_MS);
	});
	const connection = new Connection(`${relay.replace(/^http/, 'ws')}/ws`, 'new', doc, false, {
		onReach: () => {
			if (connection.nonce) reached(connection.nonce);
		},
		onPresence: () => undefined,
		onTrouble: () => undefined
	});
	try {
		connection.connect();
		return await work(connection, await hello);
	} finally {
		connection.destroy();
		doc.destroy();
	}
}
