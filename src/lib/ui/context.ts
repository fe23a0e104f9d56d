/** What the pages of a counsellor share without handing it down. */
import { createContext } from 'svelte';
import type { CounsellorApp } from '../state/contract/counsellor';

/** The counsellor's app, from the layout down. `getApp` throws outside of it. */
export const [getApp, setApp] = createContext<CounsellorApp>();
