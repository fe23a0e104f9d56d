import type { LineWords } from '$lib/domain/monitoring/lines';
import { t } from '$lib/ui/language.svelte';

/** The words that lines and values of monitorings need, in the language in force. */
export function wordsFor(names: ReadonlyMap<string, string>): LineWords {
	return {
		yes: t.monitoringForm.yes,
		no: t.monitoringForm.no,
		minutes: t.statistics.minutes,
		counsellor: (id) => names.get(id) || t.statistics.somebody
	};
}
