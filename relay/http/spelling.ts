/** The client's page under the addresses that messengers make of a link's. SPEC.md R23. */

/**
 * The proper address of what is a link to the client's page in a messenger's spelling (`/K`, `%23` for `#`), or null
 * where `path`, decoded, is none, or proper. A browser that is sent there takes a fragment of its own along.
 */
export function properLink(path: string): string | null {
	if (path === '/k' || path === '/k/') return null;
	const [link, , fragment] = /^\/k\/?((?:#|%23)([^]*))?$/i.exec(path) ?? [];
	if (link === undefined) return null;
	return fragment ? `/k#${encodeURIComponent(fragment)}` : '/k';
}
