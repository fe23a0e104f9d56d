/** The centre's tables that colleagues share. */
export type CentreTable = 'clients' | 'colleagues' | 'groups' | 'members' | 'seats';
