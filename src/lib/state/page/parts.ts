/**
 * How a part of the page that is loaded when it is needed comes in. The build puts this in place of Vite's own preloading
 * (vite.config.ts), so that every `import()` goes through it.
 *
 * Some browsers (Chromium 147, Safari) remember a module that did not come as missing until the page is loaded anew, and no
 * browser asks again for styles that did not come. So nothing is imported before all files of the part lie in the browser's
 * cache: what is cut off on the way can be asked for again.
 */
import { Fault } from '../../base/fault';

/** Small, and kept by the service worker like the parts themselves. */
const PROBE = '/shell.css';

/** What has come whole. */
const here = new Set<string>();
const styled = new Map<string, Promise<void>>();

/**
 * Imports a part once its files are here.
 *
 * @param load - imports the part's own module
 * @param files - the addresses of everything the part is made of, its own module included; none where it is made of one module
 * that the build does not name
 * @throws Fault 'no-connection', with nothing imported; asking again may help
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
		// fetch says no more than that there is no network
		if (!(cause instanceof TypeError)) throw cause;
		throw new Fault('no-connection', { cause, retry: true });
	}
}

/** What the shell has asked for itself needs nothing more. */
function linkTo(url: string): boolean {
	return [...document.getElementsByTagName('link')].some((link) => link.href === url);
}

function applyOnce(url: string): Promise<void> {
	const known = styled.get(url);
	if (known) return known;
	const applied = linkTo(url) ? Promise.resolve() : apply(url);
	styled.set(url, applied);
	// reason: whoever asked is told; the next one asks again
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
