/** Every page is a shell of its own: made at build time, brought to life in the browser alone. */
export const ssr = false;
export const prerender = true;
