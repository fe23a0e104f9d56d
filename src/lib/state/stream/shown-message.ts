import { isPlausible } from '../../base/clock';
import type { MemberId } from '../../base/ids';
import type { Mark, Message } from '../../domain/messages';
import type { PlacedMessage } from '../../domain/timeline';
import type { AttachmentRef } from '../../domain/attachments';

/** A member of the stream as the page shows her. */
export interface Speaker {
	readonly name: string;
	readonly side: 'client' | 'counsellor';
}

/** What may still change about messages: authors' names, how far they have come. One for all of a stream. */
export interface Source {
	readonly isMine: (member: MemberId) => boolean;
	readonly speaker: (member: MemberId) => Speaker;
	readonly mark: (placed: PlacedMessage) => Mark;
	/** Whether the counsellors' side could not be written to at that time. */
	readonly wasAway: (atMs: number) => boolean;
}

/** A message on the screen. Holds no data of its own, since there may be ten thousand of them. */
export class ShownMessage implements Message {
	constructor(
		readonly placed: PlacedMessage,
		readonly source: Source
	) {}

	get id(): string {
		return this.placed.id;
	}

	get author(): string {
		return this.placed.member;
	}

	get authorName(): string {
		return this.source.speaker(this.placed.member).name;
	}

	get side(): 'client' | 'counsellor' {
		return this.source.speaker(this.placed.member).side;
	}

	get isOwn(): boolean {
		return this.source.isMine(this.placed.member);
	}

	get text(): string {
		return this.placed.text;
	}

	get atMs(): number {
		return this.placed.ms;
	}

	get isTimeUncertain(): boolean {
		return !isPlausible(this.placed.ms, Date.now());
	}

	get isWhileAway(): boolean {
		return this.side === 'client' && this.source.wasAway(this.placed.ms);
	}

	get replyTo(): string | null {
		return this.placed.replyTo;
	}

	get attachment(): AttachmentRef | null {
		// A page kept by an earlier version has no such field.
		return this.placed.attachment ?? null;
	}

	get mark(): Mark | null {
		return this.isOwn ? this.source.mark(this.placed) : null;
	}
}
