/** Founding a centre: its keys and first spaces, made on the device and claimed at the relay. SPEC.md W5, S2. */
import * as Y from 'yjs';
import { Fault, Refusal } from '../base/fault';
import type { Seed } from '../base/ids';
import { freshSeed } from '../crypto/random';
import { signingKey } from '../crypto/sign';
import { claimCentre } from '../wire/challenge';
import type { CharterRecord } from '../wire/charter-record';
import { encode } from '../wire/codec';
import { identityChainCodec, vouch } from './chain';
import { Connection } from './connection';
import { foundSpace, newMember, type NewSpace } from './founding';
import { memberKeys, type SpaceRef } from './member';

/** A space of the founder's with its charter. */
export interface FoundedSpace {
	readonly ref: SpaceRef;
	readonly records: readonly CharterRecord[];
}

/** A centre just founded at the relay. */
export interface FoundedCentre {
	readonly desk: FoundedSpace;
	readonly centre: FoundedSpace;
	readonly reception: FoundedSpace;
	/** The root key and its secret. */
	readonly root: Uint8Array<ArrayBuffer>;
	readonly rootSeed: Seed;
	/** The founder's identity, with the chain from the root as bytes. */
	readonly identitySeed: Seed;
	readonly chain: Uint8Array<ArrayBuffer>;
	/** The secret that all readers of the reception share. */
	readonly readerSeed: Seed;
	/** The secret with which colleagues drop letters into the founder's desk. */
	readonly posterSeed: Seed;
}

/** How long the relay may take to say hello. */
const PATIENCE_MS = 15_000;

/** Makes a centre and founds it at the relay. Rejects with 'setup-code-wrong', 'setup-code-used' or 'no-connection'. */
export async function foundCentre(relay: string, setupCode: string, nowMs: number): Promise<FoundedCentre> {
	const [rootSeed, identitySeed] = [freshSeed(), freshSeed()];
	const [root, identity] = await Promise.all([signingKey(rootSeed), signingKey(identitySeed)]);
	const chain = encode(identityChainCodec, await vouch(root.publicKey, root, identity.publicKey, 1));
	const [self, inCentre, inReception] = await Promise.all([freshSeed(), freshSeed(), freshSeed()].map(memberKeys));
	if (!self || !inCentre || !inReception) throw new Error('bug: keys are missing');
	const [reader, poster] = await Promise.all([newMember('reader'), newMember('poster')]);
	const desk = founded(await foundSpace('feeds', self, [poster], nowMs));
	const centre = founded(await foundSpace('feeds', inCentre, [], nowMs));
	const reception = founded(await foundSpace('reception', inReception, [reader], nowMs));
	await withRelay(relay, async (connection, nonce) => {
		const refused = await connection.found({
			kind: 'found',
			code: setupCode.trim().toUpperCase(),
			root: root.publicKey,
			claim: await claimCentre(centre.ref.space, reception.ref.space, nonce, root),
			centre: centre.records.map(({ bytes }) => bytes),
			reception: reception.records.map(({ bytes }) => bytes)
		});
		if (refused === 'code-wrong' || refused === 'too-fast') throw new Refusal('setup-code-wrong');
		if (refused === 'code-used') throw new Refusal('setup-code-used');
		if (refused !== null) throw new Fault('no-connection', { retry: true });
	});
	const rootKey = new Uint8Array(root.publicKey);
	const [readerSeed, posterSeed] = [reader.keys.seed, poster.keys.seed];
	return { desk, centre, reception, root: rootKey, rootSeed, identitySeed, chain, readerSeed, posterSeed };
}

function founded({ space, records, members }: NewSpace): FoundedSpace {
	const [first] = members;
	if (!first) throw new Error('bug: a space without a founder');
	return { ref: { space, seed: first.seed }, records };
}

/** A short-lived connection that belongs to no centre yet. */
async function withRelay(
	relay: string,
	work: (connection: Connection, nonce: Uint8Array) => Promise<void>
): Promise<void> {
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
		await work(connection, await hello);
	} finally {
		connection.destroy();
		doc.destroy();
	}
}
