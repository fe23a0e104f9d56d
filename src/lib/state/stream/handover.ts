/** Handing a stream over, by what its members wrote there: the current proposal and the client's answer. SPEC.md U8. */
import type { MemberId } from '../../base/ids';
import { handoverOf, type Handover } from '../../domain/handover';
import { factsOf, writeFact, type Fact } from '../../domain/stream-facts';
import type { Space } from '../../sync/space/space';
import type { OpenSpace } from '../session/open-space';

/** The newest proposal in a stream, with the client's answer, or null. */
export function standInOf({ charter, documents }: Space): Handover | null {
	const said = new Map<string, ReadonlyMap<string, Fact>>();
	const answers: ReadonlyMap<string, Fact>[] = [];
	for (const [id, { doc }] of documents) {
		const role = charter.members.get(id as string as MemberId)?.role;
		if (role === 'host') said.set(id, factsOf(doc, 'handover/'));
		else if (role === 'member') answers.push(factsOf(doc, 'answer/'));
	}
	return handoverOf(said, answers);
}

/** Writes the client's answer. */
export async function answerStandIn(opened: OpenSpace, id: string, answer: 'yes' | 'question'): Promise<void> {
	await opened.write((doc, stamp) => {
		writeFact(doc, stamp, `answer/${id}`, answer);
	});
}
