/** From what went wrong to the sentence that a person reads. */
import { codeOf, type FaultCode, type RefusalCode } from '../base/fault';
import { t } from './language.svelte';

// pages know no base
export { codeOf, isCalledOff } from '../base/fault';

/** The sentence for a code of the state; unknown ones get the general sentence. */
export function sentence(code: string): string {
	return isCode(code) ? t.errors[code] : t.errors.unexpected;
}

/** The sentence for anything thrown; a bug of ours is reported besides. */
export function sentenceOf(error: unknown): string {
	return t.errors[codeOf(error)];
}

function isCode(code: string): code is RefusalCode | FaultCode {
	return Object.hasOwn(t.errors, code);
}
