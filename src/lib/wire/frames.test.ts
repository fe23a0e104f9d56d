import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seed } from '../../../tests/support/people';
import { hex } from '../base/bytes';
import type { FeedId, MemberId, SpaceId } from '../base/ids';
import {
	decodeDeviceFrame,
	decodeRelayFrame,
	encodeDeviceFrame,
	encodeRelayFrame,
	MESSAGE_TYPE,
	NO_SPACE,
	protocolHash,
	type DeviceFrame,
	type RelayFrame
} from './frames';
import { MAX_BATCH_ENTRIES, MAX_ENTRY_BYTES, MAX_FRAME_BYTES, PROTOCOL_VERSION } from './limits';

const space = '5'.repeat(32) as SpaceId;
const feed = '6'.repeat(32) as FeedId;
const [key, signature] = [seed('key'), new Uint8Array(64).fill(7)];
const bytes = [seed('a'), new Uint8Array()];
const certificate = { member: '7'.repeat(32) as MemberId, device: key, signature };
const heads = [{ feed, seq: 300 }];
const proof = key.slice(0, 16);
const ticket = { member: certificate.member, untilDay: 20_000, secret: key };

const FROM_DEVICE: { readonly [K in DeviceFrame['kind']]: Extract<DeviceFrame, { kind: K }> } = {
	join: { kind: 'join', space, certificate, signature, quiet: 1 },
	leave: { kind: 'leave', space },
	pull: { kind: 'pull', space, have: heads, brief: 0 },
	push: { kind: 'push', space, feed, first: 1, entries: bytes },
	charterPull: { kind: 'charterPull', space, from: 0 },
	charterPush: { kind: 'charterPush', space, records: bytes, final: 0 },
	create: { kind: 'create', space, centre: space, records: bytes },
	found: { kind: 'found', code: 'ABCD-EFGH', root: key, claim: signature, centre: bytes, reception: [] },
	presence: { kind: 'presence', space, body: key },
	ping: { kind: 'ping' },
	enter: { kind: 'enter', tickets: [{ space, member: certificate.member, untilDay: 20_000, proof, digest: proof }] },
	past: { kind: 'past', space, feed, after: 1, upTo: 9 }
};
const FROM_RELAY: { readonly [K in RelayFrame['kind']]: Extract<RelayFrame, { kind: K }> } = {
	hello: { kind: 'hello', version: 1, nonce: key, nowMs: 1_800_000_000_000 },
	joined: { kind: 'joined', space, length: 3, head: key, feeds: heads, tickets: [ticket] },
	charter: { kind: 'charter', space, from: 1, records: bytes },
	entries: { kind: 'entries', space, feed, first: 1, entries: bytes },
	ack: { kind: 'ack', space, feed, seq: 9 },
	notice: { kind: 'notice', space, feed, seq: 9 },
	pulled: { kind: 'pulled', space },
	presence: { kind: 'presence', space, connection: key.slice(0, 16), body: key },
	closed: { kind: 'closed', space, code: 'removed' },
	done: { kind: 'done', space: NO_SPACE, request: 'found' },
	refused: { kind: 'refused', space, request: 'charterPush', code: 'bad-signature' },
	pong: { kind: 'pong' },
	entered: { kind: 'entered', refused: [space] },
	past: { kind: 'past', space, feed, first: 2, entries: [key] }
};

describe('frames', () => {
	it.each(Object.values(FROM_DEVICE))('[F3] $kind from a device round-trips', (frame) => {
		const message = encodeDeviceFrame(frame);
		expect(message[0]).toBe(MESSAGE_TYPE);
		const raw = message.slice(1);
		expect(decodeDeviceFrame(raw)).toEqual({ ok: true, value: frame });
		for (let length = 0; length < raw.length; length++) expect(decodeDeviceFrame(raw.slice(0, length)).ok).toBe(false);
		expect(decodeDeviceFrame(Uint8Array.of(...raw, 0)).ok).toBe(false);
		expect(decodeRelayFrame(raw).ok).toBe(false);
	});

	it.each(Object.values(FROM_RELAY))('[F3] $kind from the relay round-trips', (frame) => {
		const message = encodeRelayFrame(frame);
		expect(message[0]).toBe(MESSAGE_TYPE);
		const raw = message.slice(1);
		expect(decodeRelayFrame(raw)).toEqual({ ok: true, value: frame });
		for (let length = 0; length < raw.length; length++) expect(decodeRelayFrame(raw.slice(0, length)).ok).toBe(false);
		expect(decodeRelayFrame(Uint8Array.of(...raw, 0)).ok).toBe(false);
		expect(decodeDeviceFrame(raw).ok).toBe(false);
	});

	it('[F3] the type is one byte and no y-protocols message type', () => {
		expect([0, 1, 2, 3]).not.toContain(MESSAGE_TYPE);
		expect(MESSAGE_TYPE).toBeLessThan(128);
	});

	it('[F3] a frame has a size limit', () => {
		expect(decodeDeviceFrame(new Uint8Array(MAX_FRAME_BYTES + 1))).toEqual({ ok: false, why: 'too-large' });
		const entries = Array.from({ length: MAX_BATCH_ENTRIES + 1 }, () => new Uint8Array());
		expect(() => encodeDeviceFrame({ ...FROM_DEVICE.push, entries })).toThrow('bug');
		const long = new Uint8Array(MAX_ENTRY_BYTES + 1);
		expect(() => encodeDeviceFrame({ ...FROM_DEVICE.push, entries: [long] })).toThrow('bug');
	});

	it('[F3] any input is a frame in its one form, or refused', () => {
		const valid = Object.values(FROM_DEVICE).map((frame) => encodeDeviceFrame(frame).slice(1));
		fc.assert(
			fc.property(fc.constantFrom(...valid), fc.nat(), fc.nat(255), (frame, at, byte) => {
				const raw = frame.slice();
				raw[at % raw.length] = byte;
				const read = decodeDeviceFrame(raw);
				if (read.ok) expect(hex(encodeDeviceFrame(read.value).slice(1))).toBe(hex(raw));
			}),
			{ numRuns: 1000 }
		);
		fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => typeof decodeDeviceFrame(raw).ok === 'boolean'));
	});
});

describe('the protocol', () => {
	it('[F1] has a version that grows with every layout change', () => {
		const why = 'a layout of the wire has changed: raise PROTOCOL_VERSION (limits.ts), then pin the new hash here';
		expect({ version: PROTOCOL_VERSION, hash: protocolHash() }, why).toEqual({ version: 4, hash: 'beb2d1634cf13984' });
	});
});
