/** Packages as stored at the relay. SPEC.md L2. */
import { afterEach, expect, it, vi } from 'vitest';
import type { PackageId, SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { credentials } from '../keys/member';
import { putPackage } from './packages';

const ID = 'a'.repeat(32) as PackageId;

afterEach(() => void vi.unstubAllGlobals());

it('[L2] a package counts as stored when the relay has one of its name, and not before', async () => {
	const as = await credentials('b'.repeat(32) as SpaceId, freshSeed(), freshSeed());
	const put = (status: number): Promise<unknown> => {
		vi.stubGlobal('fetch', () => Promise.resolve(new Response(status === 204 ? null : '{}', { status })));
		return putPackage('https://relay.test', new Uint8Array(8), ID, as).then(
			() => 'brought',
			({ code }: { code: string }) => code
		);
	};
	expect(await put(204)).toBe('brought');
	expect(await put(409), 'stored before, and revoked since').toBe('brought');
	for (const status of [429, 500, 503, 507]) expect(await put(status)).toBe('no-connection');
	for (const status of [401, 403]) expect(await put(status)).toBe('unexpected');
});
