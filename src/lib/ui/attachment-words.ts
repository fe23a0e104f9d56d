/** The words shown next to an attachment's name. */
import { endingOf, isDangerous } from '../domain/attachment-names';
import { sizeText } from '../domain/attachments';
import type { AttachmentView } from '../state/contract/attachments';
import type { Connection } from '../state/contract/connection';
import { t } from './language.svelte';
import { sentence } from './sentence';

/** Its name, or a placeholder until it is known. */
export function nameOf({ name }: AttachmentView): string {
	return name ?? t.attachments.one;
}

/** "PDF · 3,4 MB": the true ending and the size; '' while unknown. */
export function measureOf(view: AttachmentView): string {
	const { ending, size } = measuresOf(view);
	return ending + size;
}

/** The same in two parts: "PDF · " and "3,4 MB". */
export function measuresOf({ name, bytes }: AttachmentView): { readonly ending: string; readonly size: string } {
	if (name === null) return { ending: '', size: '' };
	const ending = endingOf(name).toUpperCase();
	return { ending: ending === '' ? '' : `${ending} · `, size: sizeText(bytes, t.locale) };
}

/** Where it is, unless it is simply here; then ''. */
export function whereaboutsOf(view: AttachmentView, connection: Connection): string {
	const { status, sending, fetching, failure } = view;
	if (status === 'erased') return t.attachments.erased;
	if (status === 'damaged') return t.attachments.lost;
	if (failure !== null && failure !== 'no-connection') return sentence(failure);
	if (sending !== null) return connection === 'online' ? t.attachments.sending(sending) : t.attachments.later;
	if (fetching !== null) return t.attachments.fetching(fetching);
	return status === 'here' ? '' : t.attachments.elsewhere;
}

/** A warning to read before opening it; '' if there is none. */
export function warningOf({ name }: AttachmentView): string {
	return name !== null && isDangerous(name) ? t.attachments.dangerous : '';
}
