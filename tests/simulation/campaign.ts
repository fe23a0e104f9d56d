/** Many lives, one after the other, and the shortest story of a failure. */
import { appendFileSync } from 'node:fs';
import { live, plan, type Outcome, type Planting } from './schedule';
import type { Finding } from './life';
import type { Move } from './moves';
import { furnish } from './furnishing';
import type { Kept } from './world';

let furnished: Promise<Kept> | null = null;

/** The furnished centre, founded once. */
export function world(): Promise<Kept> {
	return (furnished ??= furnish());
}

/** A failed life. */
export interface Failure {
	readonly seed: number;
	readonly findings: readonly Finding[];
	readonly story: readonly string[];
}

/** Lives `count` seeds from `seed` on; stops at the first failure unless `goesOn`. */
export async function campaign(
	seed: number,
	count: number,
	{ planting, goesOn = false }: { planting?: Planting; goesOn?: boolean } = {}
): Promise<readonly Failure[]> {
	const kept = await world();
	const failures: Failure[] = [];
	for (let i = 0; i < count; i++) {
		const outcome = await live(kept, seed + i, plan(seed + i), planting);
		const { findings, story } = outcome;
		if ((i + 1) % 500 === 0) tell(`${String(i + 1)} lives from ${String(seed)} on, ${String(failures.length)} failed`);
		if (findings.length === 0) continue;
		const failure = { seed: seed + i, findings, story };
		failures.push(failure);
		// A planted fault is meant to be found: no news.
		if (!planting) tell(tellFailure(failure));
		if (!goesOn) break;
	}
	return failures;
}

/** The progress of a long campaign, for whoever watches it: appended to the file named by TELL. */
export function tell(text: string): void {
	if (process.env['TELL']) appendFileSync(process.env['TELL'], `${text}\n\n`);
}

/** The same failure with as few moves as possible. */
export async function shrunk(seed: number, kind: string, planting?: Planting): Promise<Failure | null> {
	const kept = await world();
	const once = async (moves: readonly Move[]): Promise<Outcome | null> => {
		const outcome = await live(kept, seed, moves, planting);
		return outcome.findings.some((finding) => finding.kind === kind) ? outcome : null;
	};
	let moves = plan(seed);
	let best = await once(moves);
	for (let size = moves.length >> 1; size > 0 && best; size >>= 1)
		for (let at = 0; at + size <= moves.length;) {
			const fewer = [...moves.slice(0, at), ...moves.slice(at + size)];
			const outcome = await once(fewer);
			if (outcome) [moves, best] = [fewer, outcome];
			else at += size;
		}
	return best && { seed, findings: best.findings, story: best.story };
}

/** A failure as text. */
export function tellFailure({ seed, findings, story }: Failure): string {
	return [`SEED=${String(seed)}`, ...story, ...findings.map(({ kind, what }) => `  ${kind}: ${what}`)].join('\n');
}
