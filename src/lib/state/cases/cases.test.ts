/** Berta's case spaces, without a network. */
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { newCentre } from '../../../../tests/support/new-centre';
import { asId, type DocumentId } from '../../base/ids';
import { writeFields } from '../../domain/monitoring/case-document';
import { DESK } from '../../domain/tables/desk';
import { Cases, documentsOf } from './cases';

const [STREAM, OTHER] = ['a', 'b'].map((char) => char.repeat(32)) as [string, string];

afterEach(() => void vi.unstubAllGlobals());

async function atWork() {
	const { session, desk, self } = await newCentre();
	const cases = new Cases({ session, desk, introduce: self.introduce });
	onTestFinished(() => {
		cases.stop();
	});
	for (const stream of [STREAM, OTHER])
		await desk.write((doc) => {
			DESK.streams.write(doc, stream, { kind: 'single', atMs: 1 });
		});
	return { session, desk, cases };
}

it('founds a case once, with the first thing recorded, and a separate one for each stream', async () => {
	const { cases } = await atWork();
	expect(await cases.open(STREAM)).toEqual([]);
	expect(await cases.share(STREAM), 'nothing recorded, so nothing to share').toBeNull();
	const [first, again] = await Promise.all([cases.home(STREAM), cases.home(STREAM)]);
	expect(again).toBe(first);
	expect(cases.refs(STREAM).map(({ space }) => space)).toEqual([first.id]);
	expect(cases.refs(OTHER)).toEqual([]);
	expect((await cases.home(OTHER)).id).not.toBe(first.id);
});

it('announces a change to a document of a case', async () => {
	const { cases } = await atWork();
	const home = await cases.home(STREAM);
	const told = vi.fn();
	onTestFinished(cases.listen(told));
	const document = asId<DocumentId>('d'.repeat(32));
	await home.write(
		(doc, { ms, count, feed }) => {
			writeFields(doc, new Map([['note', 'ruft zurück']]), { by: 'berta', ms, count, writer: feed });
		},
		{ document }
	);
	await vi.waitFor(() => expect(told).toHaveBeenCalled());
	expect(documentsOf(await cases.open(STREAM)).map(({ id }) => id)).toContain(document);
});
