/**
 * The valid recovery sheet, and one that will replace it. The keys to end a sheet are in the counsellor's desk,
 * so that each of her devices can do it; they cannot open one. The new sheet's package is at the relay before
 * the old one's is revoked, and only then is the new one called good. SPEC.md Y5.
 */
import { base64url, fromBase64url } from '../../base/bytes';
import type { PackageId } from '../../base/ids';
import { isKept, renewLease, type PackageLease } from '../../sync/exchange/packages';
import { Errand } from '../session/errand';
import { whenWhole } from '../centre/own-record';
import type { Session } from '../session/session';
import type { SheetState } from '../contract/team';
import type { OpenSpace } from '../session/open-space';
import { DESK, type OwnRecord } from '../../domain/tables/desk';

/** What it works with. */
export interface SheetLeaseParts {
	readonly session: Pick<Session, 'whenKept' | 'relay'>;
	readonly desk: OpenSpace;
	/** Whether a package is still on its way to the relay. */
	readonly isWaiting: (id: PackageId) => boolean;
	readonly onChange: (state: SheetState) => void;
}

/** See the header. */
export class SheetLease {
	readonly #errand = new Errand(() => this.#work());
	readonly #stop: () => void;

	constructor(readonly parts: SheetLeaseParts) {
		const read = (): void => {
			parts.onChange(this.state);
			void this.#errand.look();
		};
		this.#stop = parts.desk.space.listen(read);
		read();
	}

	get state(): SheetState {
		const { next, good } = this.#records();
		return { isRenewing: next !== null, renewedAtMs: typeof good?.renewed === 'number' ? good.renewed : null };
	}

	/** Notes the keys to end the first sheet. */
	async adopt(lease: PackageLease): Promise<void> {
		await this.#write('sheet', fieldsOf(lease));
	}

	/** She came back with this sheet. Noted if nothing else is, once everything she noted elsewhere is here. */
	async cameWith(lease: PackageLease): Promise<void> {
		await whenWhole(this.parts.desk);
		if (!this.#records().good) await this.adopt(lease);
	}

	/** She has a new sheet; its package is on its way to the relay. */
	async replace(lease: PackageLease): Promise<void> {
		await this.#write('sheetNext', { ...fieldsOf(lease), checked: Date.now(), done: false });
	}

	/** A reason to look. Resolves when that look has ended. */
	look(): Promise<void> {
		return this.#errand.look();
	}

	/** Stops everything it started. */
	stop(): void {
		this.#errand.stop();
		this.#stop();
	}

	async #work(): Promise<boolean> {
		await this.parts.session.whenKept();
		const { next, good } = this.#records();
		if (!next) return true;
		const { relay } = this.parts.session;
		const lease = leaseOf(next);
		if (!lease || !(await isKept(relay, lease.id))) return false;
		const old = good && leaseOf(good);
		if (old && old.id !== lease.id) {
			// One still to arrive would be good despite being ended.
			if (this.parts.isWaiting(old.id)) return false;
			const keys = { id: old.id, writer: { publicKey: old.writer } };
			// A relay that does not know it has lost it: it opens nothing either way.
			await renewLease(relay, keys, 'revoked', old.issuer);
		}
		await this.#write('sheet', { ...fieldsOf(lease), renewed: Date.now() });
		await this.#write('sheetNext', { done: true });
		return true;
	}

	#records(): { readonly next: OwnRecord | null; readonly good: OwnRecord | null } {
		const own = DESK.own.read(this.parts.desk.space.doc);
		const next = own.get('sheetNext') ?? null;
		return { next: next?.done === false ? next : null, good: own.get('sheet') ?? null };
	}

	#write(id: string, fields: OwnRecord): Promise<void> {
		return this.parts.desk.write((doc) => {
			DESK.own.write(doc, id, fields);
		});
	}
}

function fieldsOf({ id, writer, issuer }: PackageLease): OwnRecord {
	return { package: id, writer: base64url(writer), issuer: base64url(issuer) };
}

function leaseOf({ package: id, writer, issuer }: OwnRecord): PackageLease | null {
	if (typeof id !== 'string' || typeof writer !== 'string' || typeof issuer !== 'string') return null;
	return { id: id as PackageId, writer: fromBase64url(writer), issuer: fromBase64url(issuer) };
}
