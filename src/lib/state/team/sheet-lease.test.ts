/** Eve has seen Berta's recovery sheet; Berta makes a new one. SPEC.md Y5. */
import { afterEach, expect, it, vi } from 'vitest';
import { dyingAt, rest } from '../../../../tests/support/centre';
import { device, scene, type Device } from '../../../../tests/support/devices';
import { Refusal } from '../../base/fault';
import { fetchPackage, makeRecovery, newSheet, packageKeys } from '../../sync/exchange/packages';
import { encodePackage, parsePackage, withLease, type Package } from '../../wire/package';
import { DESK_POLICY } from '../session/policies';
import { SheetLease } from './sheet-lease';

const RELAY = 'http://relay';

afterEach(() => {
	vi.unstubAllGlobals();
});

/** The relay's part: packages by id; `cut`: nothing gets through. */
function packages() {
	const kept = new Map<string, Package>();
	const line = { isCut: false, step: (): void => undefined };
	vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
		line.step();
		if (line.isCut) throw new TypeError('cut');
		const [id = '', part] = url.replace(`${RELAY}/v1/packages/`, '').split('/');
		const whole = kept.get(id);
		if (!whole) return new Response(null, { status: 404 });
		if (part === 'lease') {
			const next = await withLease(whole, new Uint8Array(init?.body as ArrayBuffer));
			if (next.ok) kept.set(id, next.value);
			return new Response(null, { status: next.ok ? 204 : 409 });
		}
		if (whole.lease.body.revoked === 1) return Response.json({ code: 'revoked' }, { status: 410 });
		return new Response(encodePackage(whole));
	});
	const put = async (whole: Uint8Array): Promise<void> => {
		const read = await parsePackage(whole);
		if (!read.ok) throw new Error(read.why);
		kept.set(read.value.content.body.package, read.value);
	};
	return { line, put };
}

async function opens(sheet: Uint8Array): Promise<boolean> {
	try {
		await fetchPackage(RELAY, await packageKeys(sheet, 'recovery'));
		return true;
	} catch (error) {
		if (error instanceof Refusal) return false;
		throw error;
	}
}

async function desk() {
	const there = await scene();
	const one = await device(there, 0, 'Berta', { policy: DESK_POLICY });
	one.connect();
	await rest({ scenes: [there] });
	return { all: { scenes: [there] }, one };
}

function leaseAt(one: Device, waiting: ReadonlySet<string> = new Set()): SheetLease {
	const session = { whenKept: () => Promise.resolve(), relay: RELAY };
	return new SheetLease({ session, desk: one, isWaiting: (id) => waiting.has(id), onChange: () => undefined });
}

it('[Y5] calls the new sheet good if the relay has lost the old one, but not while that is on its way', async () => {
	const { put } = packages();
	const { all, one } = await desk();
	const [first, second] = [newSheet(), newSheet()];
	const [old, next] = [await makeRecovery(first, new Uint8Array([1])), await makeRecovery(second, new Uint8Array([1]))];
	await put(next.whole);
	const waiting = new Set<string>([old.id]);
	const sheet = leaseAt(one, waiting);
	await sheet.adopt(old);
	await sheet.replace(next);
	await sheet.look();
	expect(sheet.state.isRenewing).toBe(true);
	waiting.clear();
	await sheet.look();
	await rest(all);
	expect([await opens(first), await opens(second), sheet.state.isRenewing]).toEqual([false, true, false]);
	sheet.stop();
});

it('[Y5] keeps the old sheet good until the new one is at the relay, and then ends it', async () => {
	const { put } = packages();
	const { all, one } = await desk();
	const [first, second] = [newSheet(), newSheet()];
	const [old, next] = [await makeRecovery(first, new Uint8Array([1])), await makeRecovery(second, new Uint8Array([1]))];
	await put(old.whole);
	const sheet = leaseAt(one);
	await sheet.adopt(old);
	await sheet.replace(next);
	await sheet.look();
	expect([await opens(first), await opens(second), sheet.state.isRenewing]).toEqual([true, false, true]);
	await put(next.whole);
	await sheet.look();
	await rest(all);
	expect([await opens(first), await opens(second), sheet.state.isRenewing]).toEqual([false, true, false]);
	expect(sheet.state.renewedAtMs).toBeTypeOf('number');
	sheet.stop();
});

it(
	'[Y5] leaves one she has, wherever the device dies, and another device of hers ends the old one',
	{ timeout: 60_000 },
	async () => {
		let isOver = false;
		for (let at = 0; !isOver; at++) {
			const { line, put } = packages();
			const { all, one } = await desk();
			const [first, second] = [newSheet(), newSheet()];
			const [old, next] = [
				await makeRecovery(first, new Uint8Array([1])),
				await makeRecovery(second, new Uint8Array([1]))
			];
			await put(old.whole);
			await put(next.whole);
			const before = leaseAt(one);
			await before.adopt(old);
			before.stop();
			await rest(all);
			let fetches = 0;
			const [dead] = [{ is: false }];
			const steps = await dyingAt(at, [one], async () => {
				line.step = () => {
					// A request is a step too: it dies with the device.
					if (dead.is || !one.isOpen) throw new TypeError('dead');
					fetches++;
				};
				const sheet = leaseAt(one);
				await sheet.replace(next);
				await sheet.look();
				sheet.stop();
				await rest(all);
			});
			isOver = steps <= at;
			line.step = () => undefined;
			expect([await opens(first), await opens(second)].filter(Boolean).length).toBeGreaterThan(0);
			if (!one.isOpen) await one.open();
			one.connect();
			await rest(all);
			const again = leaseAt(one);
			await again.look();
			// If the note was lost, the row in the vault shows the sheet again.
			if (!again.state.isRenewing && again.state.renewedAtMs === null) await again.replace(next);
			await again.look();
			expect([await opens(first), await opens(second)]).toEqual([false, true]);
			expect(again.state.isRenewing).toBe(false);
			again.stop();
			expect(fetches).toBeLessThan(10);
		}
	}
);
