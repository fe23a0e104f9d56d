/** `npm run demo`: a furnished centre on a throw-away folder, to look at as counsellor and as client. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../support/browser';
import { freePort } from '../support/relay';
import { enter, messages, openChat, openStream, PASSPHRASE } from '../support/steps';

const script = join(import.meta.dirname, '../../scripts/demo.mjs');

/** Starts the demo in a temporary folder of its own; resolves when it has printed everything. */
async function startDemo(port: number): Promise<{ printed: string; end: () => Promise<number | null> }> {
	const child = spawn(process.execPath, [script], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, PORT: String(port) }
	});
	process.on('exit', () => child.kill('SIGTERM'));
	const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
	let printed = '';
	await new Promise<void>((resolve, reject) => {
		child.stdout.on('data', (chunk: Buffer) => {
			printed += chunk.toString('utf8');
			if (printed.includes('Ctrl+C')) resolve();
		});
		void exited.then((code) => {
			reject(new Error(`the demo ended with ${code}: ${printed}`));
		});
	});
	return {
		printed,
		end: () => {
			child.kill('SIGINT');
			return exited;
		}
	};
}

const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('sofortchat-demo-'));

test('the demo can be looked at from both sides, and leaves nothing behind', async ({ browser, complaints }) => {
	test.setTimeout(180_000);
	const before = new Set(folders());
	const port = await freePort();
	const { printed, end } = await startDemo(port);
	const own = folders().filter((name) => !before.has(name));
	try {
		const words = /words:([\s\S]*?)passphrase:/.exec(printed)?.[1]?.trim().split(/\s+/) ?? [];
		expect(words).toHaveLength(18);
		expect(printed).toContain(PASSPHRASE);
		const links = [...printed.matchAll(/^ {2}(\w+)\s+(http\S+\/k#\S+)$/gm)].map(([, name = '', url = '']) => ({
			name,
			url
		}));
		expect(links.map(({ name }) => name)).toEqual(['Kim7', 'Mo', 'Lux']);

		const context = await browser.newContext({
			baseURL: `http://127.0.0.1:${port}`,
			locale: 'de-DE',
			timezoneId: 'Europe/Berlin'
		});
		context.on('weberror', (error) => complaints.push(error.error().message));
		const counsellor = await context.newPage();
		await counsellor.goto('/');
		await counsellor.getByRole('button', { name: 'Mit dem Notfallblatt wiederherstellen' }).click();
		await counsellor.getByLabel('Die 18 Wörter Ihres Notfallblatts').fill(words.join(' '));
		await counsellor.getByLabel('Neue Passphrase für dieses Gerät').fill(PASSPHRASE);
		await counsellor.getByRole('button', { name: 'Wiederherstellen', exact: true }).click();
		await openChat(counsellor);
		const list = counsellor.getByRole('navigation', { name: 'Gespräche' });
		await expect(list.getByRole('button')).toHaveCount(3);
		await expect(list.getByRole('button', { name: /^Lux/ })).toContainText('2 ungelesen');
		const kim = list.getByRole('button', { name: /^Kim7/ });
		await expect(kim).toContainText('Dann hat sie gewirkt.');
		await expect(kim).not.toContainText('ungelesen');
		await expect(kim, 'the dates lie back').not.toContainText(/\d\d:\d\d/);
		await openStream(counsellor, 'Mo');
		await expect(messages(counsellor).getByText('Ich bring ihr Blumen. Und dann mach ich Seite vier.')).toBeVisible();

		const hers = await browser.newContext({
			baseURL: `http://127.0.0.1:${port}`,
			locale: 'de-DE',
			timezoneId: 'Europe/Berlin'
		});
		const client = await hers.newPage();
		await enter(client, links[0]?.url ?? '');
		await expect(messages(client).getByText('Dann hat sie gewirkt. Alles Gute für die neue Wohnung!')).toBeVisible();
		await context.close();
		await hers.close();
	} finally {
		expect(await end()).toBe(0);
	}
	expect(own).toHaveLength(1);
	expect(own.some((name) => existsSync(join(tmpdir(), name)))).toBe(false);
});
