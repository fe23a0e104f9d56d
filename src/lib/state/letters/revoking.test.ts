/** Abandoned links whose packages are here, at the relay, on another device, or cut off in between. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { base64url } from '../../base/bytes';
import { freshSeed } from '../../crypto/random';
import type { Fields } from '../../domain/tables/records';
import { revokeLink } from './revoking';

const NAME = 'a'.repeat(32);
/** What the relay has: package -> whether it is revoked. */
let relay: Map<string, boolean>;

beforeEach(() => {
	relay = new Map();
	vi.stubGlobal('fetch', (url: string) => {
		const [there] = relay.keys();
		if (there !== undefined && url.endsWith('/lease')) relay.set(there, true);
		return Promise.resolve(new Response(null, { status: there === undefined ? 404 : 204 }));
	});
});
afterEach(() => void vi.unstubAllGlobals());

function givenUp(...here: readonly string[]) {
	const waiting = new Set(here);
	let link: Fields = { package: NAME, secret: base64url(freshSeed()), issuer: base64url(freshSeed()) };
	const dropped: string[] = [];
	const packages = {
		waiting,
		drop: (id: string) => {
			waiting.delete(id);
			dropped.push(id);
			return Promise.resolve();
		}
	};
	const note = (fields: Fields): Promise<void> => {
		link = { ...link, ...fields };
		return Promise.resolve();
	};
	const revoke = (): Promise<string> =>
		revokeLink({ packages, relay: 'https://relay.test' }, 'link', link, note).then(
			() => 'revoked',
			({ code }: { code: string }) => code
		);
	return { packages, dropped, note, revoke };
}

it('[U12] a package that is still here never goes, and is revoked in case an attempt had brought it', async () => {
	const unsent = givenUp(NAME);
	expect(await unsent.revoke()).toBe('revoked');
	expect(unsent.dropped).toEqual([NAME]);
	relay.set(NAME, false);
	expect(await givenUp(NAME).revoke()).toBe('revoked');
	expect(relay.get(NAME)).toBe(true);
});

it('[U12] one that another device has yet to bring is revoked once it is there', async () => {
	const { revoke } = givenUp();
	expect(await revoke()).toBe('no-connection');
	relay.set(NAME, false);
	expect(await revoke()).toBe('revoked');
	expect(relay.get(NAME)).toBe(true);
});

it('[U12] one given up before a cut, without the relay’s answer, is not waited for: nobody brings it', async () => {
	const { revoke, packages, dropped } = givenUp(NAME);
	const drop = vi.spyOn(packages, 'drop').mockImplementationOnce((id) => {
		packages.waiting.delete(id);
		return Promise.reject(Object.assign(new Error('cut off'), { code: 'cut' }));
	});
	expect(await revoke()).toBe('cut');
	expect(await revoke()).toBe('revoked');
	expect(drop).toHaveBeenCalledTimes(1);
	expect(dropped).toEqual([]);
});
