/** How it stands with the way to the relay. */

/** Whether the relay can be reached. */
export type Connection = 'online' | 'connecting' | 'offline';
