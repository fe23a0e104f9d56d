/** What may import what, as tables. `tests/architecture.test.ts` enforces them, ARCHITECTURE.md shows them. */

/** What a room may use. */
export interface Room {
	/** Rooms, or single files, that it may import; `type:` allows type imports only. */
	readonly imports: readonly string[];
	/** Packages; a `*` stands for any ending. */
	readonly packages: readonly string[];
}

/** The rooms, bottom up. */
export const rooms: Record<string, Room> = {
	'src/lib/base': { imports: [], packages: [] },
	'src/lib/crypto': { imports: ['src/lib/base'], packages: ['hash-wasm', '@hpke/*', '@noble/*'] },
	'src/lib/wire': {
		imports: [
			'src/lib/base',
			'src/lib/crypto/sign',
			'src/lib/crypto/hash',
			'src/lib/crypto/mac',
			'src/lib/crypto/weak'
		],
		packages: ['lib0/*']
	},
	'src/lib/sync': {
		imports: ['src/lib/base', 'src/lib/crypto', 'src/lib/wire'],
		packages: ['yjs', 'y-*', 'dexie', 'lib0/*']
	},
	'src/lib/domain': { imports: ['src/lib/base'], packages: ['yjs', '@e965/xlsx'] },
	'src/lib/i18n': { imports: ['type:src/lib/base', 'type:src/lib/domain'], packages: [] },
	'src/lib/state': {
		imports: ['src/lib/base', 'src/lib/sync', 'src/lib/domain', 'src/lib/i18n'],
		packages: ['svelte', 'svelte/*', 'yjs', 'client-zip']
	},
	'src/lib/ui': {
		imports: ['src/lib/base', 'src/lib/domain', 'src/lib/state', 'src/lib/i18n'],
		packages: ['svelte', 'svelte/*', 'virtua/*', 'uqr']
	},
	'src/routes': {
		imports: ['src/lib/ui', 'src/lib/state', 'src/lib/domain', 'src/lib/i18n'],
		packages: ['svelte', 'svelte/*', '$app/*', './$types', 'virtua/*']
	},
	'src/service-worker.ts': { imports: [], packages: ['$service-worker', 'workbox-*'] },
	relay: { imports: ['src/lib/base', 'src/lib/wire'], packages: ['node:*', 'ws', 'yjs', 'lmdb'] }
};

/**
 * The folders of a room, bottom up: each imports only those before it. '.' stands for the files beside the
 * folders; without one, those are above all of them.
 */
export const folders: Record<string, readonly string[]> = {
	'src/lib/sync': ['keys', 'vault', 'space', 'attachments', 'exchange', 'centre'],
	'src/lib/domain': ['tables', '.', 'monitoring', 'exporting'],
	'src/lib/state': [
		'contract',
		'page',
		'session',
		'centre',
		'letters',
		'stream',
		'access',
		'cases',
		'groups',
		'team',
		'client',
		'counsellor'
	],
	'src/routes/(counsellor)/chat': ['exporting', 'opening', 'members', 'monitoring', 'profile', 'stream', 'list'],
	relay: ['settings', 'store', 'gate', 'reception', 'spaces', 'http', 'blobs']
};
