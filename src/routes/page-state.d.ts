declare global {
	namespace App {
		/** What the browser's history knows: that a stream is in front, never which one. */
		interface PageState {
			isStreamOpen?: boolean;
		}
	}
}

export {};
