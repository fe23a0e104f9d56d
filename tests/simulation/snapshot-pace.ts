/** Makes a snapshot after few entries: a life is short. Stands in for sync/space/snapshot-pace.ts. */
export const SNAPSHOT_AFTER = 4;
