/**
 * The client's page. It accepts what she writes before anything of the conversation is loaded: the heavy part
 * (opened-link.svelte.ts) loads while she is at the door.
 */
import { flushSync, untrack } from 'svelte';
import { codeOf, Fault, passOver, Refusal } from '../../base/fault';
import { parseLink, type AccessLinkParts } from '../../sync/keys/link';
import { isRoomy, keptDoors, lacking } from '../page/browser';
import { ClientStream } from './client-stream.svelte';
import type { CentreCard } from '../contract/centre';
import type { ClientApp, ClientInvitation, ClientStreamRow } from '../contract/client';
import type { Connection } from '../contract/connection';
import type { StreamView } from '../contract/stream';
import type { OpenedLink } from './opened-link.svelte';
import { isAway } from '../page/retried';
import { trouble } from '../page/trouble.svelte';

/** The destination of "Schnell weg". */
const NEUTRAL_PAGE = 'https://www.wikipedia.org/';

/** The centre before anything is known of it. */
const SILENT: CentreCard = { name: '', hours: '', answerTime: '', emergencyText: '' };

/** See the header. */
export class ClientModel implements ClientApp {
	phase = $state<ClientApp['phase']>('starting');
	refusal = $state<string | null>(null);
	canRemember = $state(false);
	url = $state('');
	readonly #first = new ClientStream();
	#shown = $state<string | null>(null);
	#conversation = $state.raw<OpenedLink | null>(null);
	#asked = $state<'none' | 'later' | 'nowhere'>('none');
	#link: AccessLinkParts | null = null;
	#stop: () => void = () => undefined;

	get stream(): StreamView {
		const other = this.#shown === null ? null : this.#conversation?.streams?.find(this.#shown);
		return other ? other.model : this.#first;
	}

	get streams(): readonly ClientStreamRow[] {
		return this.#conversation?.streams?.rows ?? [];
	}

	get invitations(): readonly ClientInvitation[] {
		return this.#conversation?.streams?.invitations ?? [];
	}

	get connection(): Connection {
		return this.#conversation?.connection ?? 'connecting';
	}

	get warning(): string | null {
		return this.#conversation?.warning ?? null;
	}

	get centre(): CentreCard {
		return this.#conversation?.centre?.card ?? SILENT;
	}

	get heldText(): string {
		return this.#first.heldText;
	}

	get remembering(): ClientApp['remembering'] {
		if (this.#conversation?.isKept) return 'here';
		return this.#asked === 'none' && this.#conversation?.streams?.isRelayed ? 'ask' : this.#asked;
	}

	get isLasting(): boolean {
		return this.#conversation?.isLasting ?? false;
	}

	/** Looks at the address and at what this device remembers. */
	async start(): Promise<void> {
		if (this.phase !== 'starting') return;
		this.url = location.href;
		const lack = lacking();
		if (lack) {
			this.#refuse(new Fault(lack));
			return;
		}
		this.canRemember = isRoomy();
		const link = parseLink(location.hash);
		if (link.ok) this.#link = link.value;
		try {
			const kept = (await keptDoors()).length > 0 ? await (await load()).resume(this.#link) : null;
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

	show(id: string): void {
		this.#shown = this.#conversation?.streams?.main?.model.id === id ? null : id;
		this.#conversation?.streams?.find(id)?.model.begin();
	}

	async answer(id: string, name: string | null): Promise<void> {
		await this.#conversation?.streams?.answer(id, name);
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
		this.#stop();
		this.#conversation?.stop();
		this.#conversation = null;
		this.#first.drop();
		location.replace(NEUTRAL_PAGE);
	}

	/** At the door: what comes next is loaded meanwhile. */
	#wait(): void {
		this.phase = 'door';
		void load().catch(passOver('no-connection'));
	}

	#attach(conversation: OpenedLink): void {
		this.#conversation = conversation;
		// If it is reopened under another seat, it is another model.
		this.#stop = $effect.root(() => {
			$effect.pre(() => {
				const main = conversation.streams?.main;
				if (main) untrack(() => this.#first.attach(main.model));
			});
		});
		flushSync();
		this.phase = 'open';
	}

	#refuse(error: unknown): void {
		this.refusal = codeOf(error);
		this.phase = 'refused';
	}
}

async function load(): Promise<typeof OpenedLink> {
	try {
		return (await import('./opened-link.svelte')).OpenedLink;
	} catch (cause) {
		if (!isAway(cause)) throw cause;
		throw new Fault('no-connection', { cause, retry: true });
	}
}

let app: ClientModel | null = null;

/** The app of this page's client. */
export function clientApp(): ClientModel {
	if (!app) {
		app = new ClientModel();
		// She does not see errors; they are kept in the page for debugging.
		trouble.listen();
		void app.start();
	}
	return app;
}
