/** Text being written in a stream: kept while typed, and while sent until it is kept as a message. SPEC.md K2. */
import { checkedText } from '../../domain/text';
import type { Message } from '../../domain/messages';
import type { Content } from '../../domain/stream-document';
import { isUnkept, keepDraft, readDraft } from '../session/drafts';
import { Keeping } from '../session/keeping.svelte';
import type { Session } from '../session/session';

const DRAFT_MS = 150;

/** What a draft does to its stream. */
export interface DraftEvents {
	/** Writes a message; resolves when this device keeps it. */
	readonly write: (content: Content) => Promise<void>;
	readonly onTyping: (isTyping: boolean) => void;
	/** What this device keeps of it is about to change. */
	readonly onKeep: () => void;
}

/** See the header. Reactive: `text`, `isKept`, `replyTo`. */
export class Draft {
	/** The message being answered. */
	replyTo = $state.raw<Message | null>(null);
	#text = $state('');
	/** The draft in the vault; null while unknown. */
	#kept: string | null = null;
	readonly #keeping = new Keeping(() => this.#keep(), DRAFT_MS);
	/** Texts that the field held and that are being sent. */
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
	 * Text leaves the field as soon as it is sent; the disk drops it only once it is kept as a message. If that
	 * fails, it returns to the field. Rejects with 'message-empty', 'message-too-long' or 'storage-full'.
	 */
	async send(text: string): Promise<void> {
		const clean = checkedText(text);
		// Text sent before the conversation was open comes late: the field may already hold the next one.
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

	/** Keeps it; resolves when this device has it, or is known not to. */
	keep(): Promise<void> {
		return this.#keeping.now();
	}

	/** Keeps it one last time, then stops. */
	end(): Promise<void> {
		return this.#keeping.end();
	}

	/** An earlier draft goes into the field, above what is typed already. */
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

	/** False if the device cannot keep it. */
	async #keep(): Promise<boolean> {
		// The kept draft is read before anything replaces it.
		await this.painted;
		const text = this.#held;
		if (text === this.#kept) return true;
		this.#kept = null;
		this.events.onKeep();
		if (!(await keepDraft(this.session, this.id, text))) return false;
		this.#kept = text;
		// It was sent, or edited, while the disk was busy.
		return text === this.#held || this.#keep();
	}
}
