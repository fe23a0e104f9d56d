/** Which colleague speaks in a stream or group, as proven by the chain in her first entry there. */
import type { IdentityId, MemberId } from '../../base/ids';
import type { Colleagues } from './colleagues.svelte';
import type { OpenSpace } from '../session/open-space';

/** See the header. Reactive: `nameOf`. */
export class HostNames {
	#hosts = $state.raw<ReadonlyMap<string, ReadonlyMap<MemberId, IdentityId>>>(new Map());
	readonly #followed = new WeakSet<OpenSpace>();

	constructor(readonly colleagues: Colleagues) {}

	/** Reads who hosts an open stream, again whenever somebody introduces herself. */
	follow(stream: string, opened: OpenSpace): void {
		if (this.#followed.has(opened)) return;
		this.#followed.add(opened);
		const read = async (): Promise<void> => {
			const hosts = await this.colleagues.speakersIn(opened.space);
			this.#hosts = new Map(this.#hosts).set(stream, hosts);
		};
		void read();
		opened.space.listen(({ kind }) => {
			if (kind === 'opened' || kind === 'charter') void read();
		});
	}

	/** Her name; '' while nobody knows her. */
	nameOf(stream: string, member: MemberId): string {
		const identity = this.#hosts.get(stream)?.get(member);
		return identity === undefined ? '' : this.colleagues.face(identity).name;
	}
}
