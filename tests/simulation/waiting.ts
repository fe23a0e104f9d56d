/** What the simulation finds and nobody has mended yet: by the kind of finding, with the reason. To become empty. */
const STORAGE = 'what the relay once could not keep is not sent again before the next connection';

/** See the header. */
export const WAITING: Readonly<Record<string, string>> = {
	storm: 'a mark that a full disk can not take is written again at once, for ever',
	'message-missing-relay-full': STORAGE,
	'mark-missing-relay-full': STORAGE,
	'unsent-relay-full': STORAGE,
	'unsent-following-tab-relay-full': STORAGE
};
