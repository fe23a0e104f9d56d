/** Reading from a peer that may send endlessly, or never. */
import { Fault } from '../../base/fault';

/** Does `work` with a signal that ends with `signal` or after `ms`; cleans up afterwards. */
export async function within<T>(
	ms: number,
	signal: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>
): Promise<T> {
	const controller = new AbortController();
	const timer = setTimeout(() => {
		controller.abort(new Fault('no-connection', { retry: true }));
	}, ms);
	const end = (): void => {
		controller.abort(signal?.reason);
	};
	signal?.addEventListener('abort', end);
	try {
		return await work(controller.signal);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', end);
	}
}

/**
 * The whole body, at most `most` bytes; 0: it is not read. Rejects with 'no-connection' when it breaks off,
 * 'relay-nonsense' when there is more.
 */
export async function bounded(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
	if (most === 0) {
		// reason: an unread body may break off as it likes
		await response.body?.cancel().catch(() => undefined);
		return new Uint8Array();
	}
	const reader = response.body?.getReader();
	const parts: Uint8Array[] = [];
	let size = 0;
	try {
		for (;;) {
			const next = await reader?.read();
			if (!next || next.done) break;
			size += next.value.length;
			if (size > most) break;
			parts.push(next.value);
		}
	} catch (cause) {
		throw new Fault('no-connection', { cause, retry: true });
	}
	if (size > most) {
		// reason: an unread rest may break off as it likes
		await reader?.cancel().catch(() => undefined);
		throw new Fault('relay-nonsense');
	}
	const whole = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
