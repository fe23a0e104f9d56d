// @vitest-environment node
/** Berta, the Leitung, invites Cem, without a network. SPEC.md Y. */
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { newCentre } from '../../../../tests/support/new-centre';
import { CENTRE } from '../../domain/tables/centre';
import { DESK } from '../../domain/tables/desk';
import { Invitations, type InvitationsParts } from './invitations.svelte';

afterEach(() => void vi.unstubAllGlobals());

async function atWork(as: Partial<InvitationsParts> = {}) {
	const { account, self, session, centre, face, desk, packages } = await newCentre();
	const { id: identity, isLead } = self;
	const centreName = (): string => 'Nord';
	const all = { session, account, isLead, identity, centre, face, desk, packages, centreName, ...as };
	const invitations = new Invitations(all);
	onTestFinished(() => {
		invitations.stop();
	});
	return { invitations, centre, desk, packages };
}

it('lists an invitation at once, with its link, as not yet valid', async () => {
	const { invitations, packages } = await atWork();
	const id = await invitations.invite('  Cem  Celik ', false);
	expect(invitations.rows).toMatchObject([
		{ id, name: 'Cem Celik', isLead: false, isRelayed: false, isExpired: false }
	]);
	expect(invitations.rows[0]?.url).toMatch(/^https:\/\/relay\.test\/#einladung=[\w-]{20,}$/);
	expect([...packages.waiting], 'the package waits for a network').toHaveLength(1);
});

it('tells colleagues of it, but not its secret', async () => {
	const { invitations, centre, desk } = await atWork();
	const id = await invitations.invite('Cem', true);
	await vi.waitFor(() => expect(CENTRE.invitations.find(centre.space.doc, id)).not.toBeNull());
	const { secret = '', inCentre = '' } = DESK.invitations.get(desk.space.doc, id);
	const told = JSON.stringify(CENTRE.invitations.get(centre.space.doc, id));
	expect(told).toContain('"name":"Cem"');
	for (const kept of [secret, inCentre]) {
		expect(kept).not.toBe('');
		expect(told).not.toContain(kept);
	}
});

it('lists a withdrawn one no more, and notes that it is still to be closed', async () => {
	const { invitations, centre } = await atWork();
	const id = await invitations.invite('Cem', false);
	await invitations.withdraw(id);
	expect(invitations.rows).toEqual([]);
	const { withdrawn, closed } = CENTRE.invitations.get(centre.space.doc, id);
	expect(withdrawn).toEqual(expect.any(Number));
	expect(closed, 'the relay has not been asked').toBeUndefined();
});

it('says that one has expired', async () => {
	const { invitations } = await atWork();
	await invitations.invite('Cem', false);
	vi.useFakeTimers({ now: Date.now() + 40 * 86_400_000, toFake: ['Date'] });
	onTestFinished(() => void vi.useRealTimers());
	await invitations.invite('Dora', false);
	expect(invitations.rows.map(({ name, isExpired }) => ({ name, isExpired }))).toEqual([
		{ name: 'Dora', isExpired: false },
		{ name: 'Cem', isExpired: true }
	]);
});

it('refuses a blank name, and anything from somebody who is not a Leitung', async () => {
	const { invitations } = await atWork();
	await expect(invitations.invite(' \u200b ', false)).rejects.toThrow('name-empty');
	expect(invitations.rows).toEqual([]);
	const { invitations: hers } = await atWork({ isLead: false });
	await expect(hers.invite('Cem', false)).rejects.toThrow('not-allowed');
	await expect(hers.withdraw('any')).rejects.toThrow('not-allowed');
});
