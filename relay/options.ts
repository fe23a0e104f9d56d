/** What the operator said: the command's arguments and the environment. */
import { parseArgs } from 'node:util';
import { hostOf } from '../src/lib/wire/challenge';

/** How to run. */
export interface Options {
	/** To serve, or to make a new set-up code and end. */
	readonly task: 'serve' | 'new-code';
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
		return 'Usage: main.mjs [new-code] [--app <folder of the built app>] [--data <folder>] [--new], with PORT, HOST, ORIGINS and HOSTS in the environment.';
	const port = Number(env['PORT'] ?? '8080');
	if (!/^\d+$/.test(env['PORT'] ?? '8080') || port > 65_535)
		return `PORT is not a port number: ${JSON.stringify(env['PORT'])}.`;
	const origins = listIn(env['ORIGINS']);
	const wrong = origins.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
	if (wrong) return `ORIGINS must list origins such as https://chat.example.org, but has ${JSON.stringify(wrong)}.`;
	const hosts = listIn(env['HOSTS']);
	const odd = hosts.find((host) => hostOf(host) !== host);
	if (odd) return `HOSTS must list names such as chat.example.org, but has ${JSON.stringify(odd)}.`;
	const { app = null, data = './data', new: isNew = false, task } = read;
	return { task, app, data, isNew, host: env['HOST'] ?? '127.0.0.1', port, origins, hosts };
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
		// An unknown or incomplete argument: the caller says how it goes.
		return null;
	}
}

const ARGUMENTS = { app: { type: 'string' }, data: { type: 'string' }, new: { type: 'boolean' } } as const;
