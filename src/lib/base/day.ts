/** The day of a time, in days since 1970, UTC: what leases and tickets count in. */
export function utcDay(ms: number): number {
	return Math.floor(ms / 86_400_000);
}
