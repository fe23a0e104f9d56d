/** What somebody writes in one stream: kept while it is typed, and what was sent until it is kept as a message. SPEC.md K2. */
import { checkedText } from '../../domain/text';
import type { Message } from '../../domain/messages';
import type { Content } from '../../domain/stream-document';
import { isUnkept, keepDraft, readDraft } from '../session/drafts';
import { Keeping } from '../session/keeping.svelte';
import type { Session } from '../session/session';

const DRAFT_MS = 150;

/** What a draft does to the stream that it is for. */
export interface DraftEvents {
	/** Writes a message; resolves when this device keeps it. */
	readonly write: (content: Content) => Promise<void>;
	readonly onTyping: (isTyping: boolean) => void;
	/** What this device keeps of it is about to change. */
	readonly onKeep: () => void;
}

/** See the header. Reactive: `text`, `isKept`, `replyTo`. */
export class Draft {
	/** The message that is being answered. */
	replyTo = $state.raw<Message | null>(null);
	#text = $state('');
	/** What the vault has; null while that is not known. */
	#kept: string | null = null;
	readonly #keeping = new Keeping(() => this.#keep(), DRAFT_MS);
	/** What the field held and is being sent. */
	readonly #sending: string[] = [];
	/** Resolves when the kept draft is in the field. */
	readonly painted: Promise<void>;

	constructor(
		readonly session: Session,
		readonly id: string,
		readonly events: DraftEvents
	) {
		this.painted = this.#paint();
	}

	get text(): string {
		return this.#text;
	}

	set text(text: string) {
		if (text === this.#text) return;
		this.#text = text;
		this.#keeping.soon();
		this.events.onTyping(text !== '');
	}

	get isKept(): boolean {
		return this.#text === '' || this.#keeping.isKept;
	}

	/**
	 * What is sent leaves the field at once; on the disk it is given up only when it is kept as a message. Where that
	 * fails it stands in the field again. Rejects with 'message-empty', 'message-too-long' or 'storage-full'.
	 */
	async send(text: string): Promise<void> {
		const clean = checkedText(text);
		// what was sent before the conversation was open comes late: the next text may stand in the field already
		const isFromField = text === this.#text;
		const answered = isFromField ? this.replyTo : null;
		if (isFromField) {
			this.#sending.push(text);
			this.#text = '';
			this.replyTo = null;
			this.events.onTyping(false);
		}
		try {
			await this.events.write({ text: clean, replyTo: answered?.id ?? null });
		} catch (error) {
			this.#putBack(text);
			this.replyTo ??= answered;
			throw error;
		} finally {
			if (isFromField) this.#sending.splice(this.#sending.indexOf(text), 1);
		}
	}

	/** Keeps it; resolves when this device has it, or is known not to have it. */
	keep(): Promise<void> {
		return this.#keeping.now();
	}

	/** Keeps it a last time, and ends. */
	end(): Promise<void> {
		return this.#keeping.end();
	}

	/** What was begun before stands in the field, above what is typed already. */
	async #paint(): Promise<void> {
		const draft = await readDraft(this.session, this.id);
		this.#kept = isUnkept(this.session, this.id) ? null : (draft ?? '');
		if (this.#kept === null) void this.#keeping.now();
		if (draft) this.#putBack(draft);
	}

	#putBack(text: string): void {
		this.#text = this.#text === '' ? text : `${text}\n${this.#text}`;
	}

	get #held(): string {
		return [...this.#sending, this.#text].filter((text) => text !== '').join('\n');
	}

	/** False when the device cannot keep it. */
	async #keep(): Promise<boolean> {
		// what was kept before is read before anything takes its place
		await this.painted;
		const text = this.#held;
		if (text === this.#kept) return true;
		this.#kept = null;
		this.events.onKeep();
		if (!(await keepDraft(this.session, this.id, text))) return false;
		this.#kept = text;
		// it was sent, or went on, while the disk was busy
		return text === this.#held || this.#keep();
	}
}
