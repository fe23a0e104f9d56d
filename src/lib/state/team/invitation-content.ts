/** What the package of a colleague's invitation holds. */
import { binary, shape, text, truth } from '../session/json';

const seat = shape({ space: text, seed: binary });

/** See the header. */
export const invitationContent = shape({
	centre: seat,
	reception: seat,
	root: binary,
	/** The invitation's own key, and the chain that vouches for it. */
	seed: binary,
	chain: binary,
	isLead: truth,
	centreName: text,
	/** The name that the Leitung suggests. */
	name: text,
	/** The record of it in the centre. */
	id: text
});
export type InvitationContent = ReturnType<typeof invitationContent>;
