/** The relay's log: what happened and how often, never who, where or what. */

/** A line's name: a closed list, so that nothing else can be logged. */
export type LogEvent =
	| 'started'
	| 'stopping'
	| 'stopped'
	| 'centre founded'
	| 'store failed'
	| 'connection refused: too many'
	| 'connection refused: too many from one address'
	| 'connection refused: another host'
	| 'connection refused: foreign origin'
	| 'connection refused: no sockets left'
	| 'slow reader closed'
	| 'unexpected';

/** Writes one line. `cause` adds an error's name and place, never its text. */
export type Log = (event: LogEvent, cause?: unknown) => void;

/** A log of lines to `write`. Events that repeat within a minute are counted, not repeated. */
export function logTo(write: (line: string) => void, now: () => number = Date.now): Log {
	const last = new Map<string, { atMs: number; left: number }>();
	return (event, cause) => {
		const text = cause === undefined ? event : `${event} (${placeOf(cause)})`;
		const known = last.get(text);
		if (known && now() - known.atMs < 60_000 && !ALWAYS.has(event)) {
			known.left++;
			return;
		}
		const times = known && known.left > 0 ? `, ${known.left} more since` : '';
		if (last.size > 100) last.clear();
		last.set(text, { atMs: now(), left: 0 });
		write(`${new Date(now()).toISOString()} ${text}${times}\n`);
	};
}

const ALWAYS: ReadonlySet<LogEvent> = new Set(['started', 'stopping', 'stopped', 'centre founded']);

/** An error's name, code and first line of ours: its message may quote user input. */
function placeOf(cause: unknown): string {
	if (!(cause instanceof Error)) return 'unknown';
	const code = 'code' in cause && typeof cause.code === 'string' ? ` ${cause.code}` : '';
	const place = /main\.mjs:\d+|[a-z-]+\.ts:\d+/.exec(cause.stack?.split('\n').slice(1).join('\n') ?? '')?.[0];
	return `${cause.name}${code}${place ? ` at ${place}` : ''}`;
}
