/** What a counsellor's windows Statistik and Profil stand on: the cases, the centre's packs, colleagues' names. */
import type { IdentityId } from '../base/ids';
import type { Message } from '../domain/messages';
import { PACKS } from '../domain/monitoring/templates';
import { readRecords, writeRecord } from '../domain/records';
import { Cases, type CaseParts } from './cases';
import { Monitorings } from './monitorings.svelte';
import { Profile } from './profile.svelte';
import type { Opened } from './session';

/** What it works with. */
export interface CaseBookParts extends CaseParts {
	readonly centre: Opened;
	readonly identity: IdentityId;
	readonly centreName: () => string;
	/** A stream's messages, once all that this device has of them are read. */
	readonly messages: (stream: string) => Promise<readonly Message[]>;
}

/** See the header. */
export class CaseBook {
	readonly cases: Cases;
	/** Ids of the packs that the centre has enabled. */
	packs = $state.raw<ReadonlySet<string>>(new Set());
	/** Colleagues by identity, oneself included. */
	names = $state.raw<ReadonlyMap<string, string>>(new Map());
	/** Windows that are open. */
	readonly #open = new Set<Monitorings | Profile>();
	readonly #stop: () => void;

	constructor(readonly parts: CaseBookParts) {
		this.cases = new Cases(parts);
		const read = (): void => {
			const { doc } = parts.centre.space;
			const enabled = readRecords(doc.getMap('templates')).get('packs') ?? {};
			this.packs = new Set(PACKS.map(({ id }) => id).filter((id) => enabled[id] === true));
			const people = [...readRecords(doc.getMap('colleagues'))].filter(([id]) => id !== 'reception');
			this.names = new Map(people.map(([id, { name }]) => [id, typeof name === 'string' ? name : '']));
		};
		this.#stop = parts.centre.space.listen(read);
		read();
	}

	/** Whose identity this is. */
	get me(): string {
		return this.parts.identity;
	}

	get centreName(): string {
		return this.parts.centreName();
	}

	/** The Statistik window of a stream; to be closed with `close`. */
	monitorings(stream: string, kind: 'single' | 'group'): Monitorings {
		const { session, identity, centreName, messages } = this.parts;
		const model = new Monitorings({
			session,
			cases: this.cases,
			stream,
			kind,
			profile: this.profile(stream),
			messages: () => messages(stream),
			me: identity,
			centre: centreName,
			packs: () => this.packs
		});
		this.#open.add(model);
		return model;
	}

	/** The Profil window of a stream; to be closed with `close`. */
	profile(stream: string): Profile {
		const { session, identity } = this.parts;
		const model = new Profile({ session, cases: this.cases, stream, me: identity });
		this.#open.add(model);
		return model;
	}

	/** A window is closed: what was begun in it is kept. */
	close(model: Monitorings | Profile): void {
		if (model instanceof Monitorings) this.close(model.parts.profile);
		if (this.#open.delete(model)) model.stop();
	}

	/** Enables a pack for the whole centre, or stops asking for it in new monitorings. Rejects with a `Fault`. */
	async enable(pack: string, isOn: boolean): Promise<void> {
		await this.parts.session.write(this.parts.centre, (doc) => {
			writeRecord(doc.getMap('templates'), 'packs', { [pack]: isOn });
		});
	}

	/** Ends what lives. */
	stop(): void {
		for (const model of [...this.#open]) this.close(model);
		this.#stop();
		this.cases.stop();
	}
}
