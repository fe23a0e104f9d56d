/** A counsellor's beginnings: founding the centre, or coming back with the recovery sheet. */
import * as Y from 'yjs';
import { base64url } from '../base/bytes';
import { Fault, Refusal } from '../base/fault';
import { freshSeed, randomBytes } from '../crypto/random';
import { signingKey } from '../crypto/sign';
import { identityChainCodec, vouch } from '../sync/chain';
import { Connection } from '../sync/connection';
import { foundSpace, newMember } from '../sync/founding';
import type { CharterRecord } from '../wire/charter-record';
import { claimCentre } from '../wire/challenge';
import { encode } from '../wire/codec';
import { memberKeys } from '../sync/member';
import type { Account } from './account';
import type { SpaceRef } from './session';

/** A centre just founded at the relay: who its founder is, and the charters of her spaces. */
export interface Founded {
	readonly account: Account;
	readonly charters: readonly { readonly ref: SpaceRef; readonly records: readonly CharterRecord[] }[];
	/** The secret that all readers of the reception share. */
	readonly readerSeed: Uint8Array;
}

const PATIENCE_MS = 15_000;

/** Makes a centre's keys and spaces and founds it at the relay. Rejects with 'setup-code-…' or 'no-connection'. */
export async function foundCentre(relay: string, setupCode: string): Promise<Founded> {
	const rootSeed = freshSeed();
	const identitySeed = freshSeed();
	const [root, identity] = await Promise.all([signingKey(rootSeed), signingKey(identitySeed)]);
	const chain = encode(identityChainCodec, await vouch(root.publicKey, root, identity.publicKey, true));
	const [self, inCentre, inReception, reader] = await Promise.all([
		memberKeys(freshSeed()),
		memberKeys(freshSeed()),
		memberKeys(freshSeed()),
		newMember('reader')
	]);
	const now = Date.now();
	const desk = await foundSpace('feeds', self, [], now);
	const centre = await foundSpace('feeds', inCentre, [], now);
	const reception = await foundSpace('reception', inReception, [reader], now);
	const refOf = (made: typeof desk): SpaceRef => ({
		space: made.space,
		seed: made.members[0]?.seed ?? new Uint8Array()
	});
	const bytesOf = (made: typeof desk): Uint8Array[] => made.records.map((record) => record.bytes);

	await withRelay(relay, async (connection, nonce) => {
		const claim = await claimCentre(centre.space, reception.space, nonce, root);
		const code = setupCode.trim().toUpperCase();
		const refused = await connection.found({
			kind: 'found',
			code,
			root: root.publicKey,
			claim,
			centre: bytesOf(centre),
			reception: bytesOf(reception)
		});
		if (refused === 'code-wrong' || refused === 'too-fast') throw new Refusal('setup-code-wrong');
		if (refused === 'code-used') throw new Refusal('setup-code-used');
		if (refused !== null) throw new Fault('no-connection', { retry: true });
	});
	const account: Account = {
		desk: refOf(desk),
		centre: refOf(centre),
		reception: refOf(reception),
		root: new Uint8Array(root.publicKey),
		rootSeed: new Uint8Array(rootSeed),
		identitySeed: new Uint8Array(identitySeed),
		chain
	};
	const charters = [desk, centre, reception].map((made) => ({ ref: refOf(made), records: made.records }));
	return { account, charters, readerSeed: reader.keys.seed };
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

/** A fresh secret for a recovery sheet. */
export function newSheet(): Uint8Array {
	return randomBytes(16);
}

/** A blob as a data URL, for a card. */
export async function pictureUrl(picture: Blob | null): Promise<string> {
	if (!picture) return '';
	const bytes = new Uint8Array(await picture.arrayBuffer());
	const base64 = base64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
	return `data:${picture.type};base64,${base64.padEnd(Math.ceil(base64.length / 4) * 4, '=')}`;
}
