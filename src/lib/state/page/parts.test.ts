// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { must } from '../../base/fault';
import { arrive } from './parts';

const fetched = vi.fn<(url: string) => Promise<Response>>();
const load = vi.fn(() => Promise.resolve('part'));
/** Each test has its own files, because loaded ones are remembered. */
let files: string[];
let n = 0;

beforeEach(() => {
	n++;
	files = [`/${String(n)}/part.js`, `/${String(n)}/shared.js`];
	fetched.mockReset().mockImplementation(() => Promise.resolve(new Response('')));
	load.mockClear();
	vi.stubGlobal('fetch', fetched);
	document.head.replaceChildren();
});
afterEach(() => {
	vi.unstubAllGlobals();
});

it('[Z8] imports a part once all of its files are here, and not before', async () => {
	let come: (value: Response) => void = () => undefined;
	fetched.mockImplementationOnce(() => new Promise((done) => (come = done)));
	const part = arrive(load, files);
	await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(2));
	expect(load).not.toHaveBeenCalled();
	come(new Response(''));
	await expect(part).resolves.toBe('part');
});

it('[Z8] imports nothing if one of its files fails to load, and asks for it again', async () => {
	fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
	await expect(arrive(load, files)).rejects.toMatchObject({ code: 'no-connection', retry: true });
	expect(load).not.toHaveBeenCalled();
	await expect(arrive(load, files)).resolves.toBe('part');
	expect(fetched.mock.calls.filter(([url]) => url.endsWith('part.js'))).toHaveLength(2);
});

it('[Z8] waits a moment before it says so: a page that is being left has nobody to tell', async () => {
	vi.useFakeTimers();
	try {
		fetched.mockRejectedValueOnce(new TypeError('NetworkError'));
		const told = vi.fn();
		const part = arrive(load, files).catch(told);
		await vi.advanceTimersByTimeAsync(250);
		expect(told).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(1_000);
		await part;
		expect(told).toHaveBeenCalledOnce();
	} finally {
		vi.useRealTimers();
	}
});

it('[Z8] checks for a network if a part is a single module', async () => {
	fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
	await expect(arrive(load, [])).rejects.toMatchObject({ code: 'no-connection' });
	expect(load).not.toHaveBeenCalled();
	await expect(arrive(load)).resolves.toBe('part');
});

it('[Z8] asks again for styles that failed to apply, and waits for them', async () => {
	const styles = `/${String(n)}/part.css`;
	const link = async () => {
		await vi.waitFor(() => expect(document.head.children).toHaveLength(1));
		return must(document.head.firstElementChild, 'the link');
	};
	const cut = arrive(load, [...files, styles]);
	(await link()).dispatchEvent(new Event('error'));
	await expect(cut).rejects.toMatchObject({ code: 'no-connection' });
	expect(document.head.children).toHaveLength(0);
	const part = arrive(load, [...files, styles]);
	const applied = await link();
	expect(load).not.toHaveBeenCalled();
	applied.dispatchEvent(new Event('load'));
	await expect(part).resolves.toBe('part');
});

it('leaves to the shell what the shell has loaded', async () => {
	document.head.innerHTML = files.map((file) => `<link rel="modulepreload" href="${file}">`).join('');
	await expect(arrive(load, files)).resolves.toBe('part');
	expect(fetched).not.toHaveBeenCalled();
});
