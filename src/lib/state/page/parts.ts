/**
 * Loads a part of the page when it is needed. The build uses this instead of Vite's own preloading
 * (vite.config.ts), so that every `import()` goes through it.
 *
 * Some browsers (Chromium 147, Safari) treat a module that failed to load as missing until the page is
 * reloaded, and no browser retries failed styles. So nothing is imported until all files of the part are in the
 * browser's cache, and an interrupted download can be retried.
 */
import { Fault } from '../../base/fault';

/** Small, and kept by the service worker like the parts themselves. */
const PROBE = '/shell.css';

/** A page that is being left is gone after this. */
const LEAVING_MS = 300;

/** Files that have arrived completely. */
const here = new Set<string>();
const styled = new Map<string, Promise<void>>();

/**
 * Imports a part once its files are here.
 *
 * @param load - imports the part's own module
 * @param files - the URLs of everything the part consists of, its own module included; none if it is a single
 * module that the build does not name
 * @throws Fault 'no-connection', with nothing imported; retrying may help
 */
export async function arrive<T>(load: () => Promise<T>, files: readonly string[] = []): Promise<T> {
	const urls = files.map((file) => new URL(file, location.href).href);
	await Promise.all(urls.length > 0 ? urls.map(fetchOnce) : [fetchWhole(PROBE, 'no-store')]);
	await Promise.all(urls.filter((url) => url.endsWith('.css')).map(applyOnce));
	return load();
}

async function fetchOnce(url: string): Promise<void> {
	if (here.has(url) || linkTo(url)) return;
	await fetchWhole(url);
	here.add(url);
}

async function fetchWhole(url: string, cache: RequestCache = 'default'): Promise<void> {
	try {
		await (await fetch(url, { cache })).arrayBuffer();
	} catch (cause) {
		// A TypeError from fetch means only that there is no network.
		if (!(cause instanceof TypeError)) throw cause;
		// Firefox breaks off what a page fetches a moment before it leaves it: that page has nobody to tell.
		await new Promise((done) => setTimeout(done, LEAVING_MS));
		throw new Fault('no-connection', { cause, retry: true });
	}
}

/** Whatever the shell has loaded itself is done. */
function linkTo(url: string): boolean {
	return [...document.getElementsByTagName('link')].some((link) => link.href === url);
}

function applyOnce(url: string): Promise<void> {
	const known = styled.get(url);
	if (known) return known;
	const applied = linkTo(url) ? Promise.resolve() : apply(url);
	styled.set(url, applied);
	// reason: the caller is told; the next one tries again
	applied.catch(() => styled.delete(url));
	return applied;
}

function apply(url: string): Promise<void> {
	const link = document.createElement('link');
	link.rel = 'stylesheet';
	link.href = url;
	return new Promise((done, fail) => {
		link.onload = () => {
			done();
		};
		link.onerror = () => {
			link.remove();
			fail(new Fault('no-connection', { retry: true }));
		};
		document.head.append(link);
	});
}
