import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { testRelay } from '../../../tests/support/relay/client';
import { codeOf } from '../base/fault';
import { trySetupCode } from './centre/centre';

// Node 20 has none
beforeEach(() => void vi.stubGlobal('WebSocket', WebSocket));
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const outcome = (trying: Promise<void>): Promise<string> => trying.then(() => 'right', codeOf);

it('[Y7] a code that has to wait is not called wrong', async () => {
	let nowMs = 1_000_000;
	const { url, setupCode } = await testRelay({ now: () => nowMs });
	const relay = `http://${url}`;
	for (let i = 0; i < 4; i++) expect(await outcome(trySetupCode(relay, 'wrong'))).toBe('setup-code-wrong');
	expect(await outcome(trySetupCode(relay, setupCode ?? ''))).toBe('setup-code-waits');
	nowMs += 60_000;
	expect(await outcome(trySetupCode(relay, setupCode ?? ''))).toBe('right');
});

it('[Y7] a relay without a free socket counts as no connection, and nobody waits for it forever', async () => {
	const { url, setupCode } = await testRelay({ limits: { connections: 0 } });
	const relay = `http://${url}`;
	vi.useFakeTimers({ toFake: ['setTimeout'] });
	const trying = outcome(trySetupCode(relay, setupCode ?? ''));
	await vi.advanceTimersByTimeAsync(60_000);
	expect(await trying).toBe('no-connection');
});
