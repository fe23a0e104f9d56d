/** The operator's settings: the command's arguments and the environment. */
import { parseArgs } from 'node:util';
import { hostOf } from '../src/lib/wire/challenge';
import { isNetwork } from './gate/proxies';

/** How to run. */
export interface Options {
	/** Serve, or make a new set-up code and end. */
	readonly task: 'serve' | 'new-code';
	readonly app: string | null;
	readonly data: string;
	/** The data folder is to hold no centre. */
	readonly isNew: boolean;
	readonly host: string;
	readonly port: number;
	readonly origins: readonly string[];
	readonly hosts: readonly string[];
	/** Proxies on other machines, by address or network. */
	readonly proxies: readonly string[];
	/** Where people reach the relay, with a trailing slash; null: where it listens. */
	readonly publicUrl: string | null;
}

/** The options, or one sentence about what is wrong with them. */
export function readOptions(
	args: readonly string[],
	env: Readonly<Record<string, string | undefined>>
): Options | string {
	const read = attemptArgs(args);
	if (!read)
		return 'Usage: main.mjs [new-code] [--app <folder of the built app>] [--data <folder>] [--new], with PORT, HOST, HOSTS, ORIGINS, TRUSTED_PROXIES and PUBLIC_URL in the environment.';
	const port = Number(env['PORT'] ?? '8080');
	if (!/^\d+$/.test(env['PORT'] ?? '8080') || port > 65_535)
		return `PORT is not a port number: ${JSON.stringify(env['PORT'])}.`;
	const origins = listIn(env['ORIGINS']);
	const wrong = origins.find((origin) => !isOrigin(origin) || origin.endsWith('/'));
	if (wrong) return `ORIGINS must list origins such as https://chat.example.org, but has ${JSON.stringify(wrong)}.`;
	const hosts = listIn(env['HOSTS']);
	const odd = hosts.find((host) => hostOf(host) !== host);
	if (odd) return `HOSTS must list names such as chat.example.org, but has ${JSON.stringify(odd)}.`;
	const proxies = listIn(env['TRUSTED_PROXIES']);
	const strange = proxies.find((proxy) => !isNetwork(proxy));
	if (strange)
		return `TRUSTED_PROXIES must list addresses or networks such as 10.0.0.0/8, but has ${JSON.stringify(strange)}.`;
	const publicUrl = env['PUBLIC_URL'] || null;
	if (publicUrl !== null && !isOrigin(publicUrl))
		return `PUBLIC_URL must be an address such as https://chat.example.org, but is ${JSON.stringify(publicUrl)}.`;
	const { app = null, data = './data', new: isNew = false, task } = read;
	const host = env['HOST'] ?? '127.0.0.1';
	return {
		task,
		app,
		data,
		isNew,
		host,
		port,
		origins,
		hosts,
		proxies,
		publicUrl: publicUrl && new URL(publicUrl).href
	};
}

/** `https://chat.example.org`, with or without a trailing slash. */
function isOrigin(text: string): boolean {
	return URL.canParse(text) && [new URL(text).origin, `${new URL(text).origin}/`].includes(text);
}

function listIn(text: string | undefined): string[] {
	return (text ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
}

interface Said {
	readonly app?: string | undefined;
	readonly data?: string | undefined;
	readonly new?: boolean | undefined;
	readonly task: Options['task'];
}

function attemptArgs(args: readonly string[]): Said | null {
	try {
		const { values, positionals } = parseArgs({ args: [...args], options: ARGUMENTS, allowPositionals: true });
		const [task = 'serve', ...more] = positionals;
		if (more.length > 0 || (task === 'new-code' && values.new === true)) return null;
		return task === 'serve' || task === 'new-code' ? { ...values, task } : null;
	} catch {
		// An unknown or incomplete argument: the caller prints the usage.
		return null;
	}
}

const ARGUMENTS = { app: { type: 'string' }, data: { type: 'string' }, new: { type: 'boolean' } } as const;
