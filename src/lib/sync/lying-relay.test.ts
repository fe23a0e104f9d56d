/** A relay that reports forks and gaps which are not there. SPEC.md O6, X10. */
import { describe, expect, it } from 'vitest';
import { device, scene } from '../../../tests/support/devices';
import { settle } from '../../../tests/support/settling';

describe('a relay that lies', () => {
	it('[O6] is asked once per connection when it falsely reports a fork', async () => {
		const stream = await scene('member');
		const anton = await device(stream, 1, 'Anton');
		anton.connect();
		let pushes = 0;
		if (anton.link) {
			const { link } = anton;
			link.tap = (frame) => {
				if (frame.kind !== 'push') return [frame];
				pushes++;
				link.down.push({ kind: 'refused', space: frame.space, request: 'push', code: 'fork' });
				return [];
			};
		}
		await settle(stream);
		await anton.write('x');
		await settle(stream, true);
		expect(pushes).toBeLessThan(5);
		expect(anton.mark('x')).toBe('local');
		anton.link?.cut();
		anton.connect();
		await settle(stream, true);
		expect(anton.mark('x')).toBe('relayed');
	});

	it('[X10] starts over a few times, then ever more rarely, when every push allegedly leaves a gap', async () => {
		const stream = await scene('member');
		const anton = await device(stream, 1, 'Anton');
		anton.connect();
		let joins = 0;
		if (anton.link) {
			const { link } = anton;
			link.tap = (frame) => {
				if (frame.kind === 'join') joins++;
				if (frame.kind === 'push')
					link.down.push({ kind: 'refused', space: frame.space, request: 'push', code: 'gap' });
				return frame.kind === 'push' ? [] : [frame];
			};
		}
		await anton.write('x');
		await settle(stream, true);
		expect(joins).toBeLessThan(8);
	});
});
