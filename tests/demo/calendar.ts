/** When the invented messages were written: over the last months, by day, a few minutes apart. */
import corpus from '../corpus/gespraeche.json';

/** One message with its date. */
export interface Dated {
	readonly isHost: boolean;
	readonly text: string;
	readonly ms: number;
}

/** How many days ago each chapter took place. */
const DAYS_AGO: Readonly<Record<string, readonly number[]>> = {
	Kim7: [231, 224, 217, 198, 186, 171, 150, 143, 131, 117, 9],
	Mo: [44, 41, 37, 22],
	Lux: [0]
};
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The clients and their messages, all of them before `nowMs`, oldest first. */
export function conversations(
	nowMs: number
): readonly { readonly client: string; readonly messages: readonly Dated[] }[] {
	return corpus.streams.map(({ client, chapters }) => ({
		client,
		messages: chapters.flatMap(({ messages }, i) => {
			// Longer texts take longer to write.
			const gaps = messages.map(([, text = '']) => (1 + (text.length % 4)) * MINUTE_MS);
			const lengthMs = gaps.reduce((sum, gap) => sum + gap, 0);
			const days = DAYS_AGO[client]?.[i] ?? 0;
			let ms = days === 0 ? nowMs - lengthMs - 20 * MINUTE_MS : morning(nowMs - days * DAY_MS, i);
			return messages.map(([who, text = ''], k) => {
				ms += gaps[k] ?? MINUTE_MS;
				return { isHost: who === 'counsellor', text, ms };
			});
		})
	}));
}

/** Some time before noon on that day, here. */
function morning(ms: number, variation: number): number {
	const date = new Date(ms);
	return new Date(date.getFullYear(), date.getMonth(), date.getDate(), 9, 10 + ((variation * 17) % 50)).getTime();
}
