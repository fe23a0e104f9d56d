/** What the windows Statistik and Profil see. */
import type { FaultCode, RefusalCode } from '../../base/fault';
import type { Section, Value, Values } from '../../domain/monitoring/fields';
import type { Monitoring, Rivalry } from '../../domain/monitoring/monitorings';
import type { OwnLists } from '../../domain/monitoring/own-lists';
import type { Volume } from '../../domain/monitoring/prefill';
import type { Sheets } from '../../domain/monitoring/templates';

/** A form that somebody has begun to fill in. */
export interface FormDraft {
	/** The monitoring being changed; null for a new one. */
	readonly id: string | null;
	/** The id to save a new one under; '' for a changed one, and in what an earlier version kept. */
	readonly saveAs: string;
	readonly sheets: Sheets;
	/** The fields when the form was opened; empty for a new one. */
	readonly base: Values;
	readonly values: Values;
	/** Fields filled in from the stream and unchanged since. */
	readonly filled: readonly string[];
	readonly sinceMs: number;
	readonly untilMs: number;
	/** Whether the person has changed anything. */
	readonly isTouched: boolean;
}

/** A stream's monitorings, and the open form. */
export interface Monitorings {
	/** Newest first. */
	readonly all: readonly Monitoring[];
	/** False until the list has been read from this device. */
	readonly isLoaded: boolean;
	/** The open form; null in the list. */
	readonly draft: FormDraft | null;
	/** Whether a new monitoring was begun but not saved. */
	readonly hasBegun: boolean;
	/** What a new form was filled in from. */
	readonly volume: Volume | null;
	/** False while a change to the form could not be kept on this device. */
	readonly isDraftKept: boolean;
	/** Whether the monitoring in the open form has been deleted meanwhile, here or elsewhere. */
	readonly isGone: boolean;
	/** Monitorings whose contact overlaps with others', each with those others' ids. */
	readonly doubles: ReadonlyMap<string, readonly string[]>;
	/** Null if there is none with that id (any more). */
	find(id: string): Monitoring | null;
	/** Opens the form for a new monitoring: filled in, or as it was left. */
	begin(): Promise<void>;
	/** Opens the form of an existing one. Rejects with 'monitoring-gone' or 'monitoring-newer'. */
	edit(id: string): Promise<void>;
	/** Sets a field of the open form. */
	set(field: string, value: Value): void;
	/** Counts the stream's content again. */
	recount(): Promise<void>;
	/** Saves the open form once; returns the id. Rejects with 'form-incomplete', 'monitoring-gone' or a `Fault`: still open. */
	save(): Promise<string>;
	/** Leaves the form, keeping or discarding it. False if it was to be kept and this device cannot: it stays open. */
	leave(keeps: boolean): Promise<boolean>;
	/** Continues the form of a deleted monitoring as a new one. */
	asNew(): void;
	/** Deletes a monitoring everywhere; rejects with a `Fault`. */
	erase(id: string): Promise<void>;
}

/** A client's master data and notes. */
export interface Profile {
	/** The kept values, overlaid with what is being typed. */
	readonly values: Values;
	/** Fields that two people set at the same time. */
	readonly rivalries: readonly Rivalry[];
	readonly isLoaded: boolean;
	/** 'kept': this device keeps everything on screen; 'failed': `failure` says why; what can be kept is retried. */
	readonly saving: 'kept' | 'saving' | 'failed';
	readonly failure: FaultCode | RefusalCode | null;
	/** The form, with the centre's own lists. */
	readonly sections: readonly Section[];
	/** Sets a field; it is saved after a pause. A value out of bounds is not saved. */
	set(field: string, value: Value): void;
	/** Saves what was typed; resolves when this device keeps it, or is known not to. */
	save(): Promise<void>;
}

/** What the centre asks for in its monitorings: packs, topics, regions. */
export interface FormSettings {
	readonly lists: OwnLists;
	/** Whether this counsellor may change anything here. */
	readonly mayEdit: boolean;
	/** Includes a pack in new monitorings, or not. Rejects with 'not-allowed' or a `Fault`. */
	enable(pack: string, isOn: boolean): Promise<void>;
	/** Offers a topic, or not. Rejects like `enable`. */
	offer(topic: string, isOn: boolean): Promise<void>;
	/** Adds a topic; a withdrawn one is offered again. Also rejects with 'name-empty', 'topic-known', 'topics-full'. */
	add(text: string): Promise<void>;
	/** Asks for states or for postal code areas. Rejects like `enable`. */
	askRegionsBy(regions: OwnLists['regions']): Promise<void>;
}

/** What Statistik and Profil show of streams. */
export interface CaseBook {
	/** Colleagues by identity, this counsellor included. */
	readonly names: ReadonlyMap<string, string>;
	/** This counsellor's identity. */
	readonly me: string;
	readonly centreName: string;
	/** What the centre asks for. */
	readonly sheets: FormSettings;
	/** The Statistik window of a stream; close it with `close`. */
	monitorings(stream: string, kind: 'single' | 'group'): Monitorings;
	/** The Profil window of a stream; close it with `close`. */
	profile(stream: string): Profile;
	/** Closes a window: keeps what was begun in it; what this device cannot keep stays here until it can. SPEC.md K2. */
	close(model: Monitorings | Profile): void;
}
