/** The pages of one stream that lie outside of its documents. */
import { asId, type MemberId, type SpaceId } from '../../base/ids';
import { readArchivedPage, type Item } from '../../domain/stream-document';
import { placedIn, type ArchivedPage, type PlacedMessage } from '../../domain/timeline';
import { readArchive, readArchived } from '../../sync/space/archive';
import { unarchive } from '../../sync/space/unarchiving';
import type { Space } from '../../sync/space/space';
import { documentOf } from '../../sync/vault/naming';
import type { Session } from '../session/session';

/** A page and its messages. */
type Read = readonly [page: ArchivedPage, items: readonly Item[]];

/** See the header. All are read at once, the first time that any is asked for. */
export class ArchivedPages {
	#all: Promise<ReadonlyMap<string, Read>> | null = null;

	constructor(
		readonly session: Session,
		readonly id: string
	) {}

	/** The messages of all of them, page by page. Rejects with a `Fault`. */
	async messages(): Promise<readonly PlacedMessage[]> {
		return [...(await this.read()).values()].flatMap(([page, items]) => placedIn(page, items));
	}

	/** These pages; if one cannot be read, none, and the space's documents hold everything again. Rejects with a `Fault`. */
	async of(space: Space, wanted: readonly ArchivedPage[]): Promise<readonly Read[]> {
		const all = await this.read();
		const found: Read[] = [];
		for (const page of wanted) {
			const read = all.get(page.key) ?? (await this.#one(page));
			if (!read) {
				await unarchive(space);
				return [];
			}
			found.push(read);
		}
		return found;
	}

	/** Forgets what was read: it has been taken over. */
	forget(): void {
		this.#all = null;
	}

	/** Reads all of them, the first time. Rejects with a `Fault`. */
	read(): Promise<ReadonlyMap<string, Read>> {
		return (this.#all ??= this.#list().catch((error: unknown) => {
			this.forget();
			throw error;
		}));
	}

	async #list(): Promise<ReadonlyMap<string, Read>> {
		const rows = await readArchive(this.session.rows, asId<SpaceId>(this.id));
		return new Map(
			rows.flatMap(({ document, name, bytes }) => {
				const items = readArchivedPage(bytes);
				const page = { member: document as string as MemberId, key: name };
				return items ? [[name, [page, items] as const] as const] : [];
			})
		);
	}

	/** A page that was archived after the others were read. */
	async #one(page: ArchivedPage): Promise<Read | null> {
		const document = documentOf(page.member);
		const bytes = await readArchived(this.session.rows, asId<SpaceId>(this.id), { document, name: page.key });
		const items = bytes && readArchivedPage(bytes);
		return items && [page, items];
	}
}
