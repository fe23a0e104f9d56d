/** The export of the open stream: at once with a click, or with options. */
import { exportName } from '$lib/domain/exporting/name';
import { dayOf } from '$lib/domain/exporting/stamp';
import { between, withoutNames, type Transcript } from '$lib/domain/exporting/transcript';
import type { Chat, StreamView } from '$lib/state/contract';
import { writtenCsv, writtenWorkbook } from '$lib/state/writing';
import { save } from '$lib/ui/save';
import { sentenceOf } from '$lib/ui/sentence';

/** What may be chosen. Days in Berlin, `JJJJ-MM-TT`, '' for an open end. */
export interface ExportOptions {
	readonly from: string;
	readonly to: string;
	readonly isNameless: boolean;
	readonly format: 'csv' | 'xlsx';
}

const EVERYTHING: ExportOptions = { from: '', to: '', isNameless: false, format: 'csv' };

/** See the header. */
export class Exporting {
	isBusy = $state(false);
	/** What the last one is called; '' before. */
	made = $state('');
	/** How many messages were not on this device then. */
	missing = $state(0);
	problem = $state('');

	constructor(
		readonly chat: Chat,
		readonly view: StreamView
	) {}

	/** All that this device has of the stream. */
	transcript(): Promise<Transcript> {
		return this.chat.transcript();
	}

	/** Makes it and hands it over to the browser; true when that went well. */
	async run({ from, to, isNameless, format }: ExportOptions = EVERYTHING): Promise<boolean> {
		if (this.isBusy) return false;
		this.isBusy = true;
		this.made = this.problem = '';
		try {
			const whole = await this.transcript();
			const { missing } = this.view;
			const written = between(isNameless ? withoutNames(whole) : whole, from, to);
			const content = await (format === 'csv' ? writtenCsv(written) : writtenWorkbook(written));
			const name = exportName(written.name, dayOf(Date.now()), format);
			save(content, name);
			this.made = name;
			this.missing = missing;
			return true;
		} catch (error) {
			this.problem = sentenceOf(error);
			return false;
		} finally {
			this.isBusy = false;
		}
	}
}
