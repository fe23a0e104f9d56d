/**
 * Frames between device and relay inside y-websocket's framing: a varint message type (MESSAGE_TYPE),
 * then one of these. Types 0 (sync), 1 (awareness) and 3 (query awareness) belong to y-protocols and
 * are used only in the reception. SPEC.md F.
 */
import * as encoding from 'lib0/encoding';
import type { FeedId, SpaceId } from '../base/ids';
import { bad, type Result } from '../base/result';
import { hash } from '../crypto/hash';
import { hex, utf8 } from '../base/bytes';
import { deviceCertificate } from './certificate';
import { TOKEN_LAYOUT } from './challenge';
import { CHARTER_LAYOUT, feedHeads } from './charter-record';
import { bytes, byteOf, decode, encode, fixed, id, list, oneOf, text, uint, type Carried } from './codec';
import { ENTRY_LAYOUT } from './entry';
import {
	MAX_BATCH_ENTRIES,
	MAX_ENTRY_BYTES,
	MAX_FRAME_BYTES,
	MAX_PRESENCE_BYTES,
	MAX_RECORD_BYTES,
	MAX_TICKETS
} from './limits';
import { PACKAGE_LAYOUT } from './package';
import { shownTicket, ticket } from './ticket';

/** y-websocket's message type for all frames below. */
export const MESSAGE_TYPE = 100;

const space = id<SpaceId>();
const run = { space, feed: id<FeedId>(), first: uint, entries: list(bytes(MAX_ENTRY_BYTES), MAX_BATCH_ENTRIES) };
const records = list(bytes(MAX_RECORD_BYTES), MAX_BATCH_ENTRIES);

/** What a device sends. */
const fromDevice = oneOf({
	/** Enters a space. `quiet` 1: notices instead of entries. */
	join: [1, { space, certificate: deviceCertificate, signature: fixed(64), quiet: byteOf(0, 1) }],
	leave: [2, { space }],
	/** Asks for every entry after these; feeds not named are sent from the start. `brief` 1: checkpoints in place of entries. */
	pull: [3, { space, have: feedHeads, brief: byteOf(0, 1) }],
	push: [4, run],
	charterPull: [5, { space, from: uint }],
	/** `final` 1: these records' fences cannot be raised: others have the records, or they cover everything. */
	charterPush: [6, { space, records, final: byteOf(0, 1) }],
	/** Founds a space under the centre that this connection has joined. */
	create: [7, { space, centre: space, records }],
	/** Founds the centre: its code, or the root key's renewed claim. */
	found: [8, { code: text(64), root: fixed(32), claim: fixed(64), centre: records, reception: records }],
	presence: [9, { space, body: bytes(MAX_PRESENCE_BYTES) }],
	ping: [10, {}],
	/** Enters spaces quietly, each with a ticket. */
	enter: [11, { tickets: list(shownTicket, MAX_TICKETS) }],
	/** Asks for entries of one feed after one number up to another, for which checkpoints were taken. */
	past: [12, { space, feed: id<FeedId>(), after: uint, upTo: uint }]
});
export type DeviceFrame = Carried<typeof fromDevice>;

/** What the relay sends. */
const fromRelay = oneOf({
	hello: [32, { version: uint, nonce: fixed(32), nowMs: uint }],
	/** `length` and `head` of the charter, how far each feed goes on this relay, and a ticket for the next time. */
	joined: [33, { space, length: uint, head: fixed(32), feeds: feedHeads, tickets: list(ticket, 1) }],
	charter: [34, { space, from: uint, records }],
	entries: [35, run],
	/** Everything up to `seq` is on disk. */
	ack: [36, { space, feed: id<FeedId>(), seq: uint }],
	notice: [37, { space, feed: id<FeedId>(), seq: uint }],
	/** Everything that a pull asked for has been sent. */
	pulled: [38, { space }],
	/** Somebody's presence; `connection` tells connections apart; all zeros ends one. */
	presence: [39, { space, connection: fixed(16), body: bytes(MAX_PRESENCE_BYTES) }],
	/** The connection has left this space. */
	closed: [40, { space, code: text(32) }],
	/** A request succeeded; `request` is its kind. */
	done: [41, { space, request: text(16) }],
	refused: [42, { space, request: text(16), code: text(32) }],
	pong: [43, {}],
	/** All of an `enter` is dealt with: those not refused are entered, and those not `joined` are as the device knows them. */
	entered: [44, { refused: list(space, MAX_TICKETS) }],
	/** The first of what a `past` asked for, as many as a frame holds. */
	past: [45, run]
});
export type RelayFrame = Carried<typeof fromRelay>;

/** Why the relay refuses. */
export type RelayRefusal =
	| 'malformed'
	| 'unknown-space'
	| 'not-member'
	| 'not-allowed'
	| 'bad-signature'
	| 'head-moved'
	/** Acknowledged entries lie beyond a fence of the record: fetch them and sign it again. */
	| 'fence'
	| 'gap'
	| 'fork'
	| 'too-large'
	| 'too-fast'
	| 'code-wrong'
	| 'code-used'
	| 'storage';

/** No space: for answers that concern none. */
export const NO_SPACE = '0'.repeat(32) as SpaceId;

/** The bytes of a whole websocket message. */
export function encodeDeviceFrame(frame: DeviceFrame): Uint8Array<ArrayBuffer> {
	return framed(encode(fromDevice, frame));
}

/** The bytes of a whole websocket message. */
export function encodeRelayFrame(frame: RelayFrame): Uint8Array<ArrayBuffer> {
	return framed(encode(fromRelay, frame));
}

/** The frame behind the message type, or why not. SPEC.md F3. */
export function decodeDeviceFrame(raw: Uint8Array): Result<DeviceFrame> {
	return raw.length > MAX_FRAME_BYTES ? bad('too-large') : decode(fromDevice, raw);
}

/** The frame behind the message type, or why not. SPEC.md F3. */
export function decodeRelayFrame(raw: Uint8Array): Result<RelayFrame> {
	return decode(fromRelay, raw);
}

/** A hash over every layout on the wire: when it changes, PROTOCOL_VERSION must grow. SPEC.md F1. */
export function protocolHash(): string {
	return hex(
		hash(
			'protocol',
			utf8([fromDevice.layout, fromRelay.layout, CHARTER_LAYOUT, ENTRY_LAYOUT, PACKAGE_LAYOUT, TOKEN_LAYOUT].join('\n'))
		)
	).slice(0, 16);
}

function framed(body: Uint8Array): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE_TYPE);
	encoding.writeUint8Array(encoder, body);
	return encoding.toUint8Array(encoder);
}
