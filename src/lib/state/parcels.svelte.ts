/** Packages on their way to the relay: kept sealed until the relay has them. */
import { concat } from '../base/bytes';
import type { PackageId } from '../base/ids';
import { putPackage } from '../sync/packages';
import { makeToken } from '../wire/challenge';
import type { Opened, Session } from './session';

/** See the header. */
export class Parcels {
	/** Ids of packages that the relay does not have yet. */
	waiting = $state.raw<ReadonlySet<string>>(new Set());
	#isSending = false;

	constructor(
		readonly session: Session,
		readonly centre: Opened
	) {}

	/** What the vault has of earlier times. */
	async load(): Promise<void> {
		const rows = await this.session.parts.rows.vault.list('parcels', '');
		this.waiting = new Set(rows.map(([key]) => key));
	}

	/** Keeps a package until the relay has it. */
	async add(id: string, whole: Uint8Array): Promise<void> {
		const { rows } = this.session.parts;
		await rows.vault.commit([await rows.put('parcels', id, concat(whole))], true);
		this.waiting = new Set([...this.waiting, id]);
		void this.send();
	}

	/** Sends what waits; what fails waits for the next connection. */
	async send(): Promise<void> {
		if (this.#isSending || !this.centre.replica.isCurrent) return;
		this.#isSending = true;
		try {
			const { rows, relay } = this.session.parts;
			const { space, replica } = this.centre;
			for (const { key, plain } of await rows.list('parcels', '')) {
				if (!plain.ok || !replica.isCurrent) continue;
				const token = await makeToken(space.id, space.credentials.certificate, space.credentials.device, Date.now());
				await putPackage(relay, new Uint8Array(plain.value), key as PackageId, token);
				await rows.vault.commit([{ table: 'parcels', key, value: null }]);
				this.waiting = new Set([...this.waiting].filter((id) => id !== key));
			}
		} catch {
			// still in the vault: sent with the next connection
		} finally {
			this.#isSending = false;
		}
	}
}

