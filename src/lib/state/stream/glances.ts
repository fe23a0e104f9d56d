/** The quiet streams into which a counsellor's device glances right now. SPEC.md Z14. */
import type { SpaceId } from '../../base/ids';
import { contactEnds } from '../../domain/monitoring/reminders';
import type { Met } from '../session/met';
import { STREAM_POLICY } from '../session/policies';
import { offeredSeat, streamFields, streamRef } from './desk-streams';
import { Glance, type Glanced } from './glance';
import type { Previews } from './previews.svelte';
import type { StreamsParts } from './streams-parts';

/** See the header. */
export class Glances {
	readonly #all = new Map<string, Glance>();

	constructor(
		readonly parts: StreamsParts,
		readonly previews: Previews
	) {}

	/** Glances into a stream that nobody has open, and opens it if there is more. Rejects like opening it. */
	async visit(id: SpaceId, open: () => Promise<Met | null>): Promise<Met | null> {
		const before = this.#unread(id);
		const glanced = await this.#take(id);
		if (glanced !== 'open-it') return glanced;
		const met = await open();
		// what a glance has kept comes from the vault now, not as news
		if (this.#unread(id) > before) this.parts.onArrived();
		return met;
	}

	#unread(id: SpaceId): number {
		return this.previews.latest(id)?.unread ?? 0;
	}

	async #take(id: SpaceId): Promise<Glanced> {
		const { session, desk, introduce, speaker, onArrived, onDamage } = this.parts;
		const preview = this.previews.latest(id);
		if (!preview?.ends || session.isOpen(id) || offeredSeat(desk, id)) return 'open-it';
		const isGroup = streamFields(desk, id).kind === 'group';
		const glance = new Glance({
			session,
			ref: streamRef(desk, id),
			opening: { policy: STREAM_POLICY, introduction: introduce },
			kind: isGroup ? 'group' : 'single',
			speaker: (member, isHost) => speaker(id, member, isHost),
			...(isGroup ? {} : { contactEnds }),
			preview,
			onPreview: (grown) => {
				this.previews.set(id, grown);
			},
			onUnkept: () => {
				this.previews.noteUnkept(id);
			},
			onArrived,
			onDamage
		});
		this.#all.set(id, glance);
		try {
			return await glance.over;
		} finally {
			this.#all.delete(id);
		}
	}

	/** Lets go of a stream; resolves when that is done. Undefined if no glance holds it. */
	end(id: string): Promise<void> | undefined {
		return this.#all.get(id)?.end();
	}

	/** Lets go of all. */
	stop(): void {
		for (const glance of this.#all.values()) void glance.end();
	}
}
