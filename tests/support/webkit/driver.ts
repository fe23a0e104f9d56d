/** WebKitGTK driven over WebDriver, in its own process. https://www.w3.org/TR/webdriver2/ */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** The key that marks an element in a script's arguments and results. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** How long starting may take. */
const STARTS_MS = 30_000;
/** How long a page may take to load, by the driver's own clock. */
const LOADS_MS = 90_000;
/** No command takes longer: one that does hangs, and its name says where. */
const ANSWERS_MS = 120_000;

/** An element of a page, as the driver names it. */
export type Element = Readonly<Record<typeof ELEMENT, string>>;

/** The driver's refusal of a command. */
export class DriverError extends Error {
	constructor(
		/** WebDriver's name for it, such as "element click intercepted". */
		readonly code: string,
		message: string
	) {
		super(`${code}: ${message}`);
	}
}

/** See the header. */
export class Driver {
	#session = '';
	/** The window that commands go to. */
	#shown = '';
	/** One command after the other: in between, the window may be switched. */
	#turn: Promise<unknown> = Promise.resolve();

	private constructor(
		readonly process: ChildProcess,
		readonly url: string
	) {}

	/** Starts one. `browser`: the path of its MiniBrowser; `environment`: its environment variables. */
	static async start(
		driver: string,
		browser: string,
		environment: NodeJS.ProcessEnv,
		capabilities: object
	): Promise<Driver> {
		const port = await freePort();
		const process = spawn(driver, [`--port=${String(port)}`], { env: environment, stdio: 'ignore' });
		const started = new Driver(process, `http://127.0.0.1:${String(port)}`);
		const options = { binary: browser, args: ['--automation'] };
		const asked = {
			capabilities: {
				alwaysMatch: { ...capabilities, timeouts: { pageLoad: LOADS_MS }, 'webkitgtk:browserOptions': options }
			}
		};
		for (const untilMs = Date.now() + STARTS_MS; started.#session === '';)
			try {
				started.#session = (await started.#ask<{ sessionId: string }>('POST', '/session', asked)).sessionId;
			} catch (error) {
				if (error instanceof DriverError || Date.now() > untilMs) throw error;
				// reason: it does not listen yet
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		return started;
	}

	/** Does `command` in the session. Rejects with a `DriverError`. */
	ask<T>(method: 'GET' | 'POST' | 'DELETE', command: string, body?: object): Promise<T> {
		return this.#ask(method, `/session/${this.#session}${command}`, body);
	}

	/** Its first window, or a new one. */
	async window(isFirst: boolean): Promise<Window> {
		if (isFirst) return new Window(this, await this.ask<string>('GET', '/window'));
		return new Window(this, (await this.ask<{ handle: string }>('POST', '/window/new', { type: 'window' })).handle);
	}

	/** Does `work` once commands go to `window`. */
	showing<T>(window: string, work: () => Promise<T>): Promise<T> {
		const done = this.#turn.then(async () => {
			if (this.#shown !== window) await this.ask('POST', '/window', { handle: window });
			this.#shown = window;
			return work();
		});
		// reason: the caller is told
		this.#turn = done.catch(() => undefined);
		return done;
	}

	/** Ends browser and driver. */
	async end(): Promise<void> {
		// reason: it may be gone already
		await this.ask('DELETE', '').catch(() => undefined);
		const gone = once(this.process, 'exit');
		this.process.kill();
		await gone;
	}

	async #ask<T>(method: string, path: string, body?: object): Promise<T> {
		const answer = await fetch(this.url + path, {
			method,
			signal: AbortSignal.timeout(ANSWERS_MS),
			...(body ? { body: JSON.stringify(body) } : {})
		}).catch((error: unknown) => {
			throw new Error(`WebKit: ${method} ${path.replace(/^\/session\/[^/]*/, '')}`, { cause: error });
		});
		const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
		if (!answer.ok) throw new DriverError(value.error ?? 'unknown', value.message ?? '');
		return value;
	}
}

/** One window of a browser. */
export class Window {
	constructor(
		readonly driver: Driver,
		readonly name: string
	) {}

	/** Does `command` in this window. Rejects with a `DriverError`. */
	ask<T>(method: 'GET' | 'POST' | 'DELETE', command: string, body?: object): Promise<T> {
		return this.driver.showing(this.name, () => this.driver.ask<T>(method, command, body));
	}

	/** What a function body returns, or what its promise resolves to. Elements may be passed and returned. */
	run<T>(script: string, ...args: readonly unknown[]): Promise<T> {
		return this.ask<T>('POST', '/execute/sync', { script, args });
	}

	/** Clicks an element where it is on screen with nothing above it. */
	async click(element: Element): Promise<void> {
		await this.ask('POST', `/element/${element[ELEMENT]}/click`, {});
	}

	/** Types into an element; for a file field, its paths, one per line. */
	async type(element: Element, text: string): Promise<void> {
		await this.ask('POST', `/element/${element[ELEMENT]}/value`, { text });
	}
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
