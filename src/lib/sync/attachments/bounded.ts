/** Reading from somebody who may send without end, or never. */
import { Fault } from '../../base/fault';

/** A signal that ends with `signal`, or after `ms`. */
export function within(ms: number, signal?: AbortSignal): AbortSignal {
	const controller = new AbortController();
	const timer = setTimeout(() => {
		controller.abort(new Fault('no-connection', { retry: true }));
	}, ms);
	const end = (): void => {
		clearTimeout(timer);
		controller.abort(signal?.reason);
	};
	signal?.addEventListener('abort', end, { once: true, signal: controller.signal });
	// nothing waits for a timer that has nothing to end
	if (typeof timer === 'object') (timer as { unref?: () => void }).unref?.();
	return controller.signal;
}

/** The whole body, of at most `most` bytes. Rejects with 'no-connection' when it breaks off, 'relay-nonsense' when there is more. */
export async function bounded(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
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
		// reason: what is not read any more may break off as it likes
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
