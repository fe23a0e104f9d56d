/** Closing an access link whose keys a device keeps: from then on it opens nothing elsewhere. SPEC.md K9. */
import { Refusal } from '../../base/fault';
import { fetchPackage, packageKeys, rewritePackage } from '../../sync/exchange/packages';
import { Errand } from '../session/errand';

/** The errand that closes the link of `secret` at `relay` as soon as that can be reached. */
export function closingLink(relay: string, secret: Uint8Array): Errand {
	return new Errand(async () => {
		try {
			const keys = await packageKeys(secret, 'link');
			const opened = await fetchPackage(relay, keys);
			await rewritePackage(relay, keys, opened.whole, null);
		} catch (error) {
			// It already opens nothing: closed before, locked, or too old.
			if (!(error instanceof Refusal)) throw error;
		}
		return true;
	});
}
