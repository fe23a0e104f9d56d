/**
 * Handing a stream over, or letting somebody stand in until a day: proposed by its counsellor in her own
 * document, answered by the client in hers. Nobody new reads anything before the client agrees or the
 * day comes without a question from her.
 */
import { attempt } from '../base/result';
import { readDay } from './time';

/** A counsellor's proposal. */
export interface Handover {
	readonly id: string;
	/** The colleague's identity, and the name by which the client will know her. */
	readonly to: string;
	readonly name: string;
	/** First day, ISO (Berlin). */
	readonly from: string;
	/** The stand-in's last day; null when the stream is hers from then on. */
	readonly until: string | null;
	/** The member who proposed it. */
	readonly by: string;
	/** The clock of the proposal. */
	readonly atMs: number;
	/** The client's answer. */
	readonly answer: 'yes' | 'question' | null;
}

/** A value that somebody says under a key in her document. */
interface Said {
	readonly v: string;
	readonly ms: number;
}

/** The proposal's value for the fact `handover/<id>`; an empty value withdraws it. */
export function proposal({ to, name, from, until }: Pick<Handover, 'to' | 'name' | 'from' | 'until'>): string {
	return JSON.stringify({ to, name, from, until });
}

/**
 * The newest valid proposal, or null: `said` are the counsellors' facts (`handover/`) by member,
 * `answers` the client's (`answer/`). Anything of another form is ignored.
 */
export function handoverOf(
	said: ReadonlyMap<string, ReadonlyMap<string, Said>>,
	answers: readonly ReadonlyMap<string, Said>[]
): Handover | null {
	let newest: Handover | null = null;
	let newestMs = -1;
	for (const [by, facts] of said) {
		for (const [id, { v, ms }] of facts) {
			if (ms < newestMs) continue;
			newestMs = ms;
			newest = read(
				id,
				v,
				by,
				ms,
				answers.map((each) => each.get(id)?.v).find((answer) => answer !== undefined)
			);
		}
	}
	return newest;
}

/** Whether to let the colleague in now. `today` ISO (Berlin). */
export function isDue({ from, answer }: Handover, today: string): boolean {
	return answer === 'yes' || (answer === null && today >= from);
}

/** Whether it is over: the stand-in's last day has passed. */
export function isOver({ until }: Handover, today: string): boolean {
	return until !== null && today > until;
}

/** Whether the proposer now leaves the stream to the colleague. */
export function isGivenAway(handover: Handover, today: string): boolean {
	return handover.until === null && today >= handover.from && isDue(handover, today);
}

function read(id: string, value: string, by: string, atMs: number, answer: string | undefined): Handover | null {
	const json = attempt('not JSON', () => JSON.parse(value) as unknown);
	if (!json.ok) return null;
	const parsed = json.value;
	if (typeof parsed !== 'object' || parsed === null) return null;
	const { to, name, from, until } = parsed as Record<string, unknown>;
	if (typeof to !== 'string' || typeof name !== 'string' || typeof from !== 'string' || readDay(from) === null)
		return null;
	if (until !== null && (typeof until !== 'string' || readDay(until) === null || until < from)) return null;
	return { id, to, name, from, until, by, atMs, answer: answer === 'yes' || answer === 'question' ? answer : null };
}
