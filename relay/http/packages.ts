/** Packages over HTTP: sealed keys that a secret opens. Fetching one requires no proof. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { equal } from '../../src/lib/base/bytes';
import { utcDay } from '../../src/lib/base/day';
import type { PackageId } from '../../src/lib/base/ids';
import type { Result } from '../../src/lib/base/result';
import { MAX_PACKAGE_BYTES } from '../../src/lib/wire/limits';
import {
	closedBecause,
	encodePackage,
	parsePackage,
	withContent,
	withLease,
	type Package
} from '../../src/lib/wire/package';
import type { Context } from '../spaces/context';
import { findCentre, findPackage, putPackage } from '../store/rows';
import { readBody } from './body';
import { answer, COMMON } from './headers';
import { askingMember } from './token';

type Part = 'whole' | 'content' | 'lease';

/** Answers a request for a package. SPEC.md R15, R16. */
export async function servePackage(
	context: Context,
	request: IncomingMessage,
	response: ServerResponse,
	id: PackageId,
	part: Part
): Promise<void> {
	if (request.method === 'GET' && part === 'whole') return give(context, response, id);
	if (request.method !== 'PUT') return answer(response, 405, 'malformed');
	if (part === 'whole' && !(await isCounsellor(context, request))) return answer(response, 401, 'not-allowed');
	const body = await readBody(request, MOST_BYTES, PATIENCE_MS);
	if (body === null) return answer(response, 413, 'too-large');
	const outcome = await context.spaces.turnOf(`package ${id}`, async (): Promise<Answer> => {
		const basis = context.commits.failures;
		const raw = await findPackage(context.store, id);
		const changed = part === 'whole' ? await first(raw, id, body) : await changedPart(raw, part, body);
		if (!(changed instanceof Uint8Array)) return changed;
		const growth = changed.length - (raw?.length ?? 0);
		if (growth > 0 && !(await context.commits.room.has('space', growth, context.limits))) return [507, 'quota'];
		try {
			await context.commits.add(raw && equal(changed, raw) ? [] : [putPackage(id, changed)], basis, growth);
		} catch {
			// The cause is logged where it happened.
			return [503, 'storage'];
		}
		return [204];
	});
	answer(response, ...outcome);
}

type Answer = readonly [status: number, code?: string];

async function give(context: Context, response: ServerResponse, id: PackageId): Promise<void> {
	const raw = await findPackage(context.store, id);
	const kept = raw && (await parsePackage(raw));
	if (!raw || !kept?.ok) return answer(response, 404, 'unknown');
	const closed = closedBecause(kept.value, utcDay(context.now()));
	if (closed) return answer(response, 410, closed);
	response.writeHead(200, {
		...COMMON,
		'cache-control': 'no-store',
		'content-type': 'application/octet-stream',
		'content-length': raw.length
	});
	response.end(raw);
}

/** The bytes of a new package; a kept one is never replaced. */
async function first(raw: Uint8Array | null, id: PackageId, body: Uint8Array): Promise<Uint8Array | Answer> {
	if (raw) return equal(raw, body) ? raw : [409, 'exists'];
	const read = await parsePackage(body);
	return read.ok && read.value.content.body.package === id ? body : [400, 'malformed'];
}

async function changedPart(
	raw: Uint8Array | null,
	part: 'content' | 'lease',
	body: Uint8Array
): Promise<Uint8Array | Answer> {
	const kept = raw && (await parsePackage(raw));
	if (!kept?.ok) return [404, 'unknown'];
	if (part === 'content' && kept.value.lease.body.revoked === 1) return [409, 'revoked'];
	const changed: Result<Package> = await (part === 'content' ? withContent : withLease)(kept.value, body);
	return changed.ok ? encodePackage(changed.value) : [409, CODES.get(changed.why) ?? 'malformed'];
}

/** Whether the asker is a member of a founded centre: only members upload packages. */
async function isCounsellor(context: Context, request: IncomingMessage): Promise<boolean> {
	const asking = await askingMember(context, request, (space) => findCentre(context.store, space).then(Boolean));
	return asking !== null && (asking.member.role === 'host' || asking.member.role === 'member');
}

const CODES: ReadonlyMap<string, string> = new Map([
	['closed', 'kept'],
	['another package', 'not-allowed'],
	['head-moved', 'head-moved'],
	['bad-signature', 'bad-signature']
]);
/** The sealed part, plus the keys and signatures around it. */
const MOST_BYTES = MAX_PACKAGE_BYTES + 1024;
/** Slow senders are not waited for. */
const PATIENCE_MS = 20_000;
