/** Archives after few messages: a life is short. Stands in for domain/page-size.ts. */
export const PAGE_SIZE = 3;
