import { rm } from 'node:fs/promises';

/** Removes a browser's folder: its processes may still write for a moment after it has said that it is closed. */
export function removeProfile(folder: string): Promise<void> {
	return rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
