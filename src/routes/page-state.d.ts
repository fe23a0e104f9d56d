declare global {
	namespace App {
		/** What the browser's back and forward know: that a stream is in front, never which. */
		interface PageState {
			isStreamOpen?: boolean;
		}
	}
}

export {};
