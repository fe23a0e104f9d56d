/** The service worker: registered for whoever keeps something here; a new version is offered, never forced. */
import { trusted } from './trusted';

const FILE = '/service-worker.js';
/** An app that stays open for days looks for itself. */
const LOOK_EVERY_MS = 3_600_000;

let waiting = $state.raw<ServiceWorker | null>(null);
/** Another tab has taken the new version: what this one has not loaded yet is no longer kept. */
let isOutdated = $state(false);
let started = false;

/** The offer of a new version. */
export const update = {
	get isReady(): boolean {
		return waiting !== null || isOutdated;
	},
	/** Takes the new version; the page loads again. */
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

/** Registers the worker once; without one the app works, only not offline. */
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
				if (worker.state === 'installed' && navigator.serviceWorker.controller) waiting = worker;
			};
			check();
			worker.addEventListener('statechange', check);
		};
		look(registration.waiting);
		look(registration.installing);
		registration.addEventListener('updatefound', () => {
			look(registration.installing);
		});
		let hasWorker = navigator.serviceWorker.controller !== null;
		navigator.serviceWorker.addEventListener('controllerchange', () => {
			isOutdated = hasWorker;
			hasWorker = true;
		});
		setInterval(() => void registration.update().catch(unanswered), LOOK_EVERY_MS);
	} catch (error) {
		started = false;
		unanswered(error);
	}
}

/** No network, no new version, or a browser that wants no worker: the app works without. */
function unanswered(error: unknown): void {
	if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
}
