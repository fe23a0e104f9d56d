/** Which engine a page runs in, where that matters and nothing else reveals it. */

/** Whether it is WebKit under any name: Safari, and every browser on iOS. */
export function isWebKit(): boolean {
	// Node before 21 has no navigator
	const name = typeof navigator === 'undefined' ? '' : navigator.userAgent;
	return /AppleWebKit\//.test(name) && !/Chrom(?:e|ium)\//.test(name);
}
