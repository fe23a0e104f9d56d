/** What the operator said: the command's arguments and the environment. */
import { parseArgs } from 'node:util';
import { hostOf } from '../src/lib/wire/challenge';

/** How to run. */
export interface Options {
	readonly app: string | null;
	readonly data: string;
	/** There is to be no centre in the data folder. */
	readonly isNew: boolean;
	readonly host: string;
	readonly port: number;
	readonly origins: readonly string[];
	readonly hosts: readonly string[];
}

/** The options, or one sentence about what is wrong with them. */
export function readOptions(
	args: readonly string[],
	env: Readonly<Record<string, string | undefined>>
): Options | string {
	const read = attemptArgs(args);
	if (!read)
		return 'Usage: main.mjs [--app <folder of the built app>] [--data <folder>] [--new], with PORT, HOST, ORIGINS and HOSTS in the environment.';
	const port = Number(env['PORT'] ?? '8080');
	if (!/^\d+$/.test(env['PORT'] ?? '8080') || port > 65_535)
		return `PORT is not a port number: ${JSON.stringify(env['PORT'])}.`;
	const origins = listIn(env['ORIGINS']);
	const wrong = origins.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
	if (wrong) return `ORIGINS must list origins such as https://chat.example.org, but has ${JSON.stringify(wrong)}.`;
	const hosts = listIn(env['HOSTS']);
	const odd = hosts.find((host) => hostOf(host) !== host);
	if (odd) return `HOSTS must list names such as chat.example.org, but has ${JSON.stringify(odd)}.`;
	const { app = null, data = './data', new: isNew = false } = read;
	return { app, data, isNew, host: env['HOST'] ?? '127.0.0.1', port, origins, hosts };
}

function listIn(text: string | undefined): string[] {
	return (text ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
}

function attemptArgs(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options: ARGUMENTS, strict: true }).values;
	} catch {
		// An unknown or incomplete argument: the caller says how it goes.
		return null;
	}
}

const ARGUMENTS = { app: { type: 'string' }, data: { type: 'string' }, new: { type: 'boolean' } } as const;
