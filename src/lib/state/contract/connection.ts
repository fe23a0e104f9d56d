/** The state of the connection to the relay. */

/** Whether the relay can be reached. */
export type Connection = 'online' | 'connecting' | 'offline';
