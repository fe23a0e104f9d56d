/** URLs of scripts that the page may start: Trusted Types allows no others. */

const POLICY = 'sofortchat-worker';

interface Policy {
	createScriptURL(url: string): string;
}
interface Policies {
	createPolicy(name: string, rules: Policy): Policy;
}

let policy: Policy | null = null;

/** `url`, one of our own, in the form the browser requires before it starts a worker. */
export function trusted(url: string): string {
	const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
	if (!policies) return url;
	// A policy name can be used only once.
	policy ??= policies.createPolicy(POLICY, { createScriptURL: (given) => given });
	return policy.createScriptURL(url);
}
