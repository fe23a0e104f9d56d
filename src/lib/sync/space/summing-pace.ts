/** How many entries of a feed are summed up, measured with `npm run bench`. SPEC.md J1. */

/** Soon: whoever comes takes those behind the last checkpoint one by one. */
export const NEAR = 64;
/** And again, many at once. */
export const FAR = 640;
/** Fewer are not worth it. */
export const FEWEST = 16;
