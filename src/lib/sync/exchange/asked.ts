/** Requests to enter spaces that the relay has not answered yet: it answers in order. SPEC.md X13. */
import type { SpaceId } from '../../base/ids';
import type { DeviceFrame, RelayFrame } from '../../wire/frames';

/** The relay's answer to tickets: the spaces that are as the device knows them, and those that it does not enter so. */
export interface Entered {
	readonly level: readonly SpaceId[];
	readonly refused: readonly SpaceId[];
}

/** See the header. */
export class Asked {
	readonly #open = new Map<SpaceId, ('join' | 'enter')[]>();

	/** Notes what is being asked for. */
	note(frame: DeviceFrame): void {
		if (frame.kind === 'join') this.#add(frame.space, 'join');
		if (frame.kind === 'enter') for (const { space } of frame.tickets) this.#add(space, 'enter');
	}

	/** Whether this answers an earlier request than the last: for example of a watch that a replica replaced. */
	isLate(frame: RelayFrame & { readonly space: SpaceId }): boolean {
		const isAnswer = frame.kind === 'joined' || (frame.kind === 'refused' && frame.request === 'join');
		return isAnswer && this.#take(frame.space) > 0;
	}

	/** What `entered` says of the spaces that were not answered one by one, and that nobody has asked for since. */
	entered(refused: readonly SpaceId[]): Entered {
		const isRefused = new Set(refused);
		const unsaid = [...this.#open].filter(([space, [oldest]]) => oldest === 'enter' && this.#take(space) === 0);
		const spaces = unsaid.map(([space]) => space);
		return {
			level: spaces.filter((space) => !isRefused.has(space)),
			refused: spaces.filter((space) => isRefused.has(space))
		};
	}

	/** The connection is gone: nothing is answered any more. */
	clear(): void {
		this.#open.clear();
	}

	#add(space: SpaceId, request: 'join' | 'enter'): void {
		this.#open.set(space, [...(this.#open.get(space) ?? []), request]);
	}

	/** The oldest request about a space is answered; how many are left. */
	#take(space: SpaceId): number {
		const left = this.#open.get(space)?.slice(1) ?? [];
		if (left.length > 0) this.#open.set(space, left);
		else this.#open.delete(space);
		return left.length;
	}
}
