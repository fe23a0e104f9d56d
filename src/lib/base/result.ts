/** The outcome of reading untrusted bytes: a value, or a short reason for the log. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** A success. */
export function good<T>(value: T): Result<T> {
	return { ok: true, value };
}

/** A refusal of untrusted input; `why` names the rule, never the content. */
export function bad(why: string): { readonly ok: false; readonly why: string } {
	return { ok: false, why };
}

/** Runs a decoder that throws on malformed bytes; every exception becomes `bad`. */
export function attempt<T>(why: string, decode: () => T): Result<T> {
	try {
		return good(decode());
	} catch {
		// reason: untrusted bytes; whatever the decoder throws, they are refused
		return bad(why);
	}
}
