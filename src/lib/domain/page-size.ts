/** Messages per page: enough that a row of its own pays, few enough that two of each author are quickly opened. */
export const PAGE_SIZE = 100;
