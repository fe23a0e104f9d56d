/**
 * The three ways in which something goes wrong, by who must act.
 *
 * - `Refusal`: a rule of the house said no; the person can do something else.
 * - `Fault`: the device, storage or network failed; trying again may help.
 * - `must` / `never`: a bug of ours; nothing to translate.
 */

/** Why the house said no. Every code has a sentence in each language (i18n). */
export type RefusalCode =
	| 'setup-code-wrong'
	| 'setup-code-used'
	| 'setup-code-waits'
	| 'passphrase-wrong'
	| 'passphrase-weak'
	| 'recovery-words-wrong'
	| 'recovery-replaced'
	| 'link-mangled'
	| 'link-foreign'
	| 'link-unknown'
	| 'link-expired'
	| 'link-revoked'
	| 'link-kept-elsewhere'
	| 'invitation-mangled'
	| 'invitation-unknown'
	| 'invitation-expired'
	| 'invitation-withdrawn'
	| 'invitation-used'
	| 'message-empty'
	| 'message-too-long'
	| 'name-empty'
	| 'name-too-long'
	| 'text-too-long'
	| 'picture-unreadable'
	| 'attachment-too-large'
	| 'day-past'
	| 'not-allowed'
	| 'group-ring'
	| 'founder-stays'
	| 'form-incomplete'
	| 'topic-known'
	| 'topics-full'
	| 'monitoring-gone'
	| 'monitoring-newer';

/** What failed outside our rules. Every code has a sentence in each language (i18n). */
export type FaultCode =
	| 'no-connection'
	| 'relay-nonsense'
	| 'relay-too-new'
	| 'relay-diverged'
	/** The relay does not know the centre, or one of its members: it was rolled back or emptied. */
	| 'relay-forgot'
	/** The relay lists entries but does not deliver them; our own writing waits for them. */
	| 'relay-withholds'
	/** What is kept here was written in an earlier format. */
	| 'format-old'
	| 'storage-full'
	| 'storage-unreadable'
	| 'storage-missing'
	| 'crypto-missing'
	/** The page did not come over HTTPS: browsers give it no cryptography. */
	| 'not-secure'
	| 'file-changed'
	| 'file-unreadable'
	| 'attachment-missing'
	| 'attachment-gone'
	| 'attachment-damaged'
	| 'relay-full'
	/** The session has ended, for example by a lock: it opens and writes nothing any more. */
	| 'session-over'
	/** The browser does not let the page copy. */
	| 'copy-refused'
	/** Something of ours failed, unrelated to what the person is doing right now. */
	| 'trouble'
	| 'unexpected';

/** A rule of the house said no. Thrown by rights, links and forms; shown as a sentence. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	constructor(readonly code: RefusalCode) {
		super(code);
	}
}

/** The device, storage or network failed. `retry` says whether the same call may succeed later. */
export class Fault extends Error {
	override readonly name = 'Fault';
	readonly retry: boolean;
	constructor(
		readonly code: FaultCode,
		options: { cause?: unknown; retry?: boolean } = {}
	) {
		super(code, { cause: options.cause });
		this.retry = options.retry ?? false;
	}
}

/** Returns `value`, or throws when it is null or undefined: a bug, not a fault. */
export function must<T>(value: T | null | undefined, what: string): T {
	if (value === null || value === undefined) throw new Error(`bug: ${what} is missing`);
	return value;
}

/** Throws: the types rule this case out. */
export function never(value: never): never {
	throw new Error(`bug: unexpected ${typeof value}`);
}

/** Whether an error is one of these faults or refusals; any of them when no code is given. */
export function isExpected(error: unknown, ...codes: readonly (FaultCode | RefusalCode)[]): boolean {
	if (!(error instanceof Fault || error instanceof Refusal)) return false;
	return codes.length === 0 || codes.includes(error.code);
}

/** Whether an ended session refused late work: somebody ended it on purpose, so it is no trouble. */
export function isSessionOver(error: unknown): boolean {
	return isExpected(error, 'session-over');
}

/**
 * Error handler for catch: ignores these faults and refusals (any of them when no code is given) and the end
 * of a session; rethrows everything else. What nobody catches reaches the one place that reports it.
 */
export function passOver(...codes: readonly (FaultCode | RefusalCode)[]): (error: unknown) => undefined {
	return (error) => {
		if (!isExpected(error, ...codes) && !isSessionOver(error)) throw error;
	};
}

/** The code of an expected error. Everything else is 'unexpected', and reported. */
export function codeOf(error: unknown): FaultCode | RefusalCode {
	if (error instanceof Fault || error instanceof Refusal) return error.code;
	report(error);
	return 'unexpected';
}

/** Whether somebody cancelled the work: an AbortController, a picker, a closed sheet. */
export function isCalledOff(error: unknown): boolean {
	return (error as { name?: unknown } | null)?.name === 'AbortError';
}

/** Throws where nobody catches, so that the one place that reports sees it; the caller carries on. */
export function report(error: unknown): void {
	queueMicrotask(() => {
		throw error;
	});
}
