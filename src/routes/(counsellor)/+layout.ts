import { deWork } from '$lib/i18n/de-work';
import { addTexts } from '$lib/ui/language.svelte';

addTexts(deWork);
