/** Upper limits for an attachment's description. Bytes. */

/** The name, in UTF-8. */
export const MAX_NAME_BYTES = 1024;
/** The media type. */
export const MAX_TYPE_BYTES = 255;
/** The preview picture. */
export const MAX_PREVIEW_BYTES = 48 * 1024;
/** The smallest padded chunk. */
export const MIN_SEALED_CHUNK_BYTES = 4 * 1024;
