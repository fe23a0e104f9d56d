/** Berta makes links for her clients, without a network. SPEC.md U2, U3. */
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { newCentre } from '../../../../tests/support/new-centre';
import { parseLink } from '../../sync/keys/link';
import { DESK } from '../../domain/tables/desk';
import { Authors } from '../centre/authors';
import { Letters } from '../letters/unsent';
import { Access } from './access';
import { accessOf } from './seat-duties';

afterEach(() => void vi.unstubAllGlobals());

async function atWork() {
	const { account, self, session, desk, centre, packages } = await newCentre();
	const { id: identity, isLead } = self;
	const { root } = account;
	const authors = new Authors(centre, root, { id: identity, isLead });
	const letters = new Letters({ session, refOf: () => null, onSent: () => undefined });
	const reception = account.reception.space;
	const access = new Access({ session, desk, centre, packages, identity, root, reception, letters, authors });
	onTestFinished(() => {
		access.stop();
	});
	const linkOf = (stream: string): string => {
		const link = parseLink(new URL(access.url(stream) ?? '').hash);
		if (!link.ok) throw new Error('no link');
		return link.value.secret.join();
	};
	return { access, desk, packages, linkOf };
}

it('[U2] a new client has a stream and a link that is valid once the relay has it', async () => {
	const { access, desk, packages, linkOf } = await atWork();
	const stream = await access.createClient('  Kim7 ');
	expect(DESK.streams.get(desk.space.doc, stream)).toMatchObject({ kind: 'single' });
	expect(linkOf(stream)).not.toBe('');
	expect(access.isRelayed(stream)).toBe(false);
	packages.waiting.clear();
	expect(access.isRelayed(stream)).toBe(true);
	await expect(access.createClient('   ')).rejects.toThrow('name-empty');
});

it('[U2] a new link replaces the old one in every stream of hers with that client', async () => {
	const { access, desk, linkOf } = await atWork();
	const first = await access.createClient('Kim7');
	const { client = '' } = DESK.streams.get(desk.space.doc, first);
	const second = await access.openStream(client);
	const old = linkOf(first);
	const { package: given } = DESK.links.get(desk.space.doc, first);
	await access.renew(second);
	expect(linkOf(first)).not.toBe(old);
	expect(linkOf(second)).toBe(linkOf(first));
	expect(DESK.links.get(desk.space.doc, given ?? ''), 'until the relay is asked').toMatchObject({ revoke: true });
	for (const stream of [first, second]) expect(accessOf(DESK.streams.get(desk.space.doc, stream))).toBe('renewing');
});

it('[U3] a lock gives the link up; she can neither lock nor renew what is not hers to decide', async () => {
	const { access, desk } = await atWork();
	const stream = await access.createClient('Kim7');
	await access.lock(stream);
	expect(accessOf(DESK.streams.get(desk.space.doc, stream))).toBe('locking');
	const { package: given } = DESK.links.get(desk.space.doc, stream);
	expect(DESK.links.get(desk.space.doc, given ?? ''), 'until the relay is asked').toMatchObject({ revoke: true });
	await desk.write((doc) => {
		DESK.streams.write(doc, 'a'.repeat(32), { kind: 'single', client: 'c', provisional: 'x', keeps: 'y' });
	});
	for (const deed of ['lock', 'renew', 'accept'] as const)
		await expect(access[deed]('a'.repeat(32))).rejects.toThrow('not-allowed');
});
