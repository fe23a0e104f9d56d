/** What a counsellor's windows Statistik and Profil stand on: the cases, what the centre asks for, colleagues' names. */
import type { IdentityId } from '../base/ids';
import type { Message } from '../domain/messages';
import { readRecords } from '../domain/records';
import { CaseMarks } from './case-marks.svelte';
import { Cases, type CaseParts } from './cases';
import { Monitorings } from './monitorings.svelte';
import { Profile } from './profile.svelte';
import type { Opened } from './session';
import { Sheets } from './sheets.svelte';

/** What it works with. */
export interface CaseBookParts extends CaseParts {
	readonly centre: Opened;
	readonly identity: IdentityId;
	/** The centre's root key, and whether one is a Leitung. */
	readonly root: Uint8Array;
	readonly isLead: boolean;
	readonly centreName: () => string;
	/** A stream's messages, once all that this device has of them are read. */
	readonly messages: (stream: string) => Promise<readonly Message[]>;
}

/** See the header. */
export class CaseBook {
	readonly cases: Cases;
	/** What the list says of cases. */
	readonly marks: CaseMarks;
	/** What the centre asks for. */
	readonly sheets: Sheets;
	/** Colleagues by identity, oneself included. */
	names = $state.raw<ReadonlyMap<string, string>>(new Map());
	/** Windows that are open. */
	readonly #open = new Set<Monitorings | Profile>();
	readonly #stop: () => void;

	constructor(readonly parts: CaseBookParts) {
		this.marks = new CaseMarks(parts.session);
		this.cases = new Cases({
			...parts,
			onRead: (stream, opened) => this.marks.note(stream, opened),
			isStale: (space, held) => this.marks.isStale(space, held)
		});
		this.sheets = new Sheets(parts);
		const read = (): void => {
			const { doc } = parts.centre.space;
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
			sheets: this.sheets
		});
		this.#open.add(model);
		return model;
	}

	/** The Profil window of a stream; to be closed with `close`. */
	profile(stream: string): Profile {
		const { session, identity } = this.parts;
		const model = new Profile({ session, cases: this.cases, stream, me: identity, sheets: this.sheets });
		this.#open.add(model);
		return model;
	}

	/** A window is closed: what was begun in it is kept. */
	close(model: Monitorings | Profile): void {
		if (model instanceof Monitorings) this.close(model.parts.profile);
		if (this.#open.delete(model)) model.stop();
	}

	/** Keeps what is being typed; resolves when this device has it, or can not have it. */
	async flush(): Promise<void> {
		await Promise.all([...this.#open].map((model) => model.flush()));
	}

	/** Ends what lives. */
	stop(): void {
		for (const model of [...this.#open]) this.close(model);
		this.#stop();
		this.sheets.stop();
		this.cases.stop();
		this.marks.stop();
	}
}
