/**
 * What a centre asks for in its monitorings: packs, topics, regions. A Leitung decides for all; anything that
 * others wrote into the centre's space does not count.
 */
import { hex } from '../../base/bytes';
import { Refusal } from '../../base/fault';
import type { MemberId } from '../../base/ids';
import {
	findTopic,
	MOST_TOPICS,
	readOwnLists,
	STANDARD,
	topicName,
	topicRecord,
	type OwnLists
} from '../../domain/monitoring/own-lists';
import { isBlank } from '../../domain/text';
import type { Fields } from '../../domain/tables/records';
import { provenMembers } from '../../sync/centre/identity';
import { newSecret } from '../../sync/keys/member';
import { writersIn } from '../../sync/space/writers';
import type { FormSettings } from '../contract/cases';
import type { OpenSpace } from '../session/open-space';
import { CENTRE } from '../../domain/tables/centre';

/** What it works with. */
export interface FormSettingsParts {
	readonly centre: OpenSpace;
	/** The centre's root key. */
	readonly root: Uint8Array;
	/** Whether this counsellor is a Leitung, by her own chain. */
	readonly isLead: boolean;
}

/** See the header. Reactive: `lists`. */
export class FormSettingsModel implements FormSettings {
	lists = $state.raw<OwnLists>(STANDARD);
	/** Resolves when what this device holds has been read. */
	readonly loaded: Promise<void>;
	/** The Leitungen's members in the centre, as far as `#introduced` introductions tell. */
	#leads: ReadonlySet<MemberId> = new Set();
	#introduced = -1;
	#looks = 0;
	readonly #stop: () => void;

	constructor(readonly parts: FormSettingsParts) {
		this.#stop = parts.centre.space.listen(() => void this.#read());
		this.loaded = this.#read();
	}

	/** Whether this counsellor may change anything here. */
	get mayEdit(): boolean {
		return this.parts.isLead;
	}

	/** Includes a pack in new monitorings, or not. Rejects with 'not-allowed' or a `Fault`. */
	async enable(pack: string, isOn: boolean): Promise<void> {
		await this.#write('packs', { [pack]: isOn });
	}

	/** Offers a topic, or not. Rejects like `enable`. */
	async offer(topic: string, isOn: boolean): Promise<void> {
		await this.#write(topicRecord(topic), { off: !isOn });
	}

	/** Adds a topic; a withdrawn one is offered again. Also rejects with 'name-empty', 'topic-known', 'topics-full'. */
	async add(text: string): Promise<void> {
		const name = topicName(text);
		if (isBlank(name)) throw new Refusal('name-empty');
		const known = findTopic(this.lists, name);
		if (known?.isOff) return this.offer(known.id, true);
		if (known) throw new Refusal('topic-known');
		if (this.lists.topics.filter(({ id }) => id.startsWith('own-')).length >= MOST_TOPICS)
			throw new Refusal('topics-full');
		const id = `own-${hex(newSecret()).slice(0, 16)}`;
		await this.#write(topicRecord(id), { name, atMs: Date.now() });
	}

	/** Asks for states or for postal code areas. Rejects like `enable`. */
	async askRegionsBy(regions: OwnLists['regions']): Promise<void> {
		await this.#write('lists', { regions });
	}

	/** Stops everything it started. */
	stop(): void {
		this.#looks++;
		this.#stop();
	}

	async #write(id: string, fields: Fields): Promise<void> {
		const { centre } = this.parts;
		if (!this.mayEdit) throw new Refusal('not-allowed');
		await centre.write((doc) => {
			// Set even if the value is there already: it may come from somebody whose word does not count.
			CENTRE.templates.say(doc, id, fields);
		});
		await this.#read();
	}

	async #read(): Promise<void> {
		const look = ++this.#looks;
		const { space } = this.parts.centre;
		const leads = await this.#readLeads();
		// A later look reads what came in between.
		if (look !== this.#looks) return;
		const table = CENTRE.templates.in(space.doc);
		const writer = writersIn(space);
		const counts = (key: string): boolean => {
			const member = writer(table, key);
			return member !== null && leads.has(member);
		};
		this.lists = readOwnLists(CENTRE.templates.read(space.doc, counts));
	}

	async #readLeads(): Promise<ReadonlySet<MemberId>> {
		const { root, isLead, centre } = this.parts;
		const { introductions, credentials } = centre.space;
		if (introductions.size !== this.#introduced) {
			const count = introductions.size;
			const proven = await provenMembers(centre.space, root);
			const leads = [...proven].filter(([, counsellor]) => counsellor.isLead).map(([member]) => member);
			this.#leads = new Set(isLead ? [...leads, credentials.member] : leads);
			this.#introduced = count;
		}
		return this.#leads;
	}
}
