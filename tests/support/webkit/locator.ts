/** What Playwright's tests call a locator, for a page in WebKit: as much of it as the story needs. */
import { createRequire } from 'node:module';
import { DriverError, type Element } from './driver';
import type { WebKitPage } from './page';

/** How Playwright writes selectors. */
interface Writing {
	escapeForTextSelector(text: string | RegExp, isExact: boolean): string;
	escapeForAttributeSelector(text: string | RegExp, isExact: boolean): string;
}
const { iso } = createRequire(import.meta.url)('playwright-core/lib/coreBundle') as { iso: Writing };

type Text = string | RegExp;
interface Exact {
	readonly exact?: boolean;
}
interface Role extends Exact {
	readonly name?: Text;
	readonly level?: number;
}

/** What can be required of an element before acting on it. */
type State = 'visible' | 'enabled' | 'editable' | 'stable';

/** The parts of a selector, one inside the other. */
export abstract class Finding {
	abstract locator(selector: string): Locator;

	getByRole(role: string, { name, exact = false, level }: Role = {}): Locator {
		const named = name === undefined ? '' : `[name=${iso.escapeForAttributeSelector(name, exact)}]`;
		return this.locator(`internal:role=${role}${named}${level === undefined ? '' : `[level=${String(level)}]`}`);
	}

	getByLabel(text: Text, { exact = false }: Exact = {}): Locator {
		return this.locator(`internal:label=${iso.escapeForTextSelector(text, exact)}`);
	}

	getByText(text: Text, { exact = false }: Exact = {}): Locator {
		return this.locator(`internal:text=${iso.escapeForTextSelector(text, exact)}`);
	}
}

/** See the header. */
export class Locator extends Finding {
	/** How Playwright's `expect` recognizes it. */
	readonly _apiName = 'Locator';

	constructor(
		readonly asked: WebKitPage,
		readonly selector: string
	) {
		super();
	}

	override locator(selector: string): Locator {
		return new Locator(this.asked, `${this.selector} >> ${selector}`);
	}

	filter({ hasText, has }: { readonly hasText?: Text; readonly has?: Locator }): Locator {
		const texts = hasText === undefined ? [] : [`internal:has-text=${iso.escapeForTextSelector(hasText, false)}`];
		const others = has === undefined ? [] : [`internal:has=${JSON.stringify(has.selector)}`];
		return [...texts, ...others].reduce((found: Locator, part) => found.locator(part), this);
	}

	or(other: Locator): Locator {
		return this.locator(`internal:or=${JSON.stringify(other.selector)}`);
	}

	nth(index: number): Locator {
		return this.locator(`nth=${String(index)}`);
	}

	first(): Locator {
		return this.nth(0);
	}

	last(): Locator {
		return this.nth(-1);
	}

	async count(): Promise<number> {
		return (await this.#all('return found.length')) as number;
	}

	async all(): Promise<readonly Locator[]> {
		return Array.from({ length: await this.count() }, (_, index) => this.nth(index));
	}

	async isVisible(): Promise<boolean> {
		return (await this.#all('return found.length > 0 && injected.utils.isElementVisible(found[0])')) as boolean;
	}

	textContent(): Promise<string | null> {
		return this.evaluate((element) => element.textContent);
	}

	inputValue(): Promise<string> {
		return this.evaluate((element) => (element as HTMLInputElement).value);
	}

	boundingBox(): Promise<DOMRect | null> {
		return this.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
	}

	async evaluate<T>(work: (element: HTMLElement, given: unknown) => T, given: unknown = null): Promise<T> {
		const element = await this.#one([]);
		return this.asked.window.run<T>(`return (${String(work)})(...arguments)`, element, given);
	}

	/** Clicks as a finger would: on screen, still, and with nothing above it. */
	async click(): Promise<void> {
		await this.asked.patiently(async () => {
			const element = await this.#one(['visible', 'enabled', 'stable']);
			try {
				await this.asked.window.click(element);
			} catch (error) {
				// It has moved, or something has come in front of it.
				if (!(error instanceof DriverError)) throw error;
				throw new Unready(error.message);
			}
		});
	}

	async fill(text: string): Promise<void> {
		const element = await this.#one(['visible', 'enabled', 'editable']);
		await this.asked.inject(
			`const [element, text] = arguments;
			if (injected.fill(element, text) === 'needsinput')
				document.execCommand(text === '' ? 'delete' : 'insertText', false, text);`,
			element,
			text
		);
	}

	async selectOption(label: string): Promise<void> {
		const element = await this.#one(['visible', 'enabled']);
		const [done] = await this.asked.inject<unknown[]>(
			`return [injected.selectOptions(arguments[0], [{ valueOrLabel: arguments[1] }])]`,
			element,
			label
		);
		if (typeof done === 'string') throw new Error(`${done}: ${label}`);
	}

	/** Chooses files; those given as bytes are written to the disk first. */
	async setInputFiles(files: Parameters<WebKitPage['written']>[0]): Promise<void> {
		await this.asked.window.type(await this.#one([]), (await this.asked.written(files)).join('\n'));
	}

	/** What Playwright's matchers call. */
	async _expect(expression: string, options: Expecting): Promise<Expected> {
		const { timeout = 0, ...rest } = options;
		const asked = { ...rest, expression, isNot: options.isNot === true };
		const untilMs = Date.now() + timeout;
		for (;;) {
			const { matches, received } = await this.#compare(asked);
			if (matches !== asked.isNot) return { matches, received };
			if (Date.now() >= untilMs) return { matches, received, log: [this.selector], timedOut: true };
			await this.asked.soon();
		}
	}

	async #compare(asked: Expecting & { readonly expression: string; readonly isNot: boolean }): Promise<Expected> {
		const answer = (await this.#all(
			`if (found.length === 0 && !/count$|array$/.test(asked.expression)) return null;
			return injected.expect(found[0], asked, found, true);`,
			asked
		)) as Expected | null;
		if (answer !== null) return answer;
		const isGone = ['to.be.hidden', 'to.be.detached'].includes(asked.expression);
		return { matches: isGone, received: { value: 'nothing of this kind' } };
	}

	/** The one matching element, as soon as it exists and has these states. */
	async #one(states: readonly State[]): Promise<Element> {
		return this.asked.patiently(async () => {
			const [element, why] = (await this.#all(
				`if (found.length !== 1) return [null, found.length + ' of these'];
				return injected.checkElementStates(found[0], asked, true).then((no) => no ? [null, JSON.stringify(no)] : [found[0], '']);`,
				states
			)) as [Element | null, string];
			if (element === null) throw new Unready(`${this.selector}: ${why}`);
			return element;
		});
	}

	/** Runs `code` with all elements `found` now, and what was `asked`. */
	#all(code: string, asked: unknown = null): Promise<unknown> {
		return this.asked.inject(
			`const [selector, asked] = arguments;
			const found = injected.querySelectorAll(injected.parseSelector(selector), document);
			${code}`,
			this.selector,
			asked
		);
	}
}

/** Something that is not so yet. */
export class Unready extends Error {}

interface Expecting {
	readonly timeout?: number;
	readonly isNot?: boolean;
	readonly expectedText?: readonly object[];
}

interface Expected {
	readonly matches: boolean;
	readonly received?: { readonly value?: unknown } | undefined;
	readonly log?: readonly string[];
	readonly timedOut?: boolean;
}
