/** How a case lies in its space. Apart from the other policies: a client's page never loads it. */
import { CASE_ROOTS, carryOverCase, checkCaseEntry } from '../../domain/monitoring/case-document';
import type { Policy } from '../../sync/space/documents';

/** A case: profile and monitorings, one document each, that its counsellors share. */
export const CASE_POLICY: Policy = {
	documents: 'shared',
	roots: CASE_ROOTS,
	check: checkCaseEntry,
	carryOver: carryOverCase
};
