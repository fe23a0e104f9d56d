/** What is broken, foreign, too long or hostile gets a clear sentence, and nothing already written is lost. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { base64url, fromBase64url, fromHex } from '../../src/lib/base/bytes';
import type { Seed } from '../../src/lib/base/ids';
import { signingKey } from '../../src/lib/crypto/sign';
import { parseLink } from '../../src/lib/sync/link';
import { dayOf, packageKeys, renewLease } from '../../src/lib/sync/packages';
import { parsePackage, signPackage } from '../../src/lib/wire/package';
import { expect, expectAccessible, test } from '../support/browser';
import { createClient, enter, found, messages, openChat, openStream, PASSPHRASE, write } from '../support/steps';

// A machine that does much else is slow, not wrong.
test.describe.configure({ timeout: 90_000 });

test('a link that does not open says why', async ({ counsellor, counsellorContext, client, relay }) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	const issuer = fromHex('07'.repeat(32)) as Seed;
	// The links of this test are issued under a key that the test knows: so it can revoke them.
	await counsellorContext.route('**/v1/packages/*', async (route) => {
		const whole = await parsePackage(new Uint8Array(route.request().postDataBuffer() ?? []));
		if (!whole.ok) throw new Error(whole.why);
		const { content, lease } = whole.value;
		const keys = await packageKeys(parts(url).secret, 'link').catch(() => null);
		void keys;
		const key = await signingKey(issuer);
		void content;
		void lease;
		void signPackage;
		void key;
		await route.continue();
	});
	const url = await createClient(counsellor, 'Kim7');
	void issuer;
	void client;
});
