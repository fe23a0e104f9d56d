/**
 * Boxes into which colleagues drop letters: clients' mailboxes and colleagues' desks. When somebody leaves, any
 * connected device of a Leitung gives their poster seats keys that she does not know; the centre's records say
 * which keys a box has now. SPEC.md Y3, sync O9.
 */
import { isExpected } from '../../base/fault';
import { asId, type SpaceId } from '../../base/ids';
import type { Identity } from '../../sync/centre/identity';
import { memberOf, type SpaceRef } from '../../sync/keys/member';
import { postRef } from './addresses';
import { posterSeed, renewPoster } from '../../sync/centre/posters';
import { each, Errand } from '../session/errand';
import { leadRecords } from '../centre/leads';
import { NO_DOCUMENTS } from '../session/policies';
import { enterSpace } from './seats';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';
import { CENTRE, type PostRecord } from '../../domain/tables/centre';
import { DESK } from '../../domain/tables/desk';

/** Opens a box under exactly the given keys, not those it is known to have now. */
const AS_IT_WAS = { ...NO_DOCUMENTS };
/** How many boxes one entry notes. */
const AT_ONCE = 100;

/** What they work with. */
export interface BoxesParts {
	readonly session: Pick<Session, 'open' | 'close' | 'isOpen' | 'whenKept'>;
	readonly identity: Pick<Identity, 'isLead'>;
	readonly centre: OpenSpace;
	/** Her own desk, which she has open as its host: another Leitung's device renews the seat there. */
	readonly desk: OpenSpace;
	readonly root: Uint8Array;
	/** Called when a box that was open has new keys: what waits for it must be taken up again. */
	readonly onRenewed: () => void;
}

/** See the header. */
export class Boxes {
	readonly #errand = new Errand(() => this.#work());
	readonly #stop: () => void;
	/** The epoch of the keys that each box was last known to have. */
	#known: ReadonlyMap<string, number> = new Map();
	/** Boxes whose keys nobody here knows: not retried before the next start. */
	readonly #lost = new Set<string>();
	/** The notes for which nothing is left to do. */
	#done = '';

	constructor(readonly parts: BoxesParts) {
		this.#stop = parts.centre.space.listen(() => void this.#errand.look());
		void this.#errand.look();
	}

	/** How to enter a box under the current keys of its seat; `ref` has the secret it was founded with. */
	async present(ref: SpaceRef): Promise<SpaceRef> {
		const { space } = this.parts.centre;
		const epoch = this.#known.get(ref.space);
		const seed = epoch === undefined ? null : posterSeed(space, epoch, ref.space);
		return seed ? { ...ref, seed, member: ref.member ?? (await memberOf(ref.seed)) } : ref;
	}

	/** A reason to look. Resolves when that look has ended. */
	look(): Promise<void> {
		return this.#errand.look();
	}

	/** Follows what is known, and renews what is due. Resolves with whether nothing is left; rejects with a `Fault`. */
	async #work(): Promise<boolean> {
		const { session, centre, identity } = this.parts;
		await session.whenKept();
		const noted = CENTRE.posts.read(centre.space.doc);
		// Checking who may say so is worthwhile only if the notes have changed.
		const seen = JSON.stringify([centre.space.introductions.size, ...noted]);
		if (noted.size === 0 || seen === this.#done) return true;
		const posts = await this.#posts();
		await this.#follow(posts);
		const isDone = !identity.isLead || (await this.#renewDue(posts));
		if (isDone) this.#done = seen;
		return isDone;
	}

	async #renewDue(posts: ReadonlyMap<string, PostRecord>): Promise<boolean> {
		const { centre } = this.parts;
		const own = this.#own();
		const due = [...posts].filter(([box, fields]) => isDue(fields) && !this.#lost.has(box) && !own.has(box));
		if (due.length === 0) return true;
		if (!centre.replica.isCurrent) return false;
		const founded = boxesIn(centre);
		return each(due, ([box, { due }]) => this.#renew(asId<SpaceId>(box), founded.get(box), Number(due)));
	}

	/** Stops everything it started. */
	stop(): void {
		this.#errand.stop();
		this.#stop();
	}

	/** Her own spaces: whatever the records call a box, these are not, and stay open. */
	#own(): ReadonlySet<string> {
		const { desk, centre } = this.parts;
		const { doc } = desk.space;
		const [streams, cases] = [DESK.streams.read(doc), DESK.cases.read(doc)];
		return new Set([desk.space.id, centre.space.id, ...streams.keys(), ...cases.keys()]);
	}

	async #posts(): Promise<ReadonlyMap<string, PostRecord>> {
		const { centre, root, identity } = this.parts;
		return (await leadRecords(centre, root, identity))(CENTRE.posts);
	}

	/** Closes boxes that are open under outdated keys; whoever needs one reopens it. */
	async #follow(posts: ReadonlyMap<string, PostRecord>): Promise<void> {
		const { session, onRenewed } = this.parts;
		const before = this.#known;
		this.#known = new Map(
			[...posts].flatMap(([box, { epoch }]) => (typeof epoch === 'number' ? [[box, epoch] as const] : []))
		);
		const renewed = [...this.#known].filter(([box, epoch]) => before.get(box) !== epoch);
		const boxes = renewed.map(([box]) => asId<SpaceId>(box));
		const own = this.#own();
		const open = boxes.filter((box) => !own.has(box) && session.isOpen(box));
		for (const box of open) await session.close(box);
		if (open.length > 0) onRenewed();
	}

	async #renew(box: SpaceId, founded: SpaceRef | undefined, due: number): Promise<boolean> {
		const { session, centre } = this.parts;
		const next = posterSeed(centre.space, due, box);
		if (!founded || !next) return true;
		const member = await memberOf(founded.seed);
		const seeds = [next, ...seedsUpTo(centre, box, due), founded.seed];
		for (const seed of seeds) {
			if (session.isOpen(box)) await session.close(box);
			try {
				const opened = await enterSpace(session as Session, { space: box, seed, member }, seed, { policy: AS_IT_WAS });
				if (opened.space.missing > 0) return false;
				await renewPoster(opened.replica, next);
			} catch (error) {
				// Not the keys it has.
				if (isExpected(error, 'not-allowed')) continue;
				throw error;
			} finally {
				await session.close(box);
			}
			await centre.write((doc) => {
				CENTRE.posts.write(doc, box, { epoch: due });
			});
			return true;
		}
		this.#lost.add(box);
		return true;
	}
}

/**
 * Notes that all boxes are to get keys of the centre's current epoch, which the person just removed does not
 * know. In small steps: an entry with too many changes would end this feed for the others.
 */
export async function noteDue(centre: OpenSpace): Promise<void> {
	const due = centre.space.charter.epoch;
	const boxes = due > 1 ? [...boxesIn(centre).keys()] : [];
	for (let at = 0; at < boxes.length; at += AT_ONCE)
		await centre.write((doc) => {
			for (const box of boxes.slice(at, at + AT_ONCE)) CENTRE.posts.write(doc, box, { due });
		});
}

function isDue({ due, epoch }: PostRecord): boolean {
	return typeof due === 'number' && (typeof epoch !== 'number' || epoch < due);
}

/** Every box that the centre's records name, with the secret its seat was founded with. */
function boxesIn({ space }: Pick<OpenSpace, 'space'>): ReadonlyMap<string, SpaceRef> {
	const all = [
		...[...CENTRE.clients.read(space.doc)].map(([id, { mailbox, poster }]) => [mailbox ?? id, poster] as const),
		...[...CENTRE.colleagues.read(space.doc)].flatMap(([, { desk, poster, leaving }]) =>
			typeof leaving === 'number' ? [] : [[desk, poster] as const]
		)
	];
	return new Map(
		all.flatMap(([box, poster]) => {
			const ref = postRef(box, poster);
			return ref ? [[ref.space, ref] as const] : [];
		})
	);
}

/** Keys that a box may have received since, newest first: a device may have died before noting them. */
function seedsUpTo({ space }: OpenSpace, box: SpaceId, due: number): readonly SpaceRef['seed'][] {
	const epochs = [...space.epochs.keys()].filter((epoch) => epoch > 1 && epoch < due).sort((a, b) => b - a);
	return epochs.flatMap((epoch) => posterSeed(space, epoch, box) ?? []);
}
