/**
 * The client's page. It accepts what she writes before anything of the conversation is loaded: the
 * heavy part (conversation.svelte.ts) comes while she stands at the door.
 */
import { Fault, Refusal } from '../base/fault';
import { parseLink, type AccessLinkParts } from '../sync/link';
import { hasMemory, isRoomy } from './browser';
import { ClientStream } from './client-stream.svelte';
import type { ClientApp, Connection } from './contract';
import type { Conversation } from './conversation.svelte';

/** Where "Schnell weg" leads. */
export const NEUTRAL_PAGE = 'https://www.wikipedia.org/';

/** See the header. */
export class ClientModel implements ClientApp {
	phase = $state<ClientApp['phase']>('starting');
	refusal = $state<string | null>(null);
	canRemember = $state(false);
	url = $state('');
	readonly stream = new ClientStream();
	#conversation = $state.raw<Conversation | null>(null);
	#asked = $state<'none' | 'later' | 'nowhere'>('none');
	#link: AccessLinkParts | null = null;

	get connection(): Connection {
		return this.#conversation?.connection ?? 'connecting';
	}

	get warning(): string | null {
		return this.#conversation?.warning ?? null;
	}

	get centreName(): string {
		return this.#conversation?.centreName ?? '';
	}

	get emergencyText(): string {
		return this.#conversation?.emergencyText ?? '';
	}

	get answerTime(): string {
		return this.#conversation?.answerTime ?? '';
	}

	get heldText(): string {
		return this.stream.heldText;
	}

	get remembering(): ClientApp['remembering'] {
		if (this.#conversation?.isKept) return 'here';
		return this.#asked === 'none' && this.#conversation?.isRelayed ? 'ask' : this.#asked;
	}

	/** Looks at the address and at what this device remembers. */
	async start(): Promise<void> {
		if (this.phase !== 'starting') return;
		this.url = location.href;
		this.canRemember = isRoomy();
		const link = parseLink(location.hash);
		if (link.ok) this.#link = link.value;
		try {
			const kept = (await hasMemory()) ? await (await load()).resume(this.#link) : null;
			if (kept) this.#attach(kept);
			else if (link.ok) this.#wait();
			else this.#refuse(new Refusal('link-mangled'));
		} catch (error) {
			this.#refuse(error);
		}
	}

	async open(): Promise<void> {
		const link = this.#link;
		if (!link || this.phase === 'opening' || this.phase === 'open') return;
		this.phase = 'opening';
		this.refusal = null;
		try {
			this.#attach(await (await load()).enter(link));
		} catch (error) {
			this.#refuse(error);
		}
	}

	async rememberHere(): Promise<void> {
		if (!this.#conversation) throw new Fault('unexpected');
		await this.#conversation.rememberHere();
	}

	rememberNowhere(): void {
		this.#asked = 'nowhere';
	}

	later(): void {
		this.#asked = 'later';
	}

	leave(): void {
		document.documentElement.hidden = true;
		this.#conversation?.stop();
		this.#conversation = null;
		this.stream.drop();
		location.replace(NEUTRAL_PAGE);
	}

	/** At the door: what comes behind it is fetched meanwhile. */
	#wait(): void {
		this.phase = 'door';
		void load().catch(() => undefined);
	}

	#attach(conversation: Conversation): void {
		this.#conversation = conversation;
		if (conversation.stream) this.stream.attach(conversation.stream);
		this.phase = 'open';
	}

	#refuse(error: unknown): void {
		this.refusal = error instanceof Refusal || error instanceof Fault ? error.code : 'unexpected';
		this.phase = 'refused';
	}
}

async function load(): Promise<typeof Conversation> {
	try {
		return (await import('./conversation.svelte')).Conversation;
	} catch (cause) {
		throw new Fault('no-connection', { cause, retry: true });
	}
}

let app: ClientModel | null = null;

/** The one client's page. */
export function clientApp(): ClientModel {
	if (!app) {
		app = new ClientModel();
		void app.start();
	}
	return app;
}
