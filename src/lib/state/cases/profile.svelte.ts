/** A client's master data and notes: in the case, never in the stream. Saved while typing. */
import { codeOf, type FaultCode, type RefusalCode } from '../../base/fault';
import { readFields, writeFields } from '../../domain/monitoring/case-document';
import { problemOf } from '../../domain/monitoring/check';
import { fieldsOf, isSameValue, isUnsaid, type Section, type Value, type Values } from '../../domain/monitoring/fields';
import type { Rivalry } from '../../domain/monitoring/monitorings';
import { withOwnLists } from '../../domain/monitoring/own-lists';
import { PROFIL_1 } from '../../domain/monitoring/profile';
import { clean } from '../../domain/text';
import { asOne, type Cases } from './cases';
import { Errand } from '../session/errand';
import type { Profile } from '../contract/cases';
import type { FormSettingsModel } from './form-settings.svelte';

/** After a pause this long, what was typed is saved. */
const PAUSE_MS = 400;

/** What the profile works with. */
export interface ProfileParts {
	readonly cases: Cases;
	readonly stream: string;
	/** This counsellor's own identity. */
	readonly me: string;
	/** What the centre asks for. */
	readonly sheets: FormSettingsModel;
}

/** See the header. */
export class ProfileModel implements Profile {
	/** The kept values, overlaid with what is being typed. */
	values = $state.raw<Values>({});
	/** Fields that two people set at the same time. */
	rivalries = $state.raw<readonly Rivalry[]>([]);
	isLoaded = $state(false);
	/** 'kept': this device keeps everything on screen; 'failed': `failure` says why; what can be kept is retried. */
	saving = $state<'kept' | 'saving' | 'failed'>('kept');
	failure = $state.raw<FaultCode | RefusalCode | null>(null);
	/** Resolves when what this device holds has been read. */
	readonly loaded: Promise<void>;
	/** What was typed and is not kept yet. */
	readonly #typed = new Map<string, Value>();
	/** As typed, although kept in a tidied form: a field must not change while somebody edits it. */
	readonly #shown = new Map<string, Value>();
	readonly #saving = new Errand(() => this.#save());
	readonly #reading = new Errand(() => this.#read());
	#isRead: () => void = () => undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #stop: () => void;

	constructor(readonly parts: ProfileParts) {
		this.#stop = parts.cases.listen(() => void this.#reading.look());
		this.loaded = new Promise((resolve) => (this.#isRead = resolve));
		void this.#reading.look();
	}

	/** The stream's id. */
	get stream(): string {
		return this.parts.stream;
	}

	/** The form, with the centre's own lists. */
	get sections(): readonly Section[] {
		return withOwnLists(PROFIL_1.sections, this.parts.sheets.lists);
	}

	/** Sets a field; it is saved after a pause. A value out of bounds is not saved. */
	set(field: string, value: Value): void {
		this.#typed.set(field, value);
		this.values = { ...this.values, [field]: value };
		this.saving = 'saving';
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.save(), PAUSE_MS);
	}

	/** Saves what was typed; resolves when this device keeps it, or is known not to. */
	save(): Promise<void> {
		clearTimeout(this.#timer);
		return this.#saving.look();
	}

	/** Whether this device has everything typed. */
	get isKept(): boolean {
		return this.#typed.size === 0;
	}

	/** Keeps what was typed; resolves when this device has it, or is known not to. */
	async flush(): Promise<void> {
		await this.save();
	}

	/** Keeps what was typed, then stops. */
	stop(): void {
		this.#stop();
		this.#reading.stop();
		void this.save().then(() => {
			this.#saving.stop();
		});
	}

	async #save(): Promise<boolean> {
		const { cases, stream, me } = this.parts;
		const typed = new Map(this.#typed);
		if (typed.size === 0) return true;
		try {
			const changes = new Map<string, Value | null>();
			const here = await this.#kept();
			for (const [field, value] of typed) {
				const asked = fieldsOf(this.sections).find(({ id }) => id === field);
				// A value out of bounds waits for its next change, and holds up no other field.
				if (!asked || problemOf(asked, value, Date.now())) typed.delete(field);
				else if (!isSameValue(here.values[field], tidied(value)))
					changes.set(field, isUnsaid(tidied(value)) ? null : tidied(value));
			}
			const isWrong = typed.size < this.#typed.size && [...this.#typed.keys()].some((field) => !typed.has(field));
			if (changes.size > 0) {
				const home = await cases.home(stream);
				await home.write((doc, { ms, count, feed }) => {
					writeFields(doc, changes, { by: me, ms, count, writer: feed });
				});
			}
			for (const [field, value] of typed)
				if (this.#typed.get(field) === value) {
					this.#typed.delete(field);
					this.#shown.set(field, value);
				}
			this.failure = isWrong ? 'form-incomplete' : null;
			this.saving = isWrong ? 'failed' : this.#typed.size > 0 ? 'saving' : 'kept';
			return true;
		} catch (error) {
			this.failure = codeOf(error);
			this.saving = 'failed';
			return false;
		}
	}

	async #kept(): Promise<{ readonly values: Values; readonly rivalries: readonly Rivalry[] }> {
		return readFields(asOne((await this.parts.cases.open(this.parts.stream)).map(({ space }) => space.doc)));
	}

	async #read(): Promise<boolean> {
		const { values, rivalries } = await this.#kept();
		for (const [field, value] of this.#shown)
			if (!isSameValue(values[field] ?? '', tidied(value))) this.#shown.delete(field);
		this.values = { ...values, ...Object.fromEntries(this.#shown), ...Object.fromEntries(this.#typed) };
		this.rivalries = rivalries;
		this.isLoaded = true;
		this.#isRead();
		return true;
	}
}

/** The value as it is kept. */
function tidied(value: Value): Value {
	return typeof value === 'string' ? clean(value).trim() : value;
}
