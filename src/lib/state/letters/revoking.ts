/**
 * Ending a link for good. A package that has not gone never goes; one that has gone opens nothing any more; one
 * that another device has yet to bring is asked for until it is there. SPEC.md U12.
 */
import { fromBase64url } from '../../base/bytes';
import { Fault } from '../../base/fault';
import { packageKeys, renewLease } from '../../sync/exchange/packages';
import type { PackageOutbox } from './package-outbox.svelte';
import type { LinkRecord } from '../../domain/tables/desk';

/**
 * Revokes the package of a link or an invitation. `note` keeps fields with the link's own. Only the leading
 * tab, which brings packages, may call it. Rejects with a `Fault` while it cannot be done.
 */
export async function revokeLink(
	{ packages, relay }: { readonly packages: Pick<PackageOutbox, 'waiting' | 'drop'>; readonly relay: string },
	kind: 'link' | 'invitation',
	link: Pick<LinkRecord, 'package' | 'secret' | 'issuer' | 'unsent'>,
	note: (fields: { readonly unsent: true }) => Promise<void>
): Promise<void> {
	const name = String(link.package);
	const isHere = packages.waiting.has(name);
	if (isHere) {
		// Noted first: a device that stops in between then knows that nobody will bring it.
		await note({ unsent: true });
		await packages.drop(name);
	}
	const keys = await packageKeys(fromBase64url(String(link.secret)), kind);
	const isThere = await renewLease(relay, keys, 'revoked', fromBase64url(String(link.issuer)));
	if (!isThere && !isHere && link.unsent !== true) throw new Fault('no-connection', { retry: true });
}
