/** Clients' ways in as a counsellor sees them: each stream's link, and how far it has come. */
import type { Access } from '../access/access';
import { accessOf } from '../access/seat-duties';
import type { Colleagues } from '../centre/colleagues.svelte';
import type { AccessLink, AccessLinks, AccessState } from '../contract/access';
import type { StreamRow } from '../contract/list';
import type { Face } from '../contract/person';
import type { Preview } from '../session/preview';
import type { Records } from './records.svelte';

/** "Geöffnet" is news for this long. */
const NEWS_MS = 24 * 3_600_000;

/** See the header. */
export class ClientLinks implements AccessLinks {
	constructor(
		readonly records: Records,
		readonly access: Access,
		readonly colleagues: Colleagues,
		/** Called when something was decided that is to be carried out. */
		readonly onDecided: () => void
	) {}

	/** The link of a stream's client; null if this counsellor has none for her. */
	link(stream: string): AccessLink | null {
		void this.records.links;
		const url = this.access.url(stream);
		if (url === null) return null;
		const { name } = this.records.client(this.records.streams.get(stream)?.client);
		return { url, clientName: name, isRelayed: this.access.isRelayed(stream) };
	}

	state(stream: string): AccessState {
		const state = accessOf(this.records.streams.get(stream) ?? {});
		return state === 'open' && this.link(stream)?.isRelayed === false ? 'renewing' : state;
	}

	/** The colleague who gave the client another link. */
	offer(stream: string): Face | null {
		void this.records.clients;
		const offer = this.access.offer(stream);
		return offer && this.colleagues.face(offer.by);
	}

	async renew(stream: string): Promise<void> {
		await this.access.renew(stream);
		this.onDecided();
	}

	async lock(stream: string): Promise<void> {
		await this.access.lock(stream);
		this.onDecided();
	}

	async accept(stream: string): Promise<void> {
		await this.access.accept(stream);
		this.onDecided();
	}

	/** What the list shows about it. */
	news(stream: string, preview: Preview | null): StreamRow['link'] {
		if (accessOf(this.records.streams.get(stream) ?? {}) === 'locked') return 'locked';
		const link = this.records.links.get(stream);
		if (!link || link.over === true) return null;
		const at = preview?.openedAtMs ?? null;
		if (at === null) return 'unopened';
		return Date.now() - at < NEWS_MS && !preview?.last ? 'opened' : null;
	}
}
