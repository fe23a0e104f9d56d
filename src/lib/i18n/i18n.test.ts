import { describe, expect, it } from 'vitest';
import { de, load, named, wished } from './index';

type Leaf = readonly [path: string, value: unknown];

function leaves(node: object, path = ''): Leaf[] {
	return Object.entries(node).flatMap(([key, value]: [string, unknown]): Leaf[] =>
		typeof value === 'object' && value !== null ? leaves(value, `${path}${key}.`) : [[path + key, value]]
	);
}

/** The text of a leaf, functions called with something of each kind. */
function text([, value]: Leaf): string {
	return typeof value === 'function'
		? String((value as (...args: unknown[]) => unknown)('Kim7', 'Kim7'))
		: String(value);
}

describe('the catalogues', () => {
	it.each(['de', 'de-du', 'en'] as const)('%s has every text, and none is empty', async (language) => {
		const catalogue = await load(language);
		const paths = (of: object): string[] =>
			leaves(of)
				.map(([path]) => path)
				.sort();
		expect(paths(catalogue)).toEqual(paths(await load('de')));
		for (const leaf of leaves(catalogue)) expect([leaf[0], text(leaf).trim()]).not.toEqual([leaf[0], '']);
	});
	it('says du throughout in the German with du', async () => {
		// At the beginning of a sentence "Sie" and "Ihre" may be they and hers; there are none of these.
		const formal = leaves(await load('de-du')).filter((leaf) => /\b(Sie|Ihnen|Ihre?[mnrs]?)\b/.test(text(leaf)));
		expect(formal).toEqual([]);
	});
	it('never speaks of what people need not know', async () => {
		for (const language of ['de', 'de-du', 'en'] as const) {
			for (const leaf of leaves(await load(language))) {
				// in the help, the name of a label stands for what it says
				expect(text(leaf).replace(/\{[\w.]+\}/g, '')).not.toMatch(
					/Schlüssel\b|CRDT|Synchron|\bSync|Peer|Server|\bkeys?\b|epoch|relay|\bVault/i
				);
			}
		}
	});
	it('says nothing of counselling to whoever sees a shared text or a printed card', async () => {
		for (const language of ['de', 'de-du', 'en'] as const) {
			const { access, titles, door } = await load(language);
			for (const shown of [access.shareText, access.cardTitle, access.cardLead, titles.client, door.title, door.lead]) {
				expect(shown).not.toMatch(/berat|counsel|hilfe|help|sofortchat/i);
			}
		}
	});
	it('keeps the help page’s labels', async () => {
		const full = await load('de');
		expect([
			full.dashboard.tile,
			full.rail.chat,
			full.list.heading,
			full.list.add,
			de.stream.dn,
			de.stream.dnTitle
		]).toEqual(['Sofortchat (Messenger)', 'Chat', 'Klienten', 'Neuen Stream eröffnen', 'DN', 'Direktnachrichten']);
		expect([
			full.stream.window.docs,
			full.attachments.transfer,
			full.attachments.download,
			full.attachments.erase
		]).toEqual(['Docs', 'Dokument übertragen', 'Herunterladen', 'Löschen']);
		expect([full.list.sortByTime, full.list.sortByName]).toEqual(['Nach Zeit sortieren', 'Nach Name sortieren']);
	});
	it('reads the wish from an address', () => {
		expect(['?lang=en', '?x=1&lang=de-du', '?slang=en', '', '?lang=fr'].map(wished)).toEqual([
			'en',
			'de-du',
			null,
			null,
			null
		]);
	});
	it('knows a language by its name', () => {
		expect(['de', 'de-AT', 'DE-du', 'en', 'en-US', 'fr', '', null].map(named)).toEqual([
			'de',
			'de',
			'de-du',
			'en',
			'en',
			null,
			null,
			null
		]);
	});
});
