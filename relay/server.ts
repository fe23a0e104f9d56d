/** The HTTP side: the app, packages, blobs, and a health check. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { PackageId } from '../src/lib/base/ids';
import type { Context } from './spaces/context';
import { blobPath, serveBlob } from './blobs/serve';
import { answer, COMMON } from './http/headers';
import { servePackage } from './http/packages';
import { properLink } from './http/spelling';
import type { Statics } from './http/statics';

/** A server that is not listening yet. `statics` null: no app here. */
export function httpServer(context: Context, statics: Statics | null): Server {
	const server = createServer(
		{
			// Slow senders are not waited for.
			headersTimeout: context.limits.headersMs,
			// A chunk over a slow line; smaller bodies have shorter limits (body.ts).
			requestTimeout: 150_000,
			keepAliveTimeout: 5_000,
			connectionsCheckingInterval: context.limits.headersMs / 8,
			maxHeaderSize: 8 * 1024
		},
		(request, response) => {
			serve(context, statics, request, response).catch((why: unknown) => {
				context.log('unexpected', why);
				if (response.headersSent) response.destroy();
				else answer(response, 500, 'storage');
			});
		}
	);
	server.maxHeadersCount = 64;
	server.maxConnections = context.limits.connections + MORE_SOCKETS;
	server.on('drop', () => context.log('connection refused: no sockets left'));
	server.on('clientError', (_why, socket) => socket.destroy());
	return server;
}

async function serve(
	context: Context,
	statics: Statics | null,
	request: IncomingMessage,
	response: ServerResponse
): Promise<void> {
	const path = pathOf(request);
	const [, id, part] = /^\/v1\/packages\/([0-9a-f]{32})(?:\/(content|lease))?$/.exec(path) ?? [];
	const blob = blobPath(request);
	if (!context.addresses.mayAsk(context.addresses.of(request), id ? 'packages' : blob ? 'blobs' : 'requests'))
		return answer(response, 429, 'too-fast');
	if (blob) return serveBlob(context, request, response, blob);
	if (id)
		return servePackage(
			context,
			request,
			response,
			id as PackageId,
			part === 'content' || part === 'lease' ? part : 'whole'
		);
	if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'malformed');
	const link = statics ? properLink(path) : null;
	if (link !== null) {
		response.writeHead(308, { ...COMMON, location: link }).end();
		return;
	}
	if (path === '/healthz') return answer(response, (await context.commits.isWriting()) ? 204 : 503);
	if (path.startsWith('/v1/') || path.startsWith('/ws/') || !statics?.(request, response, path))
		answer(response, 404, 'unknown');
}

/** The path without its query; one that does not decode leads nowhere. */
function pathOf(request: IncomingMessage): string {
	try {
		return decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
	} catch {
		return '/ ';
	}
}

/** For requests beside the websockets. */
const MORE_SOCKETS = 2_000;
