/** What Playwright's tests call a page, and whose browser it is, in WebKit: as much of both as the story asks for. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DriverError, type Driver, type Window } from './driver';
import { install, withInjected } from './injected';
import { Finding, Locator, Unready } from './locator';

/** How long something may take to be so. */
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

	/** Does it again until it is ready. */
	async patiently<T>(work: () => Promise<T>): Promise<T> {
		for (const untilMs = Date.now() + PATIENCE_MS; ; await this.soon())
			try {
				return await work();
			} catch (error) {
				// another page came between the two
				const isPassing =
					error instanceof Unready || (error instanceof DriverError && /stale|javascript/.test(error.code));
				if (!isPassing || Date.now() > untilMs) throw error;
			}
	}

	soon(): Promise<void> {
		// reason: WebDriver tells of nothing, it can only be asked
		return new Promise((resolve) => setTimeout(resolve, SOON_MS));
	}

	/** The paths of files, those of bytes written to the disk. */
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

/** Whose browser it is. */
export class WebKitPerson {
	readonly #ends: (() => Promise<void>)[] = [];
	readonly #pages = new Set<WebKitPage>();

	constructor(
		readonly driver: Driver,
		readonly home: string,
		readonly origin: string,
		readonly viewport: { readonly width: number; readonly height: number }
	) {}

	/** Her pages that are open. */
	pages(): readonly WebKitPage[] {
		return [...this.#pages];
	}

	async newPage(): Promise<WebKitPage> {
		const page = new WebKitPage(await this.driver.window(this.#pages.size === 0), this);
		this.#pages.add(page);
		await page.window.ask('POST', '/window/rect', { ...this.viewport });
		return page;
	}

	/** Closes one of her pages; with the last one her browser ends. */
	async leave(page: WebKitPage): Promise<void> {
		this.#pages.delete(page);
		await page.window.ask('DELETE', '/window');
	}

	/** Calls `end` when she goes. */
	onClose(end: () => Promise<void>): void {
		this.#ends.push(end);
	}

	async close(): Promise<void> {
		await this.driver.end();
		for (const end of this.#ends) await end();
	}
}
