/** What the simulation finds and nobody has mended yet: by the kind of finding, with the reason. Empty is as it should be. */
export const WAITING: Readonly<Record<string, string>> = {};
