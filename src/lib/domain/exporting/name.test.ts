import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportName } from './name';

/** Half of a surrogate pair. */
const LONE = /[\uD800-\uDFFF]/u;

describe('the name of an export', () => {
	it.each([
		['Kim7', 'Stream_Kim7_2026-11-25.csv'],
		['Jörg Müller-Lüdenscheidt', 'Stream_Jörg Müller-Lüdenscheidt_2026-11-25.csv'],
		['../../etc/passwd', 'Stream_etc_passwd_2026-11-25.csv'],
		['a:b*c?"<d>|e\\f', 'Stream_a_b_c_d_e_f_2026-11-25.csv'],
		['\u{202E}exe.gpj\u{0}\t\n', 'Stream_exe.gpj_2026-11-25.csv'],
		['CON', 'Stream_CON_2026-11-25.csv'],
		[' . ', 'Stream_ohne-Namen_2026-11-25.csv'],
		['\u{200B}', 'Stream_ohne-Namen_2026-11-25.csv'],
		['x\u{D83D}', 'Stream_x_2026-11-25.csv'],
		['👨‍👩‍👧', 'Stream_👨👩👧_2026-11-25.csv']
	])('of %j', (name, expected) => {
		expect(exportName(name, '2026-11-25', 'csv')).toBe(expected);
	});
	it('fits every file system, whatever the stream is called', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
				const made = exportName(name, '2026-11-25', 'csv');
				expect(new TextEncoder().encode(made).length).toBeLessThan(200);
				expect(made).toMatch(/^Stream_[^\p{Cc}\p{Cf}<>:"/\\|?*]+_2026-11-25\.csv$/u);
				expect(made).not.toMatch(LONE);
			})
		);
	});
});
