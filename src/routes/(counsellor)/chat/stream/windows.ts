/** The windows of a stream: which ones its header names, in what order, and where each is found. */
import type { Component } from 'svelte';
import type { StreamView } from '$lib/state/contract/stream';
import type { Chat } from '$lib/state/contract/chat';

/** A window beside the conversation itself (DN). */
export type WindowName = 'members' | 'docs' | 'profile' | 'statistics';

/** The props of every window. It fills the frame that Stream.svelte puts around it. */
interface WindowProps {
	readonly chat: Chat;
	readonly view: StreamView;
}

/** All windows; each is loaded when first opened. */
export const WINDOWS: Partial<Record<WindowName, () => Promise<{ default: Component<WindowProps> }>>> = {
	members: () => import('../members/MembersWindow.svelte'),
	docs: () => import('./Docs.svelte'),
	profile: () => import('../profile/ProfileWindow.svelte'),
	statistics: () => import('../monitoring/StatisticsWindow.svelte')
};

/**
 * The header of a client's stream: ⋮ DN Docs Profil Statistik; of a group: Klient:innen ⋮ DN Docs Statistik.
 * What is recorded about a stream is only for those in it. SPEC.md U18.
 */
export function windowsOf({ kind, isOver }: Pick<StreamView, 'kind' | 'isOver'>): {
	readonly before: readonly WindowName[];
	readonly behind: readonly WindowName[];
} {
	const recorded: readonly WindowName[] = isOver ? [] : kind === 'group' ? ['statistics'] : ['profile', 'statistics'];
	const isThere = (name: WindowName): boolean => WINDOWS[name] !== undefined;
	return {
		before: kind === 'group' ? ['members' as const].filter(isThere) : [],
		behind: (['docs', ...recorded] as const).filter(isThere)
	};
}
