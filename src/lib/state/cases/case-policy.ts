/** The layout of a case. Separate from the other policies, since a client's page never loads it. */
import { CASE_ROOTS, carryOverCase, checkCaseEntry } from '../../domain/monitoring/case-document';
import type { Policy } from '../../sync/space/documents';

/** A case: profile and monitorings, one document each, shared by its counsellors. */
export const CASE_POLICY: Policy = {
	documents: 'shared',
	roots: CASE_ROOTS,
	check: checkCaseEntry,
	carryOver: carryOverCase
};
