/** The content of the package behind a colleague's invitation. */
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
	/** The name suggested by the Leitung. */
	name: text,
	/** The id of its record in the centre. */
	id: text
});
export type InvitationContent = ReturnType<typeof invitationContent>;
