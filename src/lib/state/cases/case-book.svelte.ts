/** What a counsellor's windows Statistik and Profil build on: cases, the centre's settings, colleagues' names. */
import type { IdentityId } from '../../base/ids';
import type { Message } from '../../domain/messages';
import { CENTRE } from '../../domain/tables/centre';
import { CaseMarks } from './case-marks.svelte';
import { Cases, type CaseParts } from './cases';
import { MonitoringsModel } from './monitorings.svelte';
import { ProfileModel } from './profile.svelte';
import type { CaseBook, Monitorings, Profile } from '../contract/cases';
import { FormSettingsModel } from './form-settings.svelte';
import type { OpenSpace } from '../session/open-space';

/** What it works with. */
export interface CaseBookParts extends Pick<CaseParts, 'session' | 'desk' | 'introduce'> {
	readonly centre: OpenSpace;
	readonly identity: IdentityId;
	/** The centre's root key, and whether this counsellor is a Leitung. */
	readonly root: Uint8Array;
	readonly isLead: boolean;
	readonly centreName: () => string;
	/** A stream's messages, once all that this device has are read. */
	readonly messages: (stream: string) => Promise<readonly Message[]>;
}

/** See the header. */
export class CaseBookModel implements CaseBook {
	readonly cases: Cases;
	/** What the list says about cases. */
	readonly marks: CaseMarks;
	/** What the centre asks for. */
	readonly sheets: FormSettingsModel;
	/** Colleagues by identity, this counsellor included. */
	names = $state.raw<ReadonlyMap<string, string>>(new Map());
	/** Open windows, and closed ones with something not yet kept. */
	readonly #open = new Set<MonitoringsModel | ProfileModel>();
	/** Those of them whose window is closed. */
	readonly #left = new Set<MonitoringsModel | ProfileModel>();
	readonly #stop: () => void;

	constructor(readonly parts: CaseBookParts) {
		const { session, desk, introduce, centre, root, isLead } = parts;
		this.marks = new CaseMarks(session);
		this.cases = new Cases({
			session,
			desk,
			introduce,
			onRead: (stream, opened) => this.marks.note(stream, opened),
			isStale: (space, held) => this.marks.isStale(space, held)
		});
		this.sheets = new FormSettingsModel({ centre, root, isLead });
		const read = (): void => {
			const { doc } = centre.space;
			const people = [...CENTRE.colleagues.read(doc)].filter(([id]) => id !== 'reception');
			this.names = new Map(people.map(([id, { name }]) => [id, typeof name === 'string' ? name : '']));
		};
		this.#stop = centre.space.listen(read);
		read();
	}

	/** This counsellor's identity. */
	get me(): string {
		return this.parts.identity;
	}

	get centreName(): string {
		return this.parts.centreName();
	}

	/** The Statistik window of a stream; close it with `close`. */
	monitorings(stream: string, kind: 'single' | 'group'): MonitoringsModel {
		const left = this.#again(MonitoringsModel, stream);
		if (left) return left;
		const { session, identity, centreName, messages } = this.parts;
		const model = new MonitoringsModel({
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

	/** The Profil window of a stream; close it with `close`. */
	profile(stream: string): ProfileModel {
		const left = this.#again(ProfileModel, stream);
		if (left) return left;
		const { cases, sheets } = this;
		const model = new ProfileModel({ cases, stream, me: this.parts.identity, sheets });
		this.#open.add(model);
		return model;
	}

	/** Closes a window: keeps what was begun in it; what this device cannot keep stays here until it can. SPEC.md K2. */
	close(view: Monitorings | Profile): void {
		const model = [...this.#open].find((open) => open === view);
		if (!model) return;
		this.#left.add(model);
		void model.flush().then(() => {
			if (model.isKept && this.#left.delete(model)) this.#end(model);
		});
	}

	/** Keeps what is being typed; resolves when this device has it, or cannot have it. */
	async flush(): Promise<void> {
		await Promise.all([...this.#open].map((model) => model.flush()));
	}

	/** Stops everything it started. */
	stop(): void {
		for (const model of [...this.#open]) this.#end(model);
		this.#stop();
		this.sheets.stop();
		this.cases.stop();
		this.marks.stop();
	}

	/** A closed window with something that this device could not keep: it is used again. */
	#again<T extends MonitoringsModel | ProfileModel>(kind: new (...parts: never[]) => T, stream: string): T | null {
		for (const model of this.#left)
			if (model instanceof kind && model.stream === stream) {
				this.#left.delete(model);
				return model;
			}
		return null;
	}

	#end(model: MonitoringsModel | ProfileModel): void {
		this.#open.delete(model);
		this.#left.delete(model);
		model.stop();
		if (model instanceof MonitoringsModel) this.close(model.profile);
	}
}
