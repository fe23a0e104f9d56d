/**
 * Makes the app open without a network: shells, code and static files are kept by version, and a
 * new version waits until the page lets it take over. It never sees what follows a '#', and never
 * keeps an answer of the relay.
 */
import { base, build, files, prerendered, version } from '$service-worker';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';

const worker = globalThis as unknown as ServiceWorkerGlobalScope & { __WB_DISABLE_DEV_LOGS?: boolean };
worker.__WB_DISABLE_DEV_LOGS = true;

/** One HTML shell per page. */
const shells = prerendered.filter((path) => !path.includes('.'));
/** Files that nobody needs offline. */
const spare = new Set([`${base}/robots.txt`]);

cleanupOutdatedCaches();
// Everything except hashed code carries the version, since it may change under the same name.
precacheAndRoute(
	[
		...build.map((url) => ({ url, revision: null })),
		...[...files, ...shells].filter((url) => !spare.has(url)).map((url) => ({ url, revision: version }))
	],
	{ cleanURLs: false, directoryIndex: '' }
);

// A page's address with a query or trailing slash is still that page; other addresses are the relay's.
registerRoute(
	({ request, url }) => request.mode === 'navigate' && shells.includes(pageOf(url)),
	(options) => createHandlerBoundToURL(pageOf(options.url))(options)
);

/** Before the first version has been active there is nothing to disturb; later ones wait for SKIP_WAITING. */
worker.addEventListener('message', (event) => {
	const data: unknown = event.data;
	if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING') {
		void worker.skipWaiting();
	}
});

/** The page that installed the first version works offline without a second visit. */
worker.addEventListener('activate', (event) => {
	event.waitUntil(worker.clients.claim());
});

/** A notification leads back to the window it is about: `data.path` is that page's path. */
worker.addEventListener('notificationclick', (event) => {
	event.notification.close();
	const data: unknown = event.notification.data;
	const path =
		typeof data === 'object' && data !== null && 'path' in data && typeof data.path === 'string' ? data.path : '/chat';
	event.waitUntil(focus(path));
});

async function focus(path: string): Promise<void> {
	const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
	const there = windows.find((client) => new URL(client.url).pathname === path) ?? windows[0];
	await (there === undefined ? worker.clients.openWindow(path) : there.focus());
}

function pageOf(url: URL): string {
	return url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
}
