/** The windows of a stream: what its header names, in which order, and where each is found. */
import type { Component } from 'svelte';
import type { Chat, StreamView } from '$lib/state/contract';

/** A window beside the conversation itself (DN). */
export type WindowName = 'members' | 'docs' | 'profile' | 'statistics';

/** What every window is given. It fills the frame that Stream.svelte puts around it. */
export interface WindowProps {
	readonly chat: Chat;
	readonly view: StreamView;
}

/** The windows there are; each is fetched when it is first opened. */
export const WINDOWS: Partial<Record<WindowName, () => Promise<{ default: Component<WindowProps> }>>> = {
	members: () => import('./MembersWindow.svelte'),
	profile: () => import('./ProfileWindow.svelte'),
	statistics: () => import('./StatisticsWindow.svelte')
};

/** The header of a client's stream: ⋮ DN Docs Profil Statistik; of a group: Klient:innen ⋮ DN Docs Statistik. */
export function windowsOf(kind: StreamView['kind']): {
	readonly before: readonly WindowName[];
	readonly behind: readonly WindowName[];
} {
	const isThere = (name: WindowName): boolean => WINDOWS[name] !== undefined;
	return kind === 'group'
		? { before: ['members' as const].filter(isThere), behind: (['docs', 'statistics'] as const).filter(isThere) }
		: { before: [], behind: (['docs', 'profile', 'statistics'] as const).filter(isThere) };
}
