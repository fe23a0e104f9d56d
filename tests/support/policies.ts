/** The space policies of `state`, for tests. */
export { DESK_POLICY, NO_DOCUMENTS as NO_DOCUMENTS_POLICY, STREAM_POLICY } from '../../src/lib/state/session/policies';
