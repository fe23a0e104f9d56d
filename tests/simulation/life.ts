/** One life: a world in which people do things, and what they were told. */
import type { StreamModel } from '../../src/lib/state/stream/stream.svelte';
import type { Desk, Guest } from './people';
import { Said } from './said';
import type { World } from './world';

/** Something that is not as it should be. */
export interface Finding {
	/** A short name for its kind; see truth.ts. */
	readonly kind: string;
	readonly what: string;
}

/** See the header. */
export class Life {
	readonly said = new Map<string, Said>();
	/** Stream -> person -> texts on her screen when she read, and whether for more than a glance. */
	readonly read = new Map<string, Map<string, Map<string, boolean>>>();
	/** What was on screen when somebody last looked at a stream. */
	readonly #glanced = new WeakMap<StreamModel, ReadonlySet<string>>();
	/** Streams on a screen whose space is open: only for those can a device note that they are read. */
	readonly #whole = new WeakSet<StreamModel>();
	readonly findings: Finding[] = [];
	readonly story: string[] = [];
	/** Errors that nobody caught. */
	readonly errors: unknown[] = [];
	/** Streams in which something happened, and who did it. */
	readonly touched = new Map<string, Set<string>>();
	/** Streams whose client may come in by a link of this life, and who she is. */
	readonly clients = new Map<string, string>();
	/** Clients whose way in was moved or locked. */
	readonly moved = new Set<string>();
	/** Streams whose client's way in was moved or locked. */
	readonly moves = new Set<string>();
	/** Streams that were handed over or had a stand-in. */
	readonly given = new Set<string>();
	/** Groups that can be worked on. */
	readonly groups: string[];
	/** Groups from which somebody was removed: what she had just read may have gone with her, even if she is in again. */
	readonly shrunk = new Set<string>();
	/** Saved monitorings: stream -> id. */
	readonly monitorings: { readonly stream: string; readonly id: string; readonly by: string }[] = [];
	/** Attachments that were sent, by name. */
	readonly files = new Map<
		string,
		{ readonly stream: string; readonly by: string; readonly text: string; isErased: boolean }
	>();
	/** Drafts that were typed: person -> stream -> text. */
	readonly drafts = new Map<string, Map<string, string>>();
	#count = 0;

	/** A number that nothing else in this life has. */
	next(): number {
		return ++this.#count;
	}

	/** The counsellors' tabs that take part. */
	readonly desks: readonly Desk[];
	/** The clients that take part. */
	readonly guests: Guest[];

	/** Not everybody takes part in every life: with fewer people, failures are found sooner. */
	constructor(readonly world: World) {
		const { berta, second, laptop, cem, anton, mia, random } = world;
		this.groups = [world.made.group];
		this.desks = [berta, ...[random(2) > 0 ? second : laptop, cem].filter(() => random(5) < 3)];
		const both = random(2) > 0;
		this.guests = both ? [anton, mia] : [random(2) > 0 ? anton : mia];
	}

	/** The owner of a tab. */
	person(one: Desk | Guest): string {
		return one.person;
	}

	tell(what: string): void {
		this.story.push(`${(this.world.clock.nowMs - START.ms).toFixed(0).padStart(7)} ${what}`);
	}

	find(kind: string, what: string): void {
		const { network, browsers } = this.world;
		const hasFailed = Object.values(browsers).some(({ failures }) => failures > 0);
		const why = !OF_DISKS.has(kind) ? '' : network.refusals > 0 ? '-relay-full' : hasFailed ? '-disk-full' : '';
		this.findings.push({ kind: kind + why, what });
	}

	/** Somebody does something in a stream. */
	touch(stream: string, one: Desk | Guest): void {
		this.touched.set(stream, (this.touched.get(stream) ?? new Set()).add(one.name));
	}

	/** Somebody sends a message. Call it in her tab. */
	say(one: Desk | Guest, model: StreamModel): void {
		const text = `Nachricht ${String(++this.#count)} von ${one.name}`;
		const { vault } = model.parts.session.rows;
		const said = new Said(text, model.id, this.person(one), one.tab, vault);
		this.said.set(text, said);
		this.touch(model.id, one);
		model.send(text).then(
			() => {
				said.answer = 'kept';
			},
			() => {
				said.answer = 'refused';
			}
		);
	}

	/** Somebody reads what is on her screen. Call it in her tab. */
	reads(one: Desk | Guest, model: StreamModel): void {
		const readers = this.read.get(model.id) ?? new Map<string, Map<string, boolean>>();
		const texts = readers.get(this.person(one)) ?? new Map<string, boolean>();
		// What she has only glanced at when she locks may be unread again.
		const glanced = this.#glanced.get(model);
		const here = model.messages.flatMap(({ text, isOwn }) => (isOwn ? [] : [text]));
		for (const text of here) texts.set(text, texts.get(text) === true || glanced?.has(text) === true);
		// What was painted before the stream is open is only glanced at, however long that takes on a slow disk.
		if (this.#whole.has(model)) this.#glanced.set(model, new Set(here));
		else
			void model.parts.opened.then(
				() => this.#whole.add(model),
				() => undefined
			);
		this.read.set(model.id, readers.set(this.person(one), texts));
		model.markRead();
	}
}

/** Findings that depend on whether something could not be kept, there or here. */
const OF_DISKS: ReadonlySet<string> = new Set(['mark-missing', 'unsent', 'unsent-following-tab', 'message-missing']);
const START = { ms: 0 };

/** Times in a story count from here. */
export function beginStory(ms: number): void {
	START.ms = ms;
}
