/** Packages on their way to the relay: kept sealed until the relay has them. */
import { passOver } from '../../base/fault';
import type { PackageId, SpaceId } from '../../base/ids';
import { putPackage } from '../../sync/exchange/packages';
import { heldOf } from '../../sync/space/held';
import type { Change } from '../../sync/vault/vault';
import { each, Errand } from '../session/errand';
import { binary, jsonBytes, listOf, readJson, shape, text } from '../session/json';
import type { Session } from '../session/session';
import { copyRow } from './package-copies';
import type { OpenSpace } from '../session/open-space';

/** The name under which tabs announce changes here. */
const WAITING = 'parcels' as SpaceId;

const packageRow = shape({ whole: binary, after: listOf(text) });

/** See the header. Reactive: `waiting`. */
export class PackageOutbox {
	/** Ids of packages that the relay does not have yet. */
	waiting = $state.raw<ReadonlySet<string>>(new Set());
	#isHeld: (id: string) => boolean = () => false;
	#isOver: (space: string) => boolean = () => false;
	readonly #sending = new Errand(() => this.#send());
	readonly #stops: (() => void)[] = [];

	constructor(
		readonly session: Session,
		readonly centre: OpenSpace
	) {
		const look = (): void => {
			if (this.waiting.size > 0 && centre.replica.isCurrent) void this.#sending.look();
		};
		this.#stops.push(
			centre.space.listen(look),
			session.on((event) => {
				// Another tab has added or sent one.
				const isNews = event.kind === 'leads' || (event.kind === 'told' && event.space === WAITING);
				if (isNews) void this.load().catch(passOver('storage-unreadable', 'storage-missing'));
				else look();
			})
		);
	}

	/** Loads what the vault has from before. */
	async load(): Promise<void> {
		const rows = await this.session.rows.vault.list('parcels', '');
		this.waiting = new Set(rows.map(([key]) => key));
		void this.#sending.look();
	}

	/** Keeps a package until the relay has it. */
	async add(id: string, whole: Uint8Array): Promise<void> {
		await this.session.rows.vault.commit([await this.row(id, whole)], true);
		this.added(id);
	}

	/**
	 * The row that keeps a package until the relay has it; commit it with what leads to it, so that a dying page
	 * leaves both or neither. It goes after everything written so far in the spaces `after`. `added` follows.
	 */
	row(id: string, whole: Uint8Array, after: readonly SpaceId[] = []): Promise<Change> {
		return this.session.rows.put('parcels', id, jsonBytes({ whole: new Uint8Array(whole), after }));
	}

	/** To be called once a package's row is kept. */
	added(id: string): void {
		this.waiting = new Set([...this.waiting, id]);
		this.session.tell(WAITING);
		void this.#sending.look();
	}

	/** Holds packages back while `isHeld` says so: what they lead to is not ready yet. */
	hold(isHeld: (id: string) => boolean): void {
		this.#isHeld = isHeld;
	}

	/** Stops waiting for spaces that `isOver` names: this device's unsent writing there goes nowhere, or is not needed. */
	without(isOver: (space: string) => boolean): void {
		this.#isOver = isOver;
	}

	/** Something that packages wait for has happened. Resolves when those that may go have gone. */
	send(): Promise<void> {
		return this.#sending.look();
	}

	/** Gives up a package that has not gone. Resolves once it is no longer on its way either. */
	async drop(id: string): Promise<void> {
		await this.session.rows.vault.commit([{ table: 'parcels', key: id, value: null }], true);
		this.waiting = new Set([...this.waiting].filter((other) => other !== id));
		this.session.tell(WAITING);
		await this.#sending.look();
	}

	stop(): void {
		this.#sending.stop();
		for (const stop of this.#stops) stop();
	}

	/** Sends all that wait and may go; one that cannot holds up no other. Resolves with whether all have gone. */
	async #send(): Promise<boolean> {
		const { rows, relay } = this.session;
		const { space, replica } = this.centre;
		const waiting = await rows.list('parcels', '');
		return each(waiting, async ({ key, plain }) => {
			const read = plain.ok ? readJson(plain.value, packageRow) : plain;
			// A damaged row leads nowhere; whoever misses the package makes it again.
			if (!read.ok) return true;
			if (!replica.isCurrent || this.#isHeld(key) || !(await this.#mayGo(read.value.after))) return false;
			await putPackage(relay, read.value.whole, key as PackageId, space.credentials);
			await rows.vault.commit([{ table: 'parcels', key, value: null }, await copyRow(rows, key, read.value.whole)]);
			this.waiting = new Set([...this.waiting].filter((id) => id !== key));
			this.session.tell(WAITING);
			return true;
		});
	}

	/** Whether the relay has everything in these spaces: a link's destination must be there before the link. */
	async #mayGo(spaces: readonly string[]): Promise<boolean> {
		const { vault } = this.session.rows;
		for (const space of spaces.filter((one) => !this.#isOver(one))) {
			const { heads, outbox, isUnconfirmed } = await heldOf(vault, space as SpaceId);
			if (heads.size === 0 || outbox > 0 || isUnconfirmed) return false;
		}
		return true;
	}
}
