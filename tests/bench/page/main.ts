/** The page that the benchmark drives: both sides behind one name. */
import * as plain from './plain';
import * as sealed from './sealed.svelte';

declare global {
	interface Window {
		readonly bench: { readonly sealed: typeof sealed; readonly plain: typeof plain };
	}
}

Object.assign(window, { bench: { sealed, plain } });
