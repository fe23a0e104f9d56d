/**
 * The built app in its folder. Only files present at the start are served: a name that is not in that
 * list does not exist, however it is spelled.
 */
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { COMMON } from './headers';

interface Page {
	readonly path: string;
	readonly type: string;
	readonly tag: string;
	/** Content encodings beside it, with their sizes; '' is the plain one. */
	readonly sizes: ReadonlyMap<string, number>;
}

/** Answers GET and HEAD for the app's addresses; false when nothing is there. */
export type Statics = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** Serves `folder`. Throws when it cannot be read. */
export function serveStatics(folder: string): Statics {
	const pages = pagesOf(folder);
	return (request, response, path) => {
		const page = pages.get(path) ?? pages.get(`${path}.html`) ?? pages.get(`${path.replace(/\/$/, '')}/index.html`);
		if (page) send(request, response, page, 200);
		else {
			const missing = pages.get('/404.html');
			if (!missing) return false;
			send(request, response, missing, 404);
		}
		return true;
	};
}

function send(request: IncomingMessage, response: ServerResponse, page: Page, status: number): void {
	const encoding = ['br', 'gzip'].find((name) => page.sizes.has(name) && accepts(request, name)) ?? '';
	const headers: Record<string, string | number> = {
		...COMMON,
		'cache-control': cacheOf(page),
		'content-type': page.type,
		etag: `"${page.tag}${encoding && `-${encoding}`}"`,
		vary: 'accept-encoding'
	};
	if (status === 200 && request.headers['if-none-match'] === headers['etag']) {
		response.writeHead(304, headers).end();
		return;
	}
	if (encoding) headers['content-encoding'] = encoding;
	response.writeHead(status, { ...headers, 'content-length': page.sizes.get(encoding) ?? 0 });
	if (request.method === 'HEAD') {
		response.end();
		return;
	}
	// The folder may be rebuilt meanwhile: then this answer breaks off.
	createReadStream(page.path + (ENDINGS.get(encoding) ?? ''))
		.on('error', () => response.destroy())
		.pipe(response);
}

/** Files named by their content never change; everything else is asked for again. */
function cacheOf({ path }: Page): string {
	return /[/\\]_app[/\\]immutable[/\\]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function accepts(request: IncomingMessage, encoding: string): boolean {
	const named = String(request.headers['accept-encoding'] ?? '').split(',');
	return named.some((part) => {
		const [name = '', weight = ''] = part.trim().split(';');
		return name.trim() === encoding && !/q=0(\.0*)?$/.test(weight.trim());
	});
}

function pagesOf(folder: string): ReadonlyMap<string, Page> {
	const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((found) => found.isFile());
	const paths = new Set(all.map((found) => join(found.parentPath, found.name)));
	const pages = new Map<string, Page>();
	for (const path of paths) {
		const plain = path.replace(/\.(br|gz)$/, '');
		if (plain !== path && paths.has(plain)) continue;
		const content = readFileSync(path);
		const sizes = new Map([['', content.length]]);
		for (const [encoding, ending] of ENDINGS)
			if (paths.has(path + ending)) sizes.set(encoding, readFileSync(path + ending).length);
		const address = path.slice(folder.length).replaceAll('\\', '/');
		const page = {
			path,
			type: TYPES.get(/\.[a-z0-9]+$/.exec(path)?.[0] ?? '') ?? 'application/octet-stream',
			tag: createHash('sha256').update(content).digest('hex').slice(0, 16),
			sizes
		};
		pages.set(address.startsWith('/') ? address : `/${address}`, page);
	}
	return pages;
}

const ENDINGS: ReadonlyMap<string, string> = new Map([
	['br', '.br'],
	['gzip', '.gz']
]);

const TYPES: ReadonlyMap<string, string> = new Map([
	['.html', 'text/html; charset=utf-8'],
	['.js', 'text/javascript; charset=utf-8'],
	['.mjs', 'text/javascript; charset=utf-8'],
	['.css', 'text/css; charset=utf-8'],
	['.json', 'application/json'],
	['.webmanifest', 'application/manifest+json'],
	['.svg', 'image/svg+xml'],
	['.png', 'image/png'],
	['.jpg', 'image/jpeg'],
	['.webp', 'image/webp'],
	['.ico', 'image/x-icon'],
	['.woff2', 'font/woff2'],
	['.wasm', 'application/wasm'],
	['.txt', 'text/plain; charset=utf-8'],
	['.mp3', 'audio/mpeg'],
	['.ogg', 'audio/ogg'],
	['.wav', 'audio/wav']
]);
