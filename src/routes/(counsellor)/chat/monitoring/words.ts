import type { LineWords } from '$lib/domain/monitoring/lines';
import type { OwnLists } from '$lib/domain/monitoring/own-lists';
import { t } from '$lib/ui/language.svelte';

/** The words for lines and values of monitorings, in the current language. */
export function wordsFor(names: ReadonlyMap<string, string>, own: OwnLists): LineWords {
	return {
		yes: t.monitoringForm.yes,
		no: t.monitoringForm.no,
		minutes: t.statistics.minutes,
		counsellor: (id) => names.get(id) || t.statistics.somebody,
		own
	};
}
