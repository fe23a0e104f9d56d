/** Headers and answers of all requests: few, small, the same for everybody. */
import type { ServerResponse } from 'node:http';

/** Headers of every answer. The app's own policy is in its pages; a second one here would conflict with it. */
export const COMMON: Readonly<Record<string, string>> = {
	'content-security-policy': "frame-ancestors 'none'",
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'x-robots-tag': 'noindex'
};

/** Answers with a short JSON code, or an empty body. */
export function answer(response: ServerResponse, status: number, code?: string): void {
	const body = code === undefined ? '' : JSON.stringify({ code });
	const type = body ? { 'content-type': 'application/json' } : {};
	// The rest of a refused request is not read.
	const end = status >= 400 ? { connection: 'close' } : {};
	response.writeHead(status, {
		...COMMON,
		...type,
		...end,
		'cache-control': 'no-store',
		'content-length': body.length
	});
	response.end(body);
}
