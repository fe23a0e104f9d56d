/** The help texts in pieces: labels come from the catalogue, so that they match the buttons. */

/** A piece of a text. A link leads to another answer. */
export type Piece =
	| { readonly kind: 'text' | 'label'; readonly text: string }
	| { readonly kind: 'link'; readonly text: string; readonly to: string };

const MARKED = /\{([a-zA-Z.]+)\}|\[\[([a-z]+)\|([^\]]+)\]\]/g;

/** `text` in pieces: `{list.add}` is the label of that name in `catalogue`, `[[export|words]]` a link. */
export function pieces(text: string, catalogue: object): readonly Piece[] {
	const found: Piece[] = [];
	let at = 0;
	for (const match of text.matchAll(MARKED)) {
		const [whole, path, to, words = ''] = match;
		if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) });
		if (path !== undefined) found.push({ kind: 'label', text: labelAt(path, catalogue) ?? path });
		else if (to !== undefined) found.push({ kind: 'link', text: words, to });
		at = match.index + whole.length;
	}
	if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
	return found;
}

/** The same as plain text, for searching. */
export function plain(text: string, catalogue: object): string {
	return pieces(text, catalogue)
		.map((piece) => piece.text)
		.join('');
}

/** The label at `path`, or null if there is none. */
export function labelAt(path: string, catalogue: object): string | null {
	let node: unknown = catalogue;
	for (const name of path.split('.')) {
		if (typeof node !== 'object' || node === null) return null;
		node = Reflect.get(node, name);
	}
	return typeof node === 'string' ? node : null;
}
