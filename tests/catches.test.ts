/** No error is swallowed silently, anywhere in the app. src/lib/state/SPEC.md Z6. */
import { expect, test } from 'vitest';
import { unseenCatches } from './support/catches';
import { sources } from './support/sources';

test('[Z6] each catch looks at what it caught, or says beside it why it need not', () => {
	const wrong = sources('src')
		.filter(({ isTest }) => !isTest)
		.flatMap(({ path, text }) => unseenCatches(text).map((line) => `${path}:${String(line)}`));
	expect(wrong, 'name what is expected (passOver, isExpected, isCalledOff) and let everything else out').toEqual([]);
});

test('[Z6] what is looked for is found', () => {
	const planted = `
		try { a(); } catch { return; }
		try { a(); } catch (error) { /* error */ return; }
		a().catch(() => undefined);
		a().catch((error) => { b(); });
		a().then((x) => { b(x, 1); }, () => undefined);
		try { a(); } catch (error) { if (b(error)) throw error; }
		a().catch(passOver());
		a().catch((error: unknown) => { b(error); });
		a().then(b);
		// reason: told elsewhere
		a().catch(() => undefined);
	`;
	expect(unseenCatches(planted)).toEqual([2, 3, 4, 5, 6]);
});
