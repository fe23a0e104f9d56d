/** How many entries may lie beyond a snapshot before the next one is made. */
export const SNAPSHOT_AFTER = 200;
