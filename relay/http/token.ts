/** Who is asking over HTTP: a member of a space, by a token in the header. */
import type { IncomingMessage } from 'node:http';
import type { SpaceId } from '../../src/lib/base/ids';
import { checkToken, spaceOfToken } from '../../src/lib/wire/challenge';
import type { CharterMember } from '../../src/lib/wire/charter';
import type { Context } from '../spaces/context';

/** A member of a space, proven by a token. */
export interface Asking {
	readonly space: SpaceId;
	readonly member: CharterMember;
}

/**
 * The member whose token the request carries, or null; wrong ones count against the address.
 * `isMeant` is asked about the space before anything is checked.
 */
export async function askingMember(
	context: Context,
	request: IncomingMessage,
	isMeant: (space: SpaceId) => Promise<boolean> = () => Promise.resolve(true)
): Promise<Asking | null> {
	const address = context.addresses.of(request);
	if (!context.addresses.mayProve(address)) return null;
	const asking = await check(context, request, isMeant);
	if (!asking) context.addresses.failed(address);
	return asking;
}

async function check(
	context: Context,
	request: IncomingMessage,
	isMeant: (space: SpaceId) => Promise<boolean>
): Promise<Asking | null> {
	const token = /^Bearer ([A-Za-z0-9_-]+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
	const named = spaceOfToken(token);
	if (!named.ok || !(await isMeant(named.value))) return null;
	const host = context.hosts.of(request);
	if (host === null) return null;
	const member = await context.spaces.turn(named.value, (space) =>
		checkToken(space.charter, token, context.now(), host)
	);
	return member?.ok ? { space: named.value, member: member.value } : null;
}
