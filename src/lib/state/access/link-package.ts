/** The content of the package behind a client's link: how to reach her mailbox, and the centre's face. */
import { fromHex } from '../../base/bytes';
import { asId, type SpaceId } from '../../base/ids';
import { fingerprint } from '../../sync/keys/chain';
import { binary, listOf, shape, text } from '../session/json';

/** See the header. */
export const linkPackage = shape({
	mailbox: text,
	/** Secrets of the mailbox's host: newest first, the founding one last. */
	seeds: listOf(binary),
	reception: text,
	readerSeed: binary,
	root: binary
});
export type LinkPackage = ReturnType<typeof linkPackage>;

/** Whether a package is from the centre whose fingerprint the link carries. */
export function isOfCentre({ root, mailbox }: LinkPackage, expected: Uint8Array): boolean {
	return fingerprint(root).join() === expected.join() && fromHex(asId<SpaceId>(mailbox)).length > 0;
}
