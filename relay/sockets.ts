/** How many sockets the system grants this process: it turns away everyone beyond that without telling us. */
import { DEFAULT_LIMITS } from './settings/limits';

/** Files, requests, and what the process holds anyway. */
const BESIDES = 2_200;

/** One sentence when that is fewer than the relay would accept; null when it is enough or unknown. */
export function fewSockets(): string | null {
	const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
	const most = userLimits?.open_files?.soft;
	const wanted = DEFAULT_LIMITS.connections + BESIDES;
	if (typeof most !== 'number' || most >= wanted) return null;
	return `This process may open ${most} files and sockets; people beyond that are turned away, and the log does not know: raise the limit to ${wanted} (ulimit -n, LimitNOFILE).`;
}
