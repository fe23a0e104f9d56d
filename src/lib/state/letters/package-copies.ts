/**
 * Copies of the packages that this device has brought, as the relay last had them: a relay that lost everything gets
 * those back that still hold, or links and recovery sheets would lead nowhere. SPEC.md U22.
 */
import { equal, fromBase64url } from '../../base/bytes';
import type { PackageId } from '../../base/ids';
import { DESK, type LinkRecord, type OwnRecord } from '../../domain/tables/desk';
import { copyPackage, packageKeys, putPackage, renewLease } from '../../sync/exchange/packages';
import type { SealedRows } from '../../sync/vault/sealed';
import type { Change } from '../../sync/vault/vault';
import { each, Errand } from '../session/errand';
import type { OpenSpace } from '../session/open-space';
import type { Session } from '../session/session';

const PREFIX = 'package/';
/** How many packages a device asks for at each connection. */
const ASKED = 8;

/** A package as this device keeps it. */
interface Copy {
	readonly id: PackageId;
	readonly whole: Uint8Array<ArrayBuffer>;
}

/** The row that keeps a copy. */
export function copyRow(rows: SealedRows, id: string, whole: Uint8Array): Promise<Change> {
	return rows.put('meta', PREFIX + id, whole);
}

/** What a desk says of a package: it holds, it was given up, or nothing. */
export function fateOf(
	links: ReadonlyMap<string, LinkRecord>,
	own: ReadonlyMap<string, OwnRecord>,
	id: string
): 'holds' | 'ended' | 'unknown' {
	const leadsIn = [...links].some(([name, link]) => name !== id && link.package === id && link.over !== true);
	if (leadsIn) return 'holds';
	if (links.has(id)) return 'ended';
	const next = own.get('sheetNext');
	const isSheet = own.get('sheet')?.package === id || (next?.package === id && next.done === false);
	return isSheet ? 'holds' : 'unknown';
}

/** See the header. The leading tab looks once for each connection. */
export class PackageCopies {
	readonly #errand = new Errand(() => this.#work());
	readonly #stops: (() => void)[];
	/** Whether the relay of this connection has what it was brought. */
	#isLevel = false;

	constructor(
		readonly session: Pick<Session, 'rows' | 'relay' | 'leads' | 'whenKept' | 'on'>,
		readonly desk: OpenSpace,
		readonly centre: OpenSpace,
		/** Gives the relay the boxes that links lead to; resolves with whether it has all of them. */
		readonly refill: () => Promise<boolean>
	) {
		const look = (): void => {
			if (!centre.replica.isCurrent) this.#isLevel = false;
			else if (!this.#isLevel) void this.#errand.look();
		};
		this.#stops = [centre.space.listen(look), session.on(look)];
	}

	/** The relay may have a newer version: the client's own keys, a later lease. Rejects with a `Fault`. */
	async refresh(id: PackageId): Promise<void> {
		await this.#note(id, await copyPackage(this.session.relay, id));
	}

	/** The relay does not have this one: it gets the copy, if there is one. Rejects with a `Fault`. */
	async restore(id: PackageId): Promise<void> {
		const copy = (await this.#copies()).find((one) => one.id === id);
		if (copy && this.#isOf('holds')(copy)) await this.#bring(copy);
	}

	/** A reason to look. Resolves when that look has ended. */
	look(): Promise<void> {
		return this.#errand.look();
	}

	/** Stops everything it started. */
	stop(): void {
		this.#errand.stop();
		for (const stop of this.#stops) stop();
	}

	async #work(): Promise<boolean> {
		const { session, centre } = this;
		if (this.#isLevel || !session.leads || !centre.replica.isCurrent) return true;
		await session.whenKept();
		const copies = await this.#copies();
		const holding = copies.filter(this.#isOf('holds'));
		const areEnded = await each(copies.filter(this.#isOf('ended')), (copy) => this.#end(copy));
		// The boxes first: were the packages there, nobody would look after what they lead to.
		const areBack =
			!(await this.#isLost(holding)) || ((await this.refill()) && (await each(holding, (copy) => this.#bring(copy))));
		this.#isLevel = areEnded && areBack;
		return this.#isLevel;
	}

	#isOf(fate: ReturnType<typeof fateOf>): (copy: Copy) => boolean {
		const { doc } = this.desk.space;
		const [links, own] = [DESK.links.read(doc), DESK.own.read(doc)];
		return ({ id }) => fateOf(links, own, id) === fate;
	}

	async #copies(): Promise<readonly Copy[]> {
		const rows = await this.session.rows.list('meta', PREFIX);
		return rows.flatMap(({ key, plain }) =>
			plain.ok ? [{ id: key.slice(PREFIX.length) as PackageId, whole: plain.value as Copy['whole'] }] : []
		);
	}

	/**
	 * Whether the relay does not know one of these. A few are asked for, chosen anew each time: some of what a relay lost
	 * may be there again, brought by whoever keeps that link open, or by the founder.
	 */
	async #isLost(copies: readonly Copy[]): Promise<boolean> {
		let isLost = false;
		for (const { id, whole } of sample(copies, ASKED)) {
			const there = await copyPackage(this.session.relay, id);
			if (there === 'unknown') isLost = true;
			else if (there === 'over' || !equal(there, whole)) await this.#note(id, there);
		}
		return isLost;
	}

	async #bring({ id, whole }: Copy): Promise<boolean> {
		await putPackage(this.session.relay, whole, id, this.centre.space.credentials);
		return true;
	}

	/** This device may have brought it again before it heard that it was given up. */
	async #end({ id }: Copy): Promise<boolean> {
		const { secret, issuer } = DESK.links.read(this.desk.space.doc).get(id) ?? {};
		const keys = await packageKeys(fromBase64url(String(secret)), 'link');
		await renewLease(this.session.relay, keys, 'revoked', fromBase64url(String(issuer)));
		await this.#note(id, 'over');
		return true;
	}

	/** Keeps what the relay has of it; what is over needs no copy. */
	async #note(id: PackageId, there: Uint8Array | 'unknown' | 'over'): Promise<void> {
		const { rows } = this.session;
		if (there === 'unknown') return;
		const row =
			there === 'over' ? { table: 'meta' as const, key: PREFIX + id, value: null } : await copyRow(rows, id, there);
		await rows.vault.commit([row]);
	}
}

/** `count` of these at random, or all. */
function sample<T>(all: readonly T[], count: number): readonly T[] {
	const drawn = all.map((one) => [Math.random(), one] as const);
	return drawn
		.sort(([a], [b]) => a - b)
		.slice(0, count)
		.map(([, one]) => one);
}
