/** Files dragged onto a part of the page or pasted into a field. */
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/** Takes files dropped on the element; `hover` says whether some are being dragged over it. */
export function dropping(drop: (files: File[]) => void, hover: (isAbove: boolean) => void): Attachment<HTMLElement> {
	return (element) => {
		// Entering a child fires before leaving its parent.
		let depth = 0;
		const has = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
		const end = (): void => {
			depth = 0;
			hover(false);
		};
		const stops = [
			on(element, 'dragenter', (event) => {
				if (!has(event)) return;
				event.preventDefault();
				depth++;
				hover(true);
			}),
			on(element, 'dragover', (event) => {
				if (!has(event)) return;
				event.preventDefault();
				if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
			}),
			on(element, 'dragleave', (event) => {
				if (has(event) && --depth <= 0) end();
			}),
			on(element, 'drop', (event) => {
				if (!has(event)) return;
				event.preventDefault();
				end();
				drop(filesOf(event.dataTransfer));
			})
		];
		return () => {
			stops.forEach((stop) => {
				stop();
			});
		};
	};
}

/** The files of a drop or paste, without folders. */
export function filesOf(transfer: DataTransfer | null): File[] {
	return [...(transfer?.items ?? [])].flatMap((item) => {
		if (item.kind !== 'file' || item.webkitGetAsEntry()?.isDirectory) return [];
		const file = item.getAsFile();
		return file ? [file] : [];
	});
}
