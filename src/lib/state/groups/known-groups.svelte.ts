/** The centre's groups as this device knows them: what the records say, and what the open ones answer. */
import type { Sitting } from '../../domain/group-seats';
import type { Table } from '../../domain/tables/table';
import type { OpenSpace } from '../session/open-space';
import { NO_DIRECTORY, readDirectory, type GroupDirectory, type Trust } from './group-directory';
import { sittingsOf } from './group-work';
import { Hosts, type HostsParts } from './hosts';

/** See the header. Reactive. */
export class KnownGroups {
	directory = $state.raw<GroupDirectory>(NO_DIRECTORY);
	/** The members of the groups that have been open, as those say. */
	#sittings = $state.raw<ReadonlyMap<string, ReadonlyMap<string, Sitting>>>(new Map());
	readonly #hosts: Hosts;

	constructor(readonly parts: HostsParts) {
		this.#hosts = new Hosts(parts);
	}

	/** Reads the records, and again if it turns out meanwhile that other words count. */
	look(): void {
		this.read();
		void this.#hosts.look().then((isNew) => {
			if (isNew) this.read();
		});
	}

	read(): void {
		this.directory = readDirectory(this.parts.centre.space.doc, this.trust);
	}

	/** Writes this counsellor's word about a group. */
	async say<R extends object>(table: Table<R>, id: string, fields: R): Promise<void> {
		await this.parts.centre.write((doc) => {
			table.say(doc, id, fields);
		});
		this.read();
	}

	/** The hosts of an open group decide whose word counts. */
	async meet(id: string, opened: OpenSpace): Promise<void> {
		await this.#hosts.meet(id, opened);
		this.read();
	}

	/** Reads the answers of an open group's members. */
	readAnswers(id: string, { space }: OpenSpace): void {
		this.#sittings = new Map(this.#sittings).set(id, sittingsOf(space));
	}

	sittings(id: string): ReadonlyMap<string, Sitting> {
		return this.#sittings.get(id) ?? new Map();
	}

	/** Whose word counts. */
	get trust(): Trust {
		return {
			author: this.parts.authors.author,
			first: (group) => this.#hosts.of(group),
			founder: (group) => this.#hosts.founder(group)
		};
	}
}
