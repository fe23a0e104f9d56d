/** Links that lead Mia to her seat: how long they stay open, and what becomes of them. SPEC.md U2, U8, U12, U13. */
import { expect, it, vi } from 'vitest';
import { during } from '../../../../tests/support/colleagues';
import { world } from '../../../../tests/support/seat-scene';
import { base64url } from '../../base/bytes';
import { readRecords, type Fields } from '../../domain/tables/records';
import { readLetters } from '../../sync/exchange/letters';
import { newSecret } from '../../sync/keys/member';
import { Access, type AccessParts } from './access';
import { readJson } from '../session/json';
import { letter } from '../letters/letters';
import type { PackageOutbox } from '../letters/package-outbox.svelte';
import { accessOf, carryOutSeat } from './seat-duties';
import { Letters } from '../letters/unsent';
import { restAll } from '../../../../tests/support/settling';

it('[U13] an answer keeps the link open for a week once the relay confirms it', async () => {
	const { parts, say, berta, stream } = await world();
	const today = Math.floor(Date.now() / 86_400_000);
	const link = (): Fields => readRecords(berta.desk.space.doc.getMap('links')).get(stream.space) ?? {};
	const [secret, issuer] = [base64url(newSecret()), base64url(newSecret())];
	await say(berta.desk, 'links', stream.space, {
		secret,
		issuer,
		package: 'p',
		lastDay: 0,
		revoke: false,
		over: false
	});
	const asked: string[] = [];
	let status: number | null = null;
	vi.stubGlobal('fetch', (url: string) => {
		asked.push(url);
		return status === null ? Promise.reject(new TypeError('offline')) : Promise.resolve(new Response(null, { status }));
	});
	const access = new Access(parts);
	await access.prolong(stream.space);
	expect(link()).toMatchObject({ lastDay: 0, wantedDay: today + 7 });
	status = 404;
	await access.resume();
	expect(link().lastDay, 'its package has yet to arrive').toBe(0);
	status = 204;
	await access.resume();
	expect(link().lastDay).toBe(today + 7);
	const { length } = asked;
	await access.prolong(stream.space);
	await access.resume();
	expect(asked.length, 'once a day is enough').toBe(length);
	access.stop();
	vi.unstubAllGlobals();
});

it('[U12] [U2] a link is given up and offered to nobody if its stream is handed on before it seats Mia', async () => {
	for (const how of ['in vain', 'of another device', 'on its way', 'seated'] as const) {
		const { parts, say, berta, other, poster, client, stream, scenes, carryOut } = await world();
		vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 404 })));
		const link = { secret: base64url(newSecret()), issuer: base64url(newSecret()), package: 'p' };
		const linkOf = (id: string): Fields => readRecords(berta.desk.space.doc.getMap('links')).get(id) ?? {};
		const offered = (): unknown => readRecords(berta.centre.space.doc.getMap('clients')).get(client)?.mailbox;
		const dropped: string[] = [];
		const packages = {
			...parts.packages,
			waiting: new Set(how === 'of another device' ? [] : ['p']),
			drop: (id: string) => Promise.resolve(void dropped.push(id))
		} as unknown as PackageOutbox;
		const session = { ...parts.session, rows: berta.other.space.rows } as unknown as AccessParts['session'];
		const access = new Access({ ...parts, packages, session });
		for (const id of ['p', stream.space]) await say(berta.desk, 'links', id, { ...link, over: false });
		await say(berta.desk, 'streams', stream.space, {
			wish: 5,
			wishBox: other.space,
			wishPoster: poster(other),
			wishLock: false,
			wishMine: true
		});
		await during(scenes, () => access.resume());
		expect(offered(), 'nobody is seated by it yet').toBeUndefined();
		if (how === 'on its way') berta.other.link?.cut();
		if (how === 'on its way' || how === 'seated') await carryOut();
		if (how === 'seated') await carryOut();
		await say(berta.desk, 'streams', stream.space, { over: true });
		await during(scenes, () => access.resume());
		expect(offered(), how).toBe(how === 'seated' ? other.space : undefined);
		expect(dropped, how).toEqual(how === 'in vain' ? ['p'] : []);
		expect(linkOf(stream.space).over, how).toBe(how === 'in vain');
		access.stop();
		vi.unstubAllGlobals();
	}
});

it('[U8] a new link counts as given once the relay has its letter; after an interruption it is given once', async () => {
	const { berta, scenes, other, poster, say, mailbox, parts, stream, carryOut, clientsIn, fields } = await world();
	await say(berta.desk, 'streams', stream.space, {
		wish: 5,
		wishBox: other.space,
		wishPoster: poster(other),
		wishLock: false
	});
	berta.other.link?.cut();
	await carryOut();
	expect(accessOf(fields()), 'the letter is still on her device').toBe('renewing');
	const [seated] = clientsIn();
	const { length } = berta.stream.space.charter;
	berta.other.kill();
	await berta.other.open();
	const again = {
		...parts,
		letters: new Letters({ session: parts.session, refOf: () => null, onSent: () => undefined })
	};
	berta.other.connect();
	await restAll(scenes);
	await during(scenes, () => carryOutSeat(again, stream.space, berta.stream));
	await during(scenes, () => carryOutSeat(again, stream.space, berta.stream));
	expect(accessOf(fields())).toBe('open');
	expect(clientsIn(), 'the same seat').toEqual([seated]);
	expect(berta.stream.space.charter.length).toBe(length);
	const seeds = (await readLetters(mailbox.space)).map(({ body }) => readJson(body, letter));
	expect(new Set(seeds.map((read) => (read.ok ? base64url(read.value.seed) : ''))).size).toBe(1);
});
