import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MEMBER, SHARED } from '../../../tests/support/gate';
import { counted } from '../../../tests/torture/counted';
import { fromHex } from '../base/bytes';
import { checkUpdate } from './gate';

interface Corpus {
	readonly updates: readonly { readonly name: string; readonly hex: string }[];
}

const corpus = JSON.parse(
	readFileSync(new URL('../../../tests/corpus/yjs-hostile.json', import.meta.url), 'utf8')
) as Corpus;

/** The rule that each update of the corpus breaks. */
const BROKEN: Readonly<Record<string, string>> = {
	prealloc: 'G3',
	prealloc2: 'G3',
	gcHuge: 'G2',
	gcOverflow: 'G2',
	delHuge: 'G2',
	squat: 'G4',
	squatItem: 'G4',
	deleteAll: 'G7',
	deleteForeign: 'G7',
	deleteFuture: 'G7',
	gap: 'G5',
	pendingOrigin: 'G6',
	skip: 'G5',
	nest100: 'G11',
	anyDeep10: 'G9',
	proto: 'G10',
	ctor: 'G10',
	protoSub: 'G10',
	subdoc: 'G8',
	embed: 'G8',
	format: 'G8',
	json: 'G8',
	xml: 'G8',
	type9: 'G8',
	ref15: 'G8',
	unknownRoot: 'G10',
	parentSelf: 'G6',
	originSelf: 'G6',
	twoBlocks: 'G4',
	trailing: 'G1',
	empty: 'G1',
	zeros: 'G1',
	dsBomb: 'G3',
	bigAnyCount: 'G3'
};

describe('the corpus of hostile updates', () => {
	it('has a rule for every update', () => {
		expect(corpus.updates.map((update) => update.name).sort()).toEqual(Object.keys(BROKEN).sort());
	});

	it.each(corpus.updates)('refuses $name without reading a byte twice', ({ name, hex }) => {
		for (const policy of [MEMBER, SHARED]) {
			const { bytes, reads } = counted(fromHex(hex));
			const result = checkUpdate(bytes, policy);
			// The reader finds the end by one look past it.
			expect(reads()).toBeLessThanOrEqual(bytes.length + 1);
			if (policy === SHARED && name === 'deleteForeign') expect(result.ok).toBe(true);
			else expect(result).toEqual({ ok: false, why: expect.stringMatching(`^${BROKEN[name] ?? ''} `) as string });
		}
	});
});
