/** Upper limits for app and relay. Sizes in bytes. */

/** The wire's version: grows whenever the protocol hash changes. */
export const PROTOCOL_VERSION = 4;
/** The text of one message, in UTF-8. */
export const MAX_TEXT_BYTES = 60 * 1024;
/** One entry, whole. */
export const MAX_ENTRY_BYTES = 72 * 1024;
/** One epoch's key, sealed to one member: X-Wing's 1120 bytes, the key, the tag. */
export const MAX_GRANT_BYTES = 1280;
/** One charter record: a removal with the fences of one member and a grant for everyone else who reads. */
export const MAX_RECORD_BYTES = 464 * 1024;
/** One frame between device and relay. */
export const MAX_FRAME_BYTES = 512 * 1024;
/** How much of a frame a batch of entries may fill. */
export const BATCH_BYTES = 256 * 1024;
/** Entries in one frame. */
export const MAX_BATCH_ENTRIES = 1024;
/** Entries of one space; no feed goes further. */
export const MAX_ENTRIES = 2_000_000;
/** Feeds of one space. */
export const MAX_FEEDS = 4096;
/** Members of one space, ever. */
export const MAX_MEMBERS = 1024;
/** Members of one space who read, at once: each gets a grant in the record that begins an epoch. */
export const MAX_READERS = 320;
/** Key pairs of one member, one after another. */
export const MAX_GENERATIONS = 64;
/** Records of one charter. */
export const MAX_RECORDS = 100_000;
/** One sealed package (access link, recovery). */
export const MAX_PACKAGE_BYTES = 16 * 1024;
/** One sealed presence state. */
export const MAX_PRESENCE_BYTES = 1024;
/** The reception's document, whole, and one update of it. */
export const MAX_RECEPTION_BYTES = 4 * 1024 * 1024;
export const MAX_RECEPTION_UPDATE_BYTES = 256 * 1024;
/** The content of one attachment, unless the operator allows less or more. */
export const MAX_BLOB_BYTES = 100 * 1024 * 1024;
/** One sealed chunk: as much as a proxy accepts by default (nginx: 1 MiB). */
export const MAX_SEALED_CHUNK_BYTES = 1024 * 1024;
/** How much of a file one chunk holds: all except the seal's tag (RFC 5116). */
export const CHUNK_BYTES = MAX_SEALED_CHUNK_BYTES - 16;
/** Chunks of one attachment, whatever the operator allows: the description and about 1 GiB. */
export const MAX_BLOB_CHUNKS = 1 + 1024;
/** Attachments that one entry names. */
export const MAX_BLOBS_NAMED = 64;
/** The list of an attachment's chunks. */
export const MAX_MANIFEST_BYTES = 3 + 32 * MAX_BLOB_CHUNKS;
/** Attachments in one page of a space's list. */
export const MAX_BLOBS_LISTED = 4096;
/** Spaces that one connection may have joined. */
export const MAX_JOINED = 32_768;
/** Tickets in one frame. */
export const MAX_TICKETS = 512;
/** How long a token is valid. */
export const TOKEN_MS = 5 * 60_000;
/** Ciphertexts are padded to one of these sizes, so that their length reveals little. */
export const PAD_BUCKETS: readonly number[] = [256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];
/** A checkpoint's is a multiple of this: it is large, and many entries' lengths are hidden in it. */
export const CHECKPOINT_STEP = 2048;
/** How many entries one checkpoint stands for. */
export const MAX_CARRIED = 1024;
/** What a checkpoint carries, inflated. */
export const MAX_INFLATED_BYTES = 1024 * 1024;
