/** For tests: HTTP requests that no browser would spell. */
import { request } from 'node:http';

/** A request whose path is sent exactly as written. */
export function raw(
	url: string,
	path: string,
	headers: Record<string, string> = {}
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> {
	return new Promise((resolve, reject) => {
		const [host = '', port] = url.split(':');
		request({ host, port, path, headers, agent: false }, (response) => {
			let text = '';
			response.setEncoding('latin1').on('data', (part: string) => (text += part));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
		})
			.on('error', reject)
			.end();
	});
}
