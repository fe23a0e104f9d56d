/** What a counsellor's pages share without passing it down. */
import { createContext } from 'svelte';
import type { CounsellorApp } from '../state/contract/counsellor';

/** The counsellor's app, available below the layout. `getApp` throws elsewhere. */
export const [getApp, setApp] = createContext<CounsellorApp>();
