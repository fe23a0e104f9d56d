/** What Playwright's tests call a page, and its person, in WebKit: as much of both as the story needs. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DriverError, type Driver, type Window } from './driver';
import { install, withInjected } from './injected';
import { Finding, Locator, Unready } from './locator';

/** How long a condition may take. */
const PATIENCE_MS = 60_000;
const SOON_MS = 50;

type Given = string | { readonly name: string; readonly buffer: Buffer };

/** See the header. */
export class WebKitPage extends Finding {
	constructor(
		readonly window: Window,
		readonly person: WebKitPerson
	) {
		super();
	}

	override locator(selector: string): Locator {
		return new Locator(this, selector);
	}

	context(): WebKitPerson {
		return this.person;
	}

	viewportSize(): { readonly width: number; readonly height: number } {
		return this.person.viewport;
	}

	async goto(path: string): Promise<void> {
		await this.window.ask('POST', '/url', { url: new URL(path, this.person.origin).href });
	}

	async reload(): Promise<void> {
		await this.window.ask('POST', '/refresh', {});
	}

	title(): Promise<string> {
		return this.window.ask('GET', '/title');
	}

	close(): Promise<void> {
		return this.person.leave(this);
	}

	evaluate<T>(work: (given: unknown) => T, given: unknown = null): Promise<T> {
		return this.window.run<T>(`return (${String(work)})(...arguments)`, given);
	}

	/** Runs code that finds Playwright's script as `injected`. */
	async inject<T>(code: string, ...args: readonly unknown[]): Promise<T> {
		for (;;) {
			const answer = await this.window.run<[T] | null>(withInjected(code), ...args);
			if (answer) return answer[0];
			await this.window.run(install());
		}
	}

	/** Retries until it is ready. */
	async patiently<T>(work: () => Promise<T>): Promise<T> {
		for (const untilMs = Date.now() + PATIENCE_MS; ; await this.soon())
			try {
				return await work();
			} catch (error) {
				// Another page came in between.
				const isPassing =
					error instanceof Unready || (error instanceof DriverError && /stale|javascript/.test(error.code));
				if (!isPassing || Date.now() > untilMs) throw error;
			}
	}

	soon(): Promise<void> {
		// reason: WebDriver reports nothing, it can only be asked
		return new Promise((resolve) => setTimeout(resolve, SOON_MS));
	}

	/** The paths of files; those given as bytes are written to the disk. */
	async written(files: Given | readonly Given[]): Promise<readonly string[]> {
		const folder = join(this.person.home, 'chosen');
		await mkdir(folder, { recursive: true });
		const paths: string[] = [];
		for (const file of Array.isArray(files) ? (files as readonly Given[]) : [files as Given]) {
			const path = typeof file === 'string' ? file : join(folder, file.name);
			if (typeof file !== 'string') await writeFile(path, file.buffer);
			paths.push(path);
		}
		return paths;
	}
}

/** The person with this browser. */
export class WebKitPerson {
	readonly #ends: (() => Promise<void>)[] = [];
	readonly #pages = new Set<WebKitPage>();

	constructor(
		readonly driver: Driver,
		readonly home: string,
		readonly origin: string,
		readonly viewport: { readonly width: number; readonly height: number }
	) {}

	/** Her open pages. */
	pages(): readonly WebKitPage[] {
		return [...this.#pages];
	}

	async newPage(): Promise<WebKitPage> {
		const page = new WebKitPage(await this.driver.window(this.#pages.size === 0), this);
		this.#pages.add(page);
		await page.window.ask('POST', '/window/rect', { ...this.viewport });
		return page;
	}

	/** Closes one of her pages; her browser ends with the last one. */
	async leave(page: WebKitPage): Promise<void> {
		this.#pages.delete(page);
		await page.window.ask('DELETE', '/window');
	}

	/** Calls `end` when she leaves. */
	onClose(end: () => Promise<void>): void {
		this.#ends.push(end);
	}

	async close(): Promise<void> {
		await this.driver.end();
		for (const end of this.#ends) await end();
	}
}
