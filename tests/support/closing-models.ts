/** Stands for the models of open streams, which close when told to, and for the rows kept of them. */
import type { Preview } from '../../src/lib/state/session/preview';
import type { StreamParts } from '../../src/lib/state/stream/stream-parts';

/** A page's streams: those shown so far, oldest first. */
export const models: {
	isClosed: boolean;
	finish: (isKept?: boolean) => void;
	parts: Pick<StreamParts, 'onPreview'>;
}[] = [];

/** What is kept of the stream that is asked for. */
export const pages = { kept: null as Preview | null };

/** In place of the one in stream.svelte. */
export class StreamModel {
	readonly id: string;
	readonly opened: StreamParts['opened'];
	isClosed = false;
	isOver = false;
	attachments = { sendings: [] };
	finish = (): void => undefined;
	constructor(readonly parts: Pick<StreamParts, 'id' | 'onPreview' | 'opened'>) {
		this.id = parts.id;
		this.opened = parts.opened;
		models.push(this);
	}
	begin(): void {
		return;
	}
	turn(): void {
		return;
	}
	end(): void {
		return;
	}
	close(): Promise<boolean> {
		this.isClosed = true;
		return new Promise((resolve) => {
			this.finish = (isKept = true) => {
				resolve(isKept);
			};
		});
	}
}

/** In place of the one in preview. */
export const readPreview = (): Promise<Preview | null> => Promise.resolve(pages.kept);

/** What a session's listeners get: nothing to stop. */
export const nothing = (): (() => void) => () => undefined;

/** A connected session in which nothing is open; `beside` says what is different. */
export const quietSession = (beside: object): object => ({
	whenKept: () => Promise.resolve(),
	close: async (_id: string, last?: () => Promise<void>) => last?.(),
	on: nothing,
	onPresence: nothing,
	isOpen: () => false,
	isConnected: true,
	leads: true,
	attachments: { enter: () => undefined },
	connection: { holds: () => true, add: () => undefined, remove: () => undefined },
	rows: { vault: { list: () => Promise.resolve([]), keys: () => Promise.resolve([]) } },
	keysOf,
	...beside
});

/** A space's keys, as good as any. */
export const keysOf = ({ space }: { readonly space: string }): Promise<object> => Promise.resolve({ space });
