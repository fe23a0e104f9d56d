/** The command: what it prints, how it ends, and what it never loses. */
import { spawn } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
	Client,
	createSpace,
	foundCentre,
	admit,
	Chain,
	Feed,
	person,
	random,
	type Person
} from '../tests/support/relay/client';
import { acknowledged, checkKept, furtherOn, Writer } from '../tests/support/relay/load';
import { bundleRelay, dataFolder, runRelay } from '../tests/support/relay/process';

let bundle = '';
beforeAll(async () => {
	const { file, remove } = await bundleRelay();
	bundle = file;
	return remove;
});

describe('the command', () => {
	it('[R24] prints address, set-up code and one-tap address, and the code until the centre is founded', async () => {
		const data = dataFolder();
		const first = await runRelay(bundle, ['--data', data]);
		const code = first.setupCode ?? '';
		expect(first.output()).toMatch(
			new RegExp(
				`^Sofortchat: http://127\\.0\\.0\\.1:\\d+/\\nSet-up code: ${code}\\n.*/#einrichten=${code}\\nready\\n$`,
				'ms'
			)
		);
		expect(statSync(data).mode & 0o777).toBe(0o700);
		first.child.kill('SIGTERM');
		expect(await first.ended).toBe(0);
		const second = await runRelay(bundle, ['--data', data]);
		expect(second.setupCode).toBe(code);
		await foundCentre(second);
		second.child.kill('SIGINT');
		expect(await second.ended).toBe(0);
		const third = await runRelay(bundle, ['--data', data]);
		expect(third.setupCode).toBeNull();
		expect(third.output()).not.toContain('einrichten');
		third.child.kill('SIGTERM');
		await third.ended;
	});

	it('[R24] prints the public address when it is configured', async () => {
		const env = { PUBLIC_URL: 'https://chat.example.org' };
		const { child, ended, output } = await runRelay(bundle, ['--data', dataFolder()], env);
		expect(output()).toMatch(
			/^Sofortchat: https:\/\/chat\.example\.org\/\nSet-up code: .*\nFound .*: https:\/\/chat\.example\.org\/#einrichten=/m
		);
		child.kill('SIGTERM');
		expect(await ended).toBe(0);
	});

	it('[R24] says when the system grants it few sockets: it never learns of rejected connections', async () => {
		const few = spawn(
			'sh',
			['-c', 'ulimit -n 300 && exec "$0" "$@"', process.execPath, bundle, '--data', dataFolder()],
			{
				env: { ...process.env, PORT: '0' }
			}
		);
		onTestFinished(() => void few.kill('SIGKILL'));
		let said = '';
		for (const stream of [few.stdout, few.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
		await expect.poll(() => said, { timeout: 30_000 }).toMatch(/^ready$/m);
		expect(said).toMatch(/^This process may open 300 files and sockets; .*\.$/m);
	});

	it('[R24] says in one sentence what is wrong, and exits with 1', async () => {
		const data = dataFolder();
		mkdirSync(data, { recursive: true });
		writeFileSync(join(data, 'a-file'), '');
		const busy = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => busy.once('listening', resolve));
		const port = String((busy.address() as AddressInfo).port);
		const cases: [string[], Record<string, string>, RegExp][] = [
			[['--data', join(data, 'a-file')], {}, /^The data folder .* cannot be written to\.\n$/],
			[['--data', join(data, 'a-file', 'below')], {}, /^The data folder .* cannot be written to\.\n$/],
			// Nobody can create a folder there, not even root.
			[['--data', '/proc/nowhere'], {}, /^The data folder .* cannot be written to\.\n$/],
			[['--data', data], { PORT: port }, new RegExp(`^Port ${port} is in use .*\\.\\n$`)],
			[['--data', data], { PORT: 'eighty' }, /^PORT is not a port number: "eighty"\.\n$/],
			[['--data', data], { PORT: '70000' }, /^PORT is not a port number.*\n$/],
			[['--data', data], { HOST: '203.0.113.1' }, /^HOST 203\.0\.113\.1 is not an address of this machine\.\n$/],
			[['--data', data, '--app', join(data, 'none')], {}, /^There is no built app in .*\.\n$/],
			[['--what'], {}, /^Usage: .*\n$/],
			[['--data', data], { ORIGINS: 'https://a.example/path' }, /^ORIGINS must list origins .*\n$/],
			[['--data', data], { TRUSTED_PROXIES: '10.0.0.0/8, proxy' }, /^TRUSTED_PROXIES must list .*"proxy"\.\n$/],
			[['--data', data], { PUBLIC_URL: 'chat.example.org' }, /^PUBLIC_URL must be .*\n$/],
			[['--data', data], { PUBLIC_URL: 'https://chat.example.org/sofortchat/' }, /^PUBLIC_URL must be .*\n$/],
			[['new-code', '--new'], {}, /^Usage: .*\n$/],
			[['old-code'], {}, /^Usage: .*\n$/]
		];
		for (const [args, env, sentence] of cases) {
			const { ended, output } = await runRelay(bundle, args, env);
			expect([await ended, output()]).toEqual([1, expect.stringMatching(sentence)]);
		}
		busy.close();
	});

	it('[R24] a second one on the same data ends at once', async () => {
		const data = dataFolder();
		const first = await runRelay(bundle, ['--data', data]);
		const { ended, output } = await runRelay(bundle, ['--data', data]);
		expect([await ended, output()]).toEqual([
			1,
			expect.stringMatching(/^Another relay works on the data folder .*\.\n$/)
		]);
		first.child.kill('SIGKILL');
		await first.ended;
		// A killed relay's lock does not hold.
		const third = await runRelay(bundle, ['--data', data]);
		expect(third.url).not.toBe('');
		third.child.kill('SIGTERM');
		expect(await third.ended).toBe(0);
	});
});

/** A stream with two writers, and its chain. */
async function founded(relay: { url: string; setupCode: string | null }): Promise<{ chain: Chain; writers: Writer[] }> {
	const { client, centre } = await foundCentre(relay);
	const people: Person[] = [await person(), await person(), await person()];
	const [berta, anton, mia] = people as [Person, Person, Person];
	const chain = await Chain.found(berta, 'feeds', [admit(anton, 'member'), admit(mia, 'member')]);
	await createSpace(client, centre.space, chain);
	client.ws.terminate();
	return {
		chain,
		writers: await Promise.all(people.map(async (who) => new Writer(who, await Feed.open(chain.space, who))))
	};
}

describe('nothing acknowledged is lost', () => {
	it('[R20] though the relay is killed twenty times under load', { timeout: 300_000 }, async () => {
		const data = dataFolder();
		let relay = await runRelay(bundle, ['--data', data]);
		const { chain, writers } = await founded(relay);
		for (let round = 0; round < 20; round++) {
			const { url, child, ended } = relay;
			const working = Promise.all(writers.map((writer) => writer.work(url)));
			await furtherOn(writers, 2 * round);
			child.kill('SIGKILL');
			await Promise.all([ended, working]);
			relay = await runRelay(bundle, ['--data', data]);
			await checkKept(relay.url, chain.space, writers);
		}
		expect(acknowledged(writers)).toBeGreaterThanOrEqual(380);
		relay.child.kill('SIGTERM');
		await relay.ended;
	});

	it('[R21] when it is stopped; everybody is asked to come back', async () => {
		const data = dataFolder();
		const relay = await runRelay(bundle, ['--data', data]);
		const { chain, writers } = await founded(relay);
		const idle = await Client.connect(relay.url);
		await idle.join(chain.space, writers[0]?.author ?? (await person()));
		const working = Promise.all(writers.map((writer) => writer.work(relay.url)));
		await furtherOn(writers, 50);
		relay.child.kill('SIGTERM');
		expect(await relay.ended).toBe(0);
		expect(await working).toEqual([1012, 1012, 1012]);
		expect(idle.closedWith).toBe(1012);
		const next = await runRelay(bundle, ['--data', data]);
		await checkKept(next.url, chain.space, writers);
		next.child.kill('SIGTERM');
		await next.ended;
	});
});

it('[R22] the log names no space, no feed, no member, no address, and nothing that was sent', async () => {
	const data = dataFolder();
	const relay = await runRelay(bundle, ['--data', data]);
	const { chain, writers } = await founded(relay);
	const quiet = await Client.connect(relay.url, 'new', { headers: { 'x-forwarded-for': '203.0.113.77' } });
	for (const noise of [random(50), Uint8Array.of(100, 1, 2), Uint8Array.of(0, 2, 1)]) quiet.ws.send(noise);
	await fetch(`http://${relay.url}/v1/packages/${chain.space}`);
	const working = Promise.all(writers.map((writer) => writer.work(relay.url)));
	await furtherOn(writers, 30);
	relay.child.kill('SIGTERM');
	await relay.ended;
	await working;
	const log = relay
		.output()
		.split('\n')
		.filter((line) => !/^(Sofortchat|Set-up code|Found your centre|This process may open|ready)/.test(line));
	expect(log.filter(Boolean).map((line) => line.replace(/^\S+Z /, ''))).toEqual([
		'started',
		'centre founded',
		'stopping',
		'stopped'
	]);
	const ids = [chain.space, ...writers.flatMap(({ author, feed }) => [author.id, feed.id]), '203.0.113', '127.0.0.1'];
	for (const id of ids) for (const line of log) expect(line).not.toContain(id.slice(0, 8));
});
