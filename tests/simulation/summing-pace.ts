/** Sums up after few messages: a life is short. Stands in for sync/space/summing-pace.ts. */
export const NEAR = 5;
export const FAR = 20;
export const FEWEST = 2;
