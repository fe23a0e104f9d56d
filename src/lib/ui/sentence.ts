/** From an error to the sentence that a person reads. */
import { codeOf, type FaultCode, type RefusalCode } from '../base/fault';
import { t } from './language.svelte';

// Pages do not import base.
export { codeOf, isCalledOff } from '../base/fault';

/** The sentence for a code from state; unknown codes get the general one. */
export function sentence(code: string): string {
	return isCode(code) ? t.errors[code] : t.errors.unexpected;
}

/** The sentence for anything thrown; our own bugs are also reported. */
export function sentenceOf(error: unknown): string {
	return t.errors[codeOf(error)];
}

function isCode(code: string): code is RefusalCode | FaultCode {
	return Object.hasOwn(t.errors, code);
}
