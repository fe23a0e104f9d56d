import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { linkify, phones } from './links';

const toAscii = (host: string) => {
	try {
		return new URL(`https://${host}`).hostname;
	} catch {
		return null;
	}
};
const corpus = JSON.parse(readFileSync(new URL('../../../tests/corpus/messages.json', import.meta.url), 'utf8')) as {
	input: string;
	expect: string;
}[];
const linksIn = (text: string) =>
	linkify(text, toAscii).flatMap((segment) => (segment.kind === 'link' ? [segment] : []));
const hrefs = (text: string) => linksIn(text).map((link) => link.href);

describe('links in messages', () => {
	it.each(
		corpus
			.filter((each) => each.expect.startsWith('no link') || each.expect.startsWith('literal'))
			.map((each) => each.input)
	)('%j contains none', (input) => {
		expect(linksIn(input)).toEqual([]);
	});
	it('never yields a scheme or host other than the one shown', () => {
		for (const { input } of corpus) {
			for (const link of linksIn(input)) {
				expect(link.href).toMatch(/^https?:\/\//);
				expect(toAscii(new URL(link.href).hostname)).toBe(new URL(link.text).hostname);
				expect(link.text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
			}
		}
	});
	it('loses no character of the text', () => {
		for (const { input } of corpus) {
			const isChanged = linksIn(input).some((link) => link.isSuspicious);
			if (!isChanged)
				expect(
					linkify(input, toAscii)
						.map((segment) => segment.text)
						.join('')
				).toBe(input);
		}
	});
	it('shows a host with borrowed letters as what it is', () => {
		expect(linksIn('https://аpple.com/login')).toEqual([
			{
				kind: 'link',
				text: 'https://xn--pple-43d.com/login',
				href: 'https://xn--pple-43d.com/login',
				isSuspicious: true
			}
		]);
	});
	it('does not suspect an umlaut', () => {
		expect(linksIn('https://müller.de')[0]?.isSuspicious).toBe(false);
	});
	it('leaves user names and bare addresses alone', () => {
		for (const text of [
			'https://bank.de@evil.example/',
			'http://192.168.0.1/',
			'http://[::1]/',
			'http://localhost:3000',
			'http://0x7f.1/',
			'http://2130706433/'
		]) {
			expect(hrefs(text)).toEqual([]);
		}
	});
	it('stops where the text direction would turn', () => {
		expect(hrefs('https://evil.example/\u202egnp.exe')).toEqual(['https://evil.example/']);
	});
	it('knows where the sentence continues', () => {
		expect(hrefs('Siehe https://example.org/a(b), oder (https://example.org/c)!')).toEqual([
			'https://example.org/a(b)',
			'https://example.org/c'
		]);
		expect(hrefs('https://example.org/?q=1&r=2#teil.')).toEqual(['https://example.org/?q=1&r=2#teil']);
	});
});

describe('telephone numbers in the centre’s text', () => {
	it('finds the emergency numbers that people are given', () => {
		expect(phones('Lebensgefahr: 112 · Reden: 0800 111 0 111').filter((each) => each.kind === 'phone')).toEqual([
			{ kind: 'phone', text: '112', href: 'tel:112' },
			{ kind: 'phone', text: '0800 111 0 111', href: 'tel:08001110111' }
		]);
		expect(phones('Telefon: +49 30/123-45').find((each) => each.kind === 'phone')).toEqual({
			kind: 'phone',
			text: '+49 30/123-45',
			href: 'tel:+493012345'
		});
	});
	it('leaves dates and words alone', () => {
		expect(phones('am 24.12.2026, Haus B12, 3 Tage').every((each) => each.kind === 'text')).toBe(true);
	});
});
