/** The client's page under the spellings that messengers make of a link. SPEC.md R23. */

/**
 * The proper address for a messenger's spelling of a link to the client's page (`/K`, `%23` for `#`), or null
 * when `path`, decoded, is no such link or already proper. A redirected browser keeps its own fragment.
 */
export function properLink(path: string): string | null {
	if (path === '/k' || path === '/k/') return null;
	const [link, , fragment] = /^\/k\/?((?:#|%23)([^]*))?$/i.exec(path) ?? [];
	if (link === undefined) return null;
	return fragment ? `/k#${encodeURIComponent(fragment)}` : '/k';
}
