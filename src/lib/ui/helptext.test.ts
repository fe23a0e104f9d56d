import { describe, expect, it } from 'vitest';
import { load } from '../i18n';
import { labelAt, pieces, plain } from './helptext';

describe('the help', () => {
	it('falls into words, labels and links', () => {
		const catalogue = { a: { b: 'Speichern' } };
		expect(pieces('Auf {a.b} klicken, siehe [[export|dort]].', catalogue)).toEqual([
			{ kind: 'text', text: 'Auf ' },
			{ kind: 'label', text: 'Speichern' },
			{ kind: 'text', text: ' klicken, siehe ' },
			{ kind: 'link', text: 'dort', to: 'export' },
			{ kind: 'text', text: '.' }
		]);
		expect(plain('{a.b}!', catalogue)).toBe('Speichern!');
		expect(labelAt('a.c', catalogue)).toBeNull();
		expect(labelAt('a', catalogue)).toBeNull();
	});

	it.each(['de', 'de-du', 'en'] as const)('names in %s only labels and answers that there are', async (language) => {
		const catalogue = await load(language);
		const { answers } = catalogue.help;
		const texts = Object.values(answers).flatMap(({ lead, steps, notes }) => [lead, ...steps, ...notes]);
		const named = texts.flatMap((text) => [...text.matchAll(/\{([^}]*)\}/g)].map(([, path = '']) => path));
		expect(named.length).toBeGreaterThan(30);
		expect(named.filter((path) => labelAt(path, catalogue) === null)).toEqual([]);
		const linked = texts.flatMap((text) => [...text.matchAll(/\[\[([^|]*)\|/g)].map(([, to = '']) => to));
		expect(linked.filter((to) => !(to in answers))).toEqual([]);
	});

	it('says in German the labels of the help page that it answers', async () => {
		const catalogue = await load('de');
		const texts = Object.values(catalogue.help.answers).flatMap(({ steps }) => steps);
		const all = texts.map((text) => plain(text, catalogue)).join('\n');
		for (const label of [
			'Sofortchat (Messenger)',
			'Chat',
			'Klienten',
			'Neuen Stream eröffnen',
			'Docs',
			'Profil',
			'Dokument übertragen',
			'Herunterladen',
			'Löschen',
			'Statistik',
			'Neues Monitoring anlegen',
			'Speichern',
			'Anzeigen',
			'Bearbeiten',
			'DN',
			'Stream exportieren',
			'Gruppenchats',
			'Name',
			'Klient:innen',
			'hinzufügen',
			'entfernen',
			'Online',
			'Nicht online',
			'Nicht anwählbar'
		])
			expect(all).toContain(label);
	});
});
