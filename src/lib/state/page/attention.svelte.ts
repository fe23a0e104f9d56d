/** Announces new messages while the app is open: title count, app badge, a sound, a neutral notification. */

interface Badge {
	setAppBadge?(count: number): Promise<void>;
	clearAppBadge?(): Promise<void>;
}

let unread = $state(0);
let canAsk = $state(typeof Notification !== 'undefined' && Notification.permission === 'default');
let sound: AudioContext | null = null;
let lastMs = 0;

/** Two messages within this time make one sound. */
const QUIET_MS = 3_000;

/** See the header. No text or name ever appears outside the page. */
export const attention = {
	/** The text of a notification, in the person's language. */
	words: (): { readonly title: string; readonly body: string } => ({ title: 'Chat', body: '' }),
	get unread(): number {
		return unread;
	},
	/** Whether the person can still be asked to allow notifications. */
	get canAsk(): boolean {
		return canAsk;
	},
	setUnread(count: number): void {
		unread = count;
		const badge = navigator as Badge;
		// reason: a nicety that some browsers refuse
		void (count > 0 ? badge.setAppBadge?.(count) : badge.clearAppBadge?.())?.catch(() => undefined);
	},
	/** Something arrived: a soft sound, and a notification if nobody is looking. */
	newMessage(): void {
		const now = Date.now();
		if (now - lastMs < QUIET_MS || (document.visibilityState === 'visible' && document.hasFocus())) return;
		lastMs = now;
		chime();
		// reason: a nicety like the badge; a system that shows no notifications refuses each one
		if (typeof Notification !== 'undefined' && Notification.permission === 'granted') notify().catch(() => undefined);
	},
	/** Asks to allow notifications; true if they are allowed. */
	async ask(): Promise<boolean> {
		const answer = await Notification.requestPermission();
		canAsk = answer === 'default';
		return answer === 'granted';
	}
};

async function notify(): Promise<void> {
	const registration = await navigator.serviceWorker.getRegistration();
	const { title, body } = attention.words();
	await registration?.showNotification(title, {
		body,
		tag: 'new',
		data: { path: location.pathname }
	});
}

/** Two soft tones, generated on the spot. Silent until the person has touched the page once. */
function chime(): void {
	sound ??= new AudioContext();
	if (sound.state !== 'running') return;
	for (const [at, frequency] of [
		[0, 660],
		[0.12, 880]
	] as const) {
		const tone = sound.createOscillator();
		const volume = sound.createGain();
		tone.frequency.value = frequency;
		volume.gain.setValueAtTime(0.05, sound.currentTime + at);
		volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.25);
		tone.connect(volume).connect(sound.destination);
		tone.start(sound.currentTime + at);
		tone.stop(sound.currentTime + at + 0.3);
	}
}
