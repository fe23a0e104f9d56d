/** The client's stream as her page sees it: there from the first moment, filled once it is open. */
import type { Availability } from '../../domain/availability';
import { checkedText, isBlank } from '../../domain/text';
import type { Message } from '../../domain/messages';
import type { Attachments } from '../contract/attachments';
import type { Closing } from '../contract/availability';
import type { Connection } from '../contract/connection';
import type { Face } from '../contract/person';
import type { StreamView } from '../contract/stream';

/** Takes what is typed and sent before the conversation is open, shows it as not yet sent, and passes it on. */
export class ClientStream implements StreamView {
	readonly id = 'stream';
	#open = $state.raw<StreamView | null>(null);
	#draft = $state('');
	#held = $state.raw<readonly Message[]>([]);
	#attached: (stream: StreamView) => void = () => undefined;
	readonly #whenOpen = new Promise<StreamView>((resolve) => {
		this.#attached = resolve;
	});

	get kind(): 'single' | 'group' {
		return this.#open?.kind ?? 'single';
	}

	get face(): Face {
		return this.#open?.face ?? { name: '', pictureUrl: null };
	}

	get messages(): readonly Message[] {
		const messages = this.#open?.messages ?? [];
		return this.#held.length === 0 ? messages : [...messages, ...this.#held];
	}

	readonly side = 'client' as const;

	nameOf(member: string): string {
		return this.#open?.nameOf(member) ?? '';
	}

	get notices(): StreamView['notices'] {
		return this.#open?.notices ?? [];
	}

	get isLoaded(): boolean {
		return this.#open?.isLoaded ?? false;
	}

	get firstUnread(): string | null {
		return this.#open?.firstUnread ?? null;
	}

	get missing(): number {
		return this.#open?.missing ?? 0;
	}

	get isPresent(): boolean {
		return this.#open?.isPresent ?? false;
	}

	get isOver(): boolean {
		return this.#open?.isOver ?? false;
	}

	get typist(): string {
		return this.#open?.typist ?? '';
	}

	get isTyping(): boolean {
		return this.#open?.isTyping ?? false;
	}

	get availability(): Availability | null {
		return this.#open?.availability ?? null;
	}

	get closing(): Closing | null {
		return this.#open?.closing ?? null;
	}

	get connection(): Connection {
		return this.#open?.connection ?? 'connecting';
	}

	get hasUnsent(): boolean {
		return this.#held.length > 0 || (this.#open?.hasUnsent ?? false);
	}

	get attachments(): Attachments | null {
		return this.#open?.attachments ?? null;
	}

	get draft(): string {
		return this.#open?.draft ?? this.#draft;
	}

	set draft(text: string) {
		if (this.#open) this.#open.draft = text;
		else this.#draft = text;
	}

	get isDraftKept(): boolean {
		return this.#open?.isDraftKept ?? true;
	}

	get replyTo(): Message | null {
		return this.#open?.replyTo ?? null;
	}

	set replyTo(message: Message | null) {
		if (this.#open) this.#open.replyTo = message;
	}

	/** All text that is in no conversation yet: none of it may be lost if the link does not open. */
	get heldText(): string {
		return [...this.#held.map(({ text }) => text), this.#draft].filter((text) => !isBlank(text)).join('\n\n');
	}

	async send(text: string): Promise<void> {
		if (this.#open) return this.#open.send(text);
		const held = heldMessage(checkedText(text), this.#held.length);
		this.#draft = '';
		this.#held = [...this.#held, held];
		const stream = await this.#whenOpen;
		try {
			await stream.send(text);
		} catch (error) {
			if (stream.draft === '') stream.draft = text;
			throw error;
		} finally {
			this.#held = this.#held.filter((other) => other !== held);
		}
	}

	get handover(): StreamView['handover'] {
		return this.#open?.handover ?? null;
	}

	async answerHandover(answer: 'yes' | 'question'): Promise<void> {
		await this.#open?.answerHandover(answer);
	}

	markRead(): void {
		this.#open?.markRead();
	}

	/** The conversation is open, or reopened: what waited goes into it. */
	attach(stream: StreamView): void {
		// Below a draft begun there earlier.
		if (this.#draft !== '') stream.draft = stream.draft === '' ? this.#draft : `${stream.draft}\n${this.#draft}`;
		this.#draft = '';
		this.#open = stream;
		this.#attached(stream);
	}

	/** Forgets everything. */
	drop(): void {
		this.#open = null;
		this.#draft = '';
		this.#held = [];
	}
}

function heldMessage(text: string, place: number): Message {
	return {
		id: `held.${String(place)}`,
		author: '',
		authorName: '',
		side: 'client',
		isOwn: true,
		text,
		atMs: Date.now(),
		isTimeUncertain: false,
		isWhileAway: false,
		replyTo: null,
		attachment: null,
		mark: 'unsent'
	};
}
