/** The text of a notice between messages, for the side that reads it. */
import type { Notice } from '../domain/notices';
import { clockTime, dayTime } from '../domain/time';
import { t } from './language.svelte';

/** What a notice says to someone on `side`; `name` is the name of the member it is about, '' while unknown. */
export function noticeText(notice: Notice, side: Notice['side'], name: string): string {
	const { kind, times } = notice;
	const said = words(notice, notice.side === side, name === '' ? t.notices.somebody : name);
	// The day is above it, but the last of several may be on another day.
	const isSeveral = kind === 'device' && times > 1;
	const when = isSeveral
		? t.notices.last(times, dayTime(notice.atMs, Date.now(), t.locale))
		: clockTime(notice.atMs, t.locale);
	return t.notices.at(said, when);
}

function words({ kind, side, isHere }: Notice, isOwnSide: boolean, name: string): string {
	const { notices } = t;
	switch (kind) {
		case 'device':
			if (isHere) return notices.here;
			if (side === 'client') return isOwnSide ? notices.opened : notices.clientOpened(name);
			return notices.counsellorDevice(name);
		case 'keys':
			return notices.keys(name);
		case 'link':
			return isOwnSide ? notices.ownLink : notices.link(name);
		case 'locked':
			return notices.locked;
		case 'came':
			return notices.came(name);
		case 'left':
			return notices.left(name);
	}
}
