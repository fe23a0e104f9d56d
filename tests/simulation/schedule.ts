/** A seed's plan, living it, bringing everybody back, and what is wrong in the end. */
import { isSessionOver } from '../../src/lib/base/fault';
import { seeded, type Random } from '../torture/random';
import { Storm } from './clock';
import { beginStory, Life, type Finding } from './life';
import { isAway, STEPS, type Move } from './moves';
import { Desk, type Guest } from './people';
import { WORKS } from './works';
import { everythingOf, lookAround } from './truth';
import { end, wake, type Kept } from './world';

const MOVES = { ...STEPS, ...WORKS };
/** How long it may take until all is as it should be, with nothing more happening. */
export const QUIET_MS = 150_000;
/** Breaks something in the product before anything happens; returns how to restore it. */
export type Planting = () => () => void;

/** The result of a life. */
export interface Outcome {
	readonly findings: readonly Finding[];
	readonly story: readonly string[];
	/** How much happened: the same for the same seed. */
	readonly steps: number;
}

/** What happens with a seed. */
export function plan(seed: number): readonly Move[] {
	const random = seeded(seed ^ 0x91a7);
	const names = Object.entries(MOVES).flatMap(([name, [weight]]) => new Array<string>(weight).fill(name));
	return Array.from({ length: 8 + random(22) }, () => ({
		kind: names[random(names.length)] ?? '',
		numbers: [random(64), random(64), random(64)] as const,
		pauseMs: pause(random)
	}));
}

function pause(random: Random): number {
	const how = random(20);
	if (how < 5) return 0;
	if (how < 12) return random(50);
	if (how < 17) return random(2_000);
	return random(how === 19 ? 60_000 : 12_000);
}

/** In the end only heartbeats are sent. */
const IDLE_MS = 45_000;
/** How many retries are allowed in that time, in frames per tab. */
const MOST_FRAMES = 24;

function trafficOf({ world }: Life): ReadonlyMap<string, number> {
	const kinds = ['join', 'leave', 'pull', 'push', 'charterPull', 'charterPush'];
	return new Map(
		[...world.network.sent].map(([tab, counts]) => [
			tab.name,
			kinds.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0)
		])
	);
}

function checkIdle(life: Life, before: ReadonlyMap<string, number>): void {
	for (const [name, count] of trafficOf(life)) {
		const frames = count - (before.get(name) ?? 0);
		if (frames > MOST_FRAMES) life.find('idle', `${name} sends ${String(frames)} frames in ${String(IDLE_MS)} ms`);
	}
}

/** Lives a plan. */
export async function live(
	kept: Kept,
	seed: number,
	moves: readonly Move[] = plan(seed),
	planting?: Planting
): Promise<Outcome> {
	const world = await wake(kept, seed);
	const life = new Life(world);
	const { clock, random } = world;
	beginStory(clock.nowMs);
	const hear = (error: unknown): void => {
		if (!isSessionOver(error)) life.errors.push(error);
	};
	const others = process.listeners('unhandledRejection');
	process.removeAllListeners('unhandledRejection');
	process.on('unhandledRejection', hear);
	const exits = process.listeners('exit');
	const mend = planting?.();
	try {
		for (const one of [...life.desks, ...life.guests]) if (random(6) > 0) await one.open();
		await clock.run(clock.nowMs + random(3) * 2_000);
		const stopReading = readAlways(life);
		for (const move of moves) {
			const [, doing] = MOVES[move.kind] ?? [];
			const told = await doing?.(life, move.numbers);
			if (told) life.tell(`${told} (${move.kind})`);
			await clock.run(clock.nowMs + move.pauseMs);
			lookAround(life);
		}
		await bringBack(life);
		life.tell('everybody is there');
		await clock.run(clock.nowMs + QUIET_MS - IDLE_MS);
		const before = trafficOf(life);
		await clock.run(clock.nowMs + IDLE_MS);
		checkIdle(life, before);
		stopReading();
		await everythingOf(life);
	} catch (error) {
		for (const [tab, counts] of world.network.sent) life.tell(`${tab.name} has sent ${JSON.stringify([...counts])}`);
		life.find(
			error instanceof Storm ? 'storm' : 'broken',
			error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
		);
	} finally {
		mend?.();
		end(world);
		process.removeAllListeners('unhandledRejection');
		for (const listener of others) process.on('unhandledRejection', listener);
		// A dead page dropped its connection silently, and y-websocket would keep all of it until the process exits.
		for (const listener of process.listeners('exit')) if (!exits.includes(listener)) process.off('exit', listener);
	}
	return { findings: life.findings, story: life.story, steps: clock.steps };
}

/** Whoever is looking reads, a moment after it came on her screen. */
function readAlways(life: Life): () => void {
	const { clock } = life.world;
	let isOver = false;
	const beat = { name: 'eyes', isGone: false };
	const look = async (one: Desk | Guest): Promise<void> => {
		if (isOver || isAway(one) || !one.reads || !one.tab.isVisible) return;
		const models = one instanceof Desk ? [one.chat?.open] : [one.models[0]];
		for (const model of models) if (model?.isLoaded) life.reads(one, model);
	};
	const everyone = [...life.desks, ...life.guests];
	clock.later(
		beat,
		1_000,
		() => {
			if (isOver) return;
			for (const one of everyone) clock.later(one.tab, 1, () => void look(one));
		},
		1_000
	);
	return () => {
		isOver = true;
		beat.isGone = true;
	};
}

/** Finally everybody away comes back and everything broken is repaired. Those who are well are not told. */
async function bringBack(life: Life): Promise<void> {
	const { clock, network } = life.world;
	network.isFull = network.isDown = false;
	for (const one of [...life.desks, ...life.guests]) {
		const { disk } = one.browser;
		Object.assign(disk, { slowMs: 2, readMs: 0, isFull: false, failIn: -1, dieIn: -1 });
		network.goOn(one.tab);
		if (one.tab.cipherMs > 0) Object.assign(one.tab, { cipherMs: 0, lineMs: 30 });
		if (!one.tab.isGone && !one.tab.isOnline)
			await clock.at(one.tab, () => {
				one.tab.setOnline(true);
			});
		if (!one.tab.isGone && !one.tab.isVisible)
			await clock.at(one.tab, () => {
				one.tab.isVisible = true;
				one.tab.events.dispatchEvent(new Event('visibilitychange'));
			});
	}
	const all = [...life.desks, ...life.guests];
	// What was begun is not begun again; a lock may still be announced to the other tab.
	for (let round = 0; round < 3; round++) {
		await clock.run(clock.nowMs + 3_000);
		await clock.until(() => all.every(({ busy }) => busy === null), 60_000);
		for (const one of all) if (isAway(one) && !one.busy) await one.open();
	}
}
