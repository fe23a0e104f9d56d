/** The page that the benchmark drives: both sides under one name. */
import { bytesOnWire } from './screen';
import * as plain from './plain';
import * as sealed from './sealed.svelte';
import { bytesWritten } from './written';

declare global {
	interface Window {
		readonly bench: {
			readonly sealed: typeof sealed;
			readonly plain: typeof plain;
			readonly bytesOnWire: () => number;
			readonly bytesWritten: () => number;
		};
	}
}

if (!import.meta.env.PROD) throw new Error('built for development: its figures say nothing');
Object.assign(window, { bench: { sealed, plain, bytesOnWire, bytesWritten } });
