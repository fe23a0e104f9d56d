/** The service worker: registered if something is kept here; a new version is offered, never forced. */
import { trusted } from './trusted';

const FILE = '/service-worker.js';
/** An app left open for days checks by itself. */
const LOOK_EVERY_MS = 3_600_000;

let waiting = $state.raw<ServiceWorker | null>(null);
/** Another tab has switched to the new version: what this one has not loaded yet is gone from the cache. */
let isOutdated = $state(false);
let started = false;

/** The offer of a new version. */
export const update = {
	get isReady(): boolean {
		return waiting !== null || isOutdated;
	},
	/** Switches to the new version and reloads the page. */
	apply(): void {
		if (isOutdated) {
			location.reload();
			return;
		}
		navigator.serviceWorker.addEventListener('controllerchange', () => {
			location.reload();
		});
		waiting?.postMessage({ type: 'SKIP_WAITING' });
	}
};

/** Registers the worker once; without it the app works, but not offline. */
export async function startWorker(): Promise<void> {
	if (started || !('serviceWorker' in navigator)) return;
	started = true;
	try {
		const registration = await navigator.serviceWorker.register(trusted(FILE), {
			type: import.meta.env.DEV ? 'module' : 'classic'
		});
		const look = (worker: ServiceWorker | null): void => {
			if (!worker) return;
			const check = (): void => {
				// The first worker does not wait, and may control the page before its state says so.
				const { controller } = navigator.serviceWorker;
				if (worker.state === 'installed' && controller && controller !== worker) waiting = worker;
				else if (waiting === worker) waiting = null;
			};
			check();
			worker.addEventListener('statechange', check);
		};
		look(registration.waiting);
		look(registration.installing);
		registration.addEventListener('updatefound', () => {
			look(registration.installing);
		});
		// WebKit fires this twice for the same controller.
		let { controller } = navigator.serviceWorker;
		navigator.serviceWorker.addEventListener('controllerchange', () => {
			const before = controller;
			({ controller } = navigator.serviceWorker);
			isOutdated ||= before !== null && before !== controller;
		});
		setInterval(() => void registration.update().catch(unanswered), LOOK_EVERY_MS);
	} catch (error) {
		started = false;
		unanswered(error);
	}
}

/** No network, no new version, or a browser that refuses workers: the app works without. */
function unanswered(error: unknown): void {
	if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
}
