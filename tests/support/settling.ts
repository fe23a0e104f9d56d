/** Waiting until the devices of a scene have nothing left to do. */
import type { Scene } from './devices';

/** How many calls are under way that use threads of their own (WebCrypto, streams): nothing else tells when they end. */
let threaded = 0;
for (const name of [
	'sign',
	'verify',
	'encrypt',
	'decrypt',
	'importKey',
	'exportKey',
	'deriveBits',
	'deriveKey',
	'generateKey',
	'digest'
] as const)
	counted(crypto.subtle, name);
counted(Response.prototype, 'arrayBuffer');
counted(ReadableStreamDefaultReader.prototype, 'read');

/** Counts the calls of a method for as long as they take. */
function counted(of: object, name: string): void {
	const work = (of as Record<string, (...all: unknown[]) => Promise<unknown>>)[name];
	Object.defineProperty(of, name, {
		configurable: true,
		async value(...all: unknown[]) {
			threaded++;
			try {
				return await work?.apply(this, all);
			} finally {
				threaded--;
			}
		}
	});
}

/** Waits until the work under way on the devices and at the relay is done. */
export async function breathe(scene: Scene): Promise<void> {
	for (let quiet = 0; quiet < 3;) {
		await new Promise((resolve) => setImmediate(resolve));
		await scene.rolf.commits.idle();
		quiet = threaded > 0 ? 0 : quiet + 1;
	}
}

/** Lets all frames pass until nothing moves any more. */
export async function settle(scene: Scene, isTimeToo = false): Promise<void> {
	for (let idle = 0, turns = 0; idle < 3; turns++) {
		if (turns > 5_000) throw new Error('it never comes to rest');
		let moved = false;
		for (const { link } of scene.devices) {
			if (!link?.isOpen) continue;
			while (link.passUp()) moved = true;
			while (link.passDown()) moved = true;
		}
		await breathe(scene);
		if (isTimeToo && !moved && idle === 1) {
			for (const one of scene.devices) {
				if (one.isOpen && one.timers.some(({ afterMs }) => afterMs < 10_000)) {
					moved = true;
					one.ring();
				}
			}
		}
		idle = moved ? 0 : idle + 1;
	}
}

/** Lets everything due by time happen, late arrivals too, until nothing is due. */
export async function pass(stream: Scene, mostMs = 60_000): Promise<void> {
	for (let round = 0; round < 12; round++) {
		await settle(stream);
		for (const one of stream.devices)
			for (const { task, afterMs } of one.timers.splice(0)) if (afterMs <= mostMs) task();
	}
	await settle(stream);
}

/** Lets everything pass on all lines of all spaces until nothing moves. */
export async function restAll(scenes: readonly Scene[]): Promise<void> {
	for (let idle = 0; idle < 3;) {
		let moved = false;
		for (const { devices } of scenes)
			for (const { link } of devices) {
				while (link?.passUp()) moved = true;
				while (link?.passDown()) moved = true;
			}
		for (const one of scenes) await breathe(one);
		idle = moved ? 0 : idle + 1;
	}
}
