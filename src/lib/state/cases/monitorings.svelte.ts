/** The Statistik window of a stream: its monitorings, and the one form that may be open. */
import { hex } from '../../base/bytes';
import { Refusal } from '../../base/fault';
import type { Message } from '../../domain/messages';
import { problemsOf, settled } from '../../domain/monitoring/check';
import { writtenOf, type Written } from '../../domain/monitoring/contacts';
import { possibleDoubles } from '../../domain/monitoring/doubles';
import type { Value } from '../../domain/monitoring/fields';
import type { Monitoring } from '../../domain/monitoring/monitorings';
import { prefill, volumeOf, type Volume } from '../../domain/monitoring/prefill';
import { areKnown, sheetsWith } from '../../domain/monitoring/templates';
import { newSecret } from '../../sync/keys/member';
import type { Cases } from './cases';
import { draftOf, dropFormDraft, keepFormDraft, newDraft, readFormDraft } from './form-draft';
import { Keeping } from '../session/keeping.svelte';
import { KeptMonitorings } from './kept-monitorings.svelte';
import type { ProfileModel } from './profile.svelte';
import type { Session } from '../session/session';
import type { FormDraft, Monitorings } from '../contract/cases';
import type { FormSettingsModel } from './form-settings.svelte';

const DRAFT_MS = 200;

/** What the window works with. */
export interface MonitoringsParts {
	readonly session: Session;
	readonly cases: Cases;
	readonly stream: string;
	readonly kind: 'single' | 'group';
	readonly profile: ProfileModel;
	/** A stream's messages, once all that this device has are read. */
	readonly messages: () => Promise<readonly Message[]>;
	/** This counsellor's identity, and the centre's name. */
	readonly me: string;
	readonly centre: () => string;
	/** What the centre asks for. */
	readonly sheets: FormSettingsModel;
}

/** See the header. */
export class MonitoringsModel implements Monitorings {
	/** The open form; null in the list. */
	draft = $state.raw<FormDraft | null>(null);
	/** Whether a new monitoring was begun but not saved. */
	hasBegun = $state(false);
	/** What a new form was filled in from. */
	volume = $state.raw<Volume | null>(null);
	readonly #monitorings: KeptMonitorings;
	/** The form as the disk has it. */
	#kept: FormDraft | null = null;
	/** The save in progress: pressing twice saves once. */
	#saving: Promise<string> | null = null;
	readonly #keeping = new Keeping(() => this.#keepDraft(), DRAFT_MS);

	constructor(readonly parts: MonitoringsParts) {
		this.#monitorings = new KeptMonitorings(parts.cases, parts.stream, parts.me);
		void this.#look();
	}

	/** Newest first. */
	get all(): readonly Monitoring[] {
		return this.#monitorings.all;
	}

	/** False until the list has been read from this device. */
	get isLoaded(): boolean {
		return this.#monitorings.isLoaded;
	}

	/** The stream's id. */
	get stream(): string {
		return this.parts.stream;
	}

	/** The source for a new form; closed with the window. */
	get profile(): ProfileModel {
		return this.parts.profile;
	}

	/** False while a change to the form could not be kept on this device. */
	get isDraftKept(): boolean {
		return this.#keeping.isKept;
	}

	/** Whether this device has everything filled in. */
	get isKept(): boolean {
		return this.isDraftKept;
	}

	/** Whether the monitoring in the open form has been deleted meanwhile, here or elsewhere. */
	readonly isGone = $derived.by(() => {
		const id = this.draft?.id ?? null;
		return this.isLoaded && id !== null && this.find(id) === null;
	});

	/** Monitorings whose contact overlaps with others', each with those others' ids. */
	readonly doubles = $derived.by(() => possibleDoubles(this.all));

	find(id: string): Monitoring | null {
		return this.#monitorings.find(id);
	}

	/** Reads what is here, and whether a new one was begun. */
	async #look(): Promise<void> {
		await this.#monitorings.look();
		const draft = await readFormDraft(this.parts.session, this.parts.stream, null);
		this.hasBegun = draft !== null && !this.#isSaved(draft);
	}

	/** Whether a page died between saving a new one and discarding its draft. */
	#isSaved({ saveAs }: FormDraft): boolean {
		return saveAs !== '' && this.find(saveAs) !== null;
	}

	/** Opens the form for a new monitoring: filled in, or as it was left. */
	async begin(): Promise<void> {
		const { session, stream } = this.parts;
		const left = await readFormDraft(session, stream, null);
		this.draft = left && !this.#isSaved(left) ? left : await this.#fresh();
		void this.#keeping.now();
		this.volume = volumeOf(await this.#written(), this.draft.sinceMs, this.draft.untilMs);
	}

	/** Opens the form of an existing one. Rejects with 'monitoring-gone' or 'monitoring-newer'. */
	async edit(id: string): Promise<void> {
		const { session, stream } = this.parts;
		const monitoring = this.find(id);
		if (!monitoring) throw new Refusal('monitoring-gone');
		if (!areKnown(monitoring.sheets)) throw new Refusal('monitoring-newer');
		this.draft = (await readFormDraft(session, stream, id)) ?? draftOf(monitoring);
		void this.#keeping.now();
		this.volume = volumeOf(await this.#written(), monitoring.sinceMs, monitoring.untilMs);
	}

	/** Sets a field of the open form. */
	set(field: string, value: Value): void {
		if (!this.draft) return;
		const { values, filled } = this.draft;
		this.#change({
			...this.draft,
			values: { ...values, [field]: value },
			filled: filled.filter((id) => id !== field),
			isTouched: true
		});
	}

	/** Counts the stream's content again. */
	async recount(): Promise<void> {
		const { draft } = this;
		if (!draft) return;
		const written = await this.#written();
		// What was filled in meanwhile stays.
		const now = this.draft;
		if (now?.id !== draft.id) return;
		const untilMs = now.id === null ? written.reduce((latest, { atMs }) => Math.max(latest, atMs), 0) : now.untilMs;
		this.volume = volumeOf(written, now.sinceMs, untilMs);
		this.#change({ ...now, untilMs, values: { ...now.values, ...this.volume.counts } });
	}

	/**
	 * Saves the open form once, with what is filled in meanwhile, on this device and then on the others; writes
	 * only changes. Rejects with 'form-incomplete', 'monitoring-gone' or a `Fault`, leaving the form open.
	 */
	save(): Promise<string> {
		return (this.#saving ??= this.#save().finally(() => {
			this.#saving = null;
		}));
	}

	async #save(): Promise<string> {
		const { draft } = this;
		if (!draft) throw new Refusal('monitoring-gone');
		if (problemsOf(draft.sheets, draft.values, Date.now(), this.parts.sheets.lists).size > 0)
			throw new Refusal('form-incomplete');
		const id = await this.#keep(draft);
		const { draft: now } = this;
		if (now && now !== draft && now.id === draft.id) {
			// The form has been edited meanwhile: continue from what is kept by now.
			if (draft.id === null) {
				this.hasBegun = false;
				await this.#drop(null);
				await this.#monitorings.look();
			}
			this.#change({ ...now, id, base: settled(draft.sheets, draft.values) });
			return this.#save();
		}
		await this.#close(draft.id);
		await this.#monitorings.look();
		return id;
	}

	/** Leaves the form, keeping or discarding it. False if it was to be kept and this device cannot: it stays open. */
	async leave(keeps: boolean): Promise<boolean> {
		if (keeps && this.isGone) this.asNew();
		const { draft } = this;
		if (!draft) return true;
		if (keeps && draft.isTouched) {
			await this.flush();
			if (!this.isDraftKept) return false;
			if (draft.id === null) this.hasBegun = true;
			this.draft = null;
		} else await this.#close(draft.id);
		return true;
	}

	/** Continues the form of a deleted monitoring as a new one. */
	asNew(): void {
		if (!this.draft) return;
		void this.#drop(this.draft.id);
		this.#change({ ...this.draft, id: null, saveAs: newId(), base: {} });
	}

	/** Deletes a monitoring everywhere; rejects with a `Fault`. */
	async erase(id: string): Promise<void> {
		await this.#monitorings.erase(id);
		await this.#drop(id);
		await this.#monitorings.look();
	}

	/** Keeps the open form as it is. */
	async flush(): Promise<void> {
		await this.#keeping.now();
	}

	/** Keeps the open form as it is, then stops. */
	stop(): void {
		this.#monitorings.stop();
		void this.#keeping.end();
	}

	async #fresh(): Promise<FormDraft> {
		const { kind, profile, me, centre, sheets: asked } = this.parts;
		await Promise.all([profile.loaded, asked.loaded, this.#monitorings.look()]);
		const sheets = sheetsWith(asked.lists.packs);
		const messages = await this.#written();
		const [nowMs, earlier] = [Date.now(), this.all];
		const from = { kind, messages, earlier, profile: profile.values, nowMs, me, centre: centre(), own: asked.lists };
		return newDraft(newId(), prefill({ ...from, sheets }), sheets);
	}

	/** Resolves with its id. */
	async #keep(draft: FormDraft): Promise<string> {
		if (draft.id !== null) {
			await this.#monitorings.update(draft.id, draft);
			return draft.id;
		}
		const id = draft.saveAs === '' ? newId() : draft.saveAs;
		await this.#monitorings.create(id, draft);
		return id;
	}

	#change(draft: FormDraft): void {
		this.draft = draft;
		this.#keeping.soon();
	}

	/** False if the current form could not be kept. */
	async #keepDraft(): Promise<boolean> {
		const { draft } = this;
		if (!draft?.isTouched || draft === this.#kept) return true;
		if (!(await keepFormDraft(this.parts.session, this.parts.stream, draft))) return false;
		this.#kept = draft;
		// Discarded while the disk was busy.
		if (this.draft?.id !== draft.id) await dropFormDraft(this.parts.session, this.parts.stream, draft.id);
		return this.draft === draft || this.#keepDraft();
	}

	async #close(id: string | null): Promise<void> {
		this.draft = null;
		this.volume = null;
		if (id === null) this.hasBegun = false;
		await this.#drop(id);
	}

	/** Removes a kept draft, after whatever is being kept right now. */
	async #drop(id: string | null): Promise<void> {
		await dropFormDraft(this.parts.session, this.parts.stream, id);
	}

	async #written(): Promise<readonly Written[]> {
		return (await this.parts.messages()).map(writtenOf);
	}
}

function newId(): string {
	return hex(newSecret()).slice(0, 32);
}
