/** People as they are shown. */

/** A person as shown: `pictureUrl` is a local object URL or null (initials then). */
export interface Face {
	readonly name: string;
	readonly pictureUrl: string | null;
}

/** A person in the directory. */
export interface DirectoryRow {
	readonly id: string;
	readonly face: Face;
}
