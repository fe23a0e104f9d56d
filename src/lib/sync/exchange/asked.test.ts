import { describe, expect, it } from 'vitest';
import type { MemberId, SpaceId } from '../../base/ids';
import type { DeviceFrame, RelayFrame } from '../../wire/frames';
import { Asked } from './asked';

const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(32)) as [SpaceId, SpaceId, SpaceId];
const [short, long] = [new Uint8Array(16), new Uint8Array(64)];

function enter(...spaces: readonly SpaceId[]): DeviceFrame {
	const member = '4'.repeat(32) as MemberId;
	return {
		kind: 'enter',
		tickets: spaces.map((space) => ({ space, member, untilDay: 1, proof: short, digest: short }))
	};
}
function join(space: SpaceId): DeviceFrame {
	const certificate = { member: '4'.repeat(32) as MemberId, device: new Uint8Array(32), signature: long };
	return { kind: 'join', space, certificate, signature: long, quiet: 0 };
}
function joined(space: SpaceId): Extract<RelayFrame, { kind: 'joined' }> {
	return { kind: 'joined', space, length: 1, head: new Uint8Array(32), feeds: [], tickets: [] };
}

describe('[X13] [X15] answers to requests to enter', () => {
	it('are of the last request, or late', () => {
		const asked = new Asked();
		asked.note(join(one));
		asked.note(join(one));
		expect(asked.isLate(joined(one))).toBe(true);
		expect(asked.isLate({ kind: 'pulled', space: one })).toBe(false);
		expect(asked.isLate({ kind: 'refused', space: one, request: 'join', code: 'not-member' })).toBe(false);
	});

	it('to tickets name what differs and what is refused; the rest is level', () => {
		const asked = new Asked();
		asked.note(enter(one, two, three));
		expect(asked.isLate(joined(two))).toBe(false);
		expect(asked.entered([three])).toEqual({ level: [one], refused: [three] });
		expect(asked.entered([]), 'each is answered once').toEqual({ level: [], refused: [] });
	});

	it('say nothing of a space that somebody has asked for since, or before', () => {
		const asked = new Asked();
		asked.note(join(two));
		asked.note(enter(one, two));
		asked.note(join(one));
		expect(asked.isLate(joined(two))).toBe(true);
		expect(asked.entered([])).toEqual({ level: [two], refused: [] });
		expect(asked.isLate(joined(one))).toBe(false);
	});

	it('end with the connection', () => {
		const asked = new Asked();
		asked.note(enter(one));
		asked.clear();
		expect(asked.entered([])).toEqual({ level: [], refused: [] });
	});
});
