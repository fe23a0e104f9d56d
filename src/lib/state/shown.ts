import { isPlausible } from '../base/clock';
import type { Mark, Message } from '../domain/messages';
import type { Placed } from '../domain/timeline';

/** Who a member of the stream is, as the page shows it. */
export interface Speaker {
	readonly name: string;
	readonly side: 'client' | 'counsellor';
}

/** A message on the screen: fixed, but for its mark, which is read when it is drawn. */
export class Shown implements Message {
	readonly id: string;
	readonly author: string;
	readonly isOwn: boolean;
	readonly text: string;
	readonly atMs: number;
	readonly isTimeUncertain: boolean;
	readonly replyTo: string | null;

	constructor(
		readonly placed: Placed,
		readonly markOf: (placed: Placed) => Mark,
		isOwn: boolean,
		/** Who that is may become known later. */
		readonly speaker: () => Speaker
	) {
		this.id = placed.id;
		this.author = placed.member;
		this.isOwn = isOwn;
		this.text = placed.text;
		this.atMs = placed.ms;
		this.isTimeUncertain = !isPlausible(placed.ms, Date.now());
		this.replyTo = placed.replyTo;
	}

	get authorName(): string {
		return this.speaker().name;
	}

	get side(): 'client' | 'counsellor' {
		return this.speaker().side;
	}

	get mark(): Mark | null {
		return this.isOwn ? this.markOf(this.placed) : null;
	}
}
