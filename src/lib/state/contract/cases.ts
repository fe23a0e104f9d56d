/** What the windows Statistik and Profil see. */
import type { FaultCode, RefusalCode } from '../../base/fault';
import type { Section, Value, Values } from '../../domain/monitoring/fields';
import type { Monitoring, Rivalry } from '../../domain/monitoring/monitorings';
import type { OwnLists } from '../../domain/monitoring/own-lists';
import type { Volume } from '../../domain/monitoring/prefill';
import type { Sheets } from '../../domain/monitoring/templates';

/** A form that somebody has begun to fill in. */
export interface FormDraft {
	/** The monitoring that is being changed; null for a new one. */
	readonly id: string | null;
	/** The id under which a new one is saved, whenever that is; '' for one that is changed, and in what an earlier version kept. */
	readonly saveAs: string;
	readonly sheets: Sheets;
	/** What the fields were when it was begun; empty for a new one. */
	readonly base: Values;
	readonly values: Values;
	/** Fields that were filled in from the stream and are still as they were. */
	readonly filled: readonly string[];
	readonly sinceMs: number;
	readonly untilMs: number;
	/** Whether the person has changed anything. */
	readonly isTouched: boolean;
}

/** A stream's monitorings, and the form that is open. */
export interface Monitorings {
	/** Newest first. */
	readonly all: readonly Monitoring[];
	/** False until the list has been read from this device. */
	readonly isLoaded: boolean;
	/** The form that is open; null in the list. */
	readonly draft: FormDraft | null;
	/** A new monitoring that was begun and not saved. */
	readonly hasBegun: boolean;
	/** What a new form was filled in from. */
	readonly volume: Volume | null;
	/** False while a change of the form could not be kept on this device. */
	readonly isDraftKept: boolean;
	/** Whether the monitoring that the open form edits has been deleted meanwhile, here or elsewhere. */
	readonly isGone: boolean;
	/** Monitorings whose contact overlaps with others', each with the ids of those. */
	readonly doubles: ReadonlyMap<string, readonly string[]>;
	/** Null when there is none of that id (any more). */
	find(id: string): Monitoring | null;
	/** Opens the form for a new monitoring: filled in, or as it was left. */
	begin(): Promise<void>;
	/** Opens the form of one that exists. Rejects with 'monitoring-gone' or 'monitoring-newer'. */
	edit(id: string): Promise<void>;
	/** A field of the open form. */
	set(field: string, value: Value): void;
	/** Counts anew what the stream holds by now. */
	recount(): Promise<void>;
	/** Saves the open form, once; resolves with the monitoring's id. Rejects with 'form-incomplete', 'monitoring-gone' or a `Fault`; the form is then still open. */
	save(): Promise<string>;
	/** Leaves the form; what was begun stays, or is given up. False when it was to stay and this device cannot keep it: it is still open. */
	leave(keeps: boolean): Promise<boolean>;
	/** What was begun for a monitoring that is gone goes on as a new one. */
	asNew(): void;
	/** Deletes a monitoring wherever it lies; rejects with a `Fault`. */
	erase(id: string): Promise<void>;
}

/** A client's master data and notes. */
export interface Profile {
	/** As kept, with what is being typed in their place. */
	readonly values: Values;
	/** Fields that two people set at once. */
	readonly rivalries: readonly Rivalry[];
	readonly isLoaded: boolean;
	/** 'kept': everything on screen is kept on this device; 'failed': `failure` says why, and what can be kept is tried again. */
	readonly saving: 'kept' | 'saving' | 'failed';
	readonly failure: FaultCode | RefusalCode | null;
	/** The form, with the centre's own lists. */
	readonly sections: readonly Section[];
	/** Sets a field; it is saved after a pause. Nothing that breaks a bound is saved. */
	set(field: string, value: Value): void;
	/** Saves what was typed; resolves when this device keeps it, or when it is known that it does not. */
	save(): Promise<void>;
}

/** What the centre asks for in its monitorings: packs, topics, regions. */
export interface FormSettings {
	readonly lists: OwnLists;
	/** Whether one may change anything here. */
	readonly mayEdit: boolean;
	/** Asks for a pack in new monitorings, or no longer. Rejects with 'not-allowed' or a `Fault`. */
	enable(pack: string, isOn: boolean): Promise<void>;
	/** Offers a topic, or no longer. Rejects like `enable`. */
	offer(topic: string, isOn: boolean): Promise<void>;
	/** Adds a topic; one that was taken out of use is offered again. Rejects with 'name-empty', 'topic-known', 'topics-full' too. */
	add(text: string): Promise<void>;
	/** Asks for states or for areas by postal code. Rejects like `enable`. */
	askRegionsBy(regions: OwnLists['regions']): Promise<void>;
}

/** What Statistik and Profil show of streams. */
export interface CaseBook {
	/** Colleagues by identity, oneself included. */
	readonly names: ReadonlyMap<string, string>;
	/** Whose identity this is. */
	readonly me: string;
	readonly centreName: string;
	/** What the centre asks for. */
	readonly sheets: FormSettings;
	/** The Statistik window of a stream; to be closed with `close`. */
	monitorings(stream: string, kind: 'single' | 'group'): Monitorings;
	/** The Profil window of a stream; to be closed with `close`. */
	profile(stream: string): Profile;
	/** A window is closed: what was begun in it is kept; what this device cannot keep stays here until it can. SPEC.md K2. */
	close(model: Monitorings | Profile): void;
}
