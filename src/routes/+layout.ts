/** Every page is its own shell: prerendered at build time, rendered only in the browser. */
export const ssr = false;
export const prerender = true;
