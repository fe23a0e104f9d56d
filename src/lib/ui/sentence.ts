/** From what went wrong to the sentence that a person reads. */
import { Fault, Refusal, type FaultCode, type RefusalCode } from '../base/fault';
import { t } from './language.svelte';

/** The code of anything thrown; bugs of ours are 'unexpected'. */
export function codeOf(error: unknown): RefusalCode | FaultCode {
	return error instanceof Refusal || error instanceof Fault ? error.code : 'unexpected';
}

/** The sentence for a code of the state; unknown ones get the general sentence. */
export function sentence(code: string): string {
	return isCode(code) ? t.errors[code] : t.errors.unexpected;
}

/** The sentence for anything thrown. */
export function sentenceOf(error: unknown): string {
	return t.errors[codeOf(error)];
}

function isCode(code: string): code is RefusalCode | FaultCode {
	return Object.hasOwn(t.errors, code);
}
