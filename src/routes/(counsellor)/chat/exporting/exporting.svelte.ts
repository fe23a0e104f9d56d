/** The export of the open stream: one click, or with options. */
import { FOLDER, withArchiveNames } from '$lib/domain/exporting/archive-names';
import { exportName } from '$lib/domain/exporting/name';
import { dayOf } from '$lib/domain/exporting/stamp';
import { between, attachmentsOf, type Transcript } from '$lib/domain/exporting/transcript';
import type { Message } from '$lib/domain/messages';
import { archived, type Archive } from '$lib/state/stream/archiving';
import type { Chat } from '$lib/state/contract/chat';
import type { StreamView } from '$lib/state/contract/stream';
import { writtenCsv, writtenWorkbook } from '$lib/state/page/writing';
import { save } from '$lib/ui/save';
import { isCalledOff, sentenceOf } from '$lib/ui/sentence';
import { withoutNames } from '$lib/domain/exporting/without-names';

/** The options. Days in Berlin, `JJJJ-MM-TT`, '' for an open end. */
export interface ExportOptions {
	readonly from: string;
	readonly to: string;
	readonly isNameless: boolean;
	readonly format: 'csv' | 'xlsx';
	/** Includes the documents, as one .zip. */
	readonly hasDocuments: boolean;
}

const EVERYTHING: ExportOptions = { from: '', to: '', isNameless: false, format: 'csv', hasDocuments: false };

/** See the header. */
export class Exporting {
	isBusy = $state(false);
	/** The name of the last export; '' before. */
	made = $state('');
	/** How many messages were not on this device, and how many documents could not be fetched for the archive. */
	missing = $state(0);
	lacking = $state(0);
	problem = $state('');
	/** The archive in progress. */
	#work = $state.raw<{ readonly controller: AbortController; readonly bytes: number } | null>(null);
	/** The document being fetched, and the bytes fetched and written. */
	#fetched = $state.raw<Message | null>(null);
	#done = $state(0);

	constructor(
		readonly chat: Chat,
		readonly view: StreamView
	) {}

	/** Progress of the documents in percent; null while there are none to wait for. */
	readonly percent = $derived.by(() => {
		if (!this.#work) return null;
		const view = this.#fetched && this.view.attachments?.of(this.#fetched);
		const here = view?.fetching ? (view.bytes * view.fetching) / 100 : 0;
		return Math.min(100, Math.floor((100 * (this.#done + here)) / Math.max(1, 2 * this.#work.bytes)));
	});

	/** Everything this device has of the stream. */
	transcript(): Promise<Transcript> {
		return this.chat.transcript();
	}

	/** Makes the export and hands it to the browser; true on success. */
	async run({ from, to, isNameless, format, hasDocuments }: ExportOptions = EVERYTHING): Promise<boolean> {
		if (this.isBusy) return false;
		this.isBusy = true;
		this.made = this.problem = '';
		this.lacking = 0;
		try {
			const whole = await this.transcript();
			const { missing } = this.view;
			const asked = between(isNameless ? withoutNames(whole) : whole, from, to);
			const written = hasDocuments ? withArchiveNames(asked) : asked;
			const content = await (format === 'csv' ? writtenCsv(written) : writtenWorkbook(written));
			const nameFor = (ending: 'csv' | 'xlsx' | 'zip') => exportName(written.name, dayOf(Date.now()), ending);
			if (hasDocuments) {
				const archive = await this.#archive(written, nameFor(format), content);
				save(archive.content, nameFor('zip'));
				this.lacking = archive.lacking;
			} else save(content, nameFor(format));
			this.made = nameFor(hasDocuments ? 'zip' : format);
			this.missing = missing;
			return true;
		} catch (error) {
			if (!isCalledOff(error)) this.problem = sentenceOf(error);
			return false;
		} finally {
			this.isBusy = false;
			this.#work = this.#fetched = null;
		}
	}

	/** Cancels an archive in progress. */
	cancel(): void {
		this.#work?.controller.abort();
	}

	async #archive(written: Transcript, name: string, table: Blob): Promise<Archive> {
		const { attachments } = this.view;
		const messages = new Map((attachments?.list ?? []).map((message) => [message.id, message]));
		const { named, unnamed } = attachmentsOf(written);
		const controller = new AbortController();
		const { signal } = controller;
		signal.addEventListener('abort', () => {
			if (this.#fetched) attachments?.stopFetching(this.#fetched);
		});
		const bytes = named.reduce((sum, one) => sum + one.bytes, 0);
		this.#work = { controller, bytes };
		let fetched = 0;
		let onDisk = 0;
		const step = (): void => {
			this.#done = fetched + Math.min(onDisk, bytes);
		};
		step();
		const enclosures = named.flatMap((one) => {
			const message = messages.get(one.id);
			// Erased since the table was made.
			if (!message || !attachments) return [];
			const fetch = async (): Promise<Blob> => {
				this.#fetched = message;
				try {
					return (await attachments.fetch(message)).content;
				} finally {
					this.#fetched = null;
					fetched += one.bytes;
					step();
				}
			};
			return [{ name: `${FOLDER}/${one.name}`, atMs: one.atMs, fetch }];
		});
		const onProgress = (bytesOnDisk: number): void => {
			onDisk = bytesOnDisk;
			step();
		};
		const atMs = written.lines.at(-1)?.atMs ?? 0;
		const archive = await archived({ table: { name, content: table, atMs }, enclosures, onProgress, signal });
		return { ...archive, lacking: archive.lacking + unnamed };
	}
}
