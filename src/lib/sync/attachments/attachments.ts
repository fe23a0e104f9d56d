/**
 * Encrypted attachments: the API for the rooms above. Byte layouts and rules: SPEC.md A, wire B.
 *
 * A file is sealed in chunks under its own key. A message carries only `{blob, key}`
 * (`BlobRef`); name, type, size, picture size and preview are in the blob's first chunk, so that
 * erasing the blob erases them everywhere.
 *
 * Each `Session` has one `AttachmentLine`:
 *
 *     const line = session.attachments;
 *     // sending: kept in the vault (offline too), then uploaded automatically, retried until it is done
 *     const ref = await line.keep(space.id, file, { name, type, width, height, preview }, { onProgress, signal });
 *     await opened.write(change, { mark, blobs: [ref.blob] });   // on failure: line.erase(space.id, ref.blob)
 *     line.upload(ref.blob)      // { done, total (chunks), failure } or null; events: 'progress', 'relayed'
 *     // showing
 *     await line.meta(space.id, ref)   // AttachmentMeta; 'attachment-missing' | 'no-connection' now: see 'arrived'
 *     await line.state(space.id, ref.blob)   // isErased, isOwn, isRelayed, hasMeta, isWhole, here of total
 *     const content: Blob = await line.fetch(space.id, ref, { onProgress, signal });   // "Herunterladen"
 *     // "Löschen", and cancelling an upload
 *     await line.erase(space.id, ref.blob);          // here at once, at the relay once it is reachable
 *     await line.erase(space.id, ref.blob, false);   // somebody else erased it: only here
 *     line.listen(({ space, blob, kind }) => …);     // returns a function that stops it
 *
 * Codes: Refusal 'attachment-too-large', 'not-allowed'; Fault 'file-changed', 'file-unreadable',
 * 'storage-full', 'attachment-missing', 'attachment-gone', 'attachment-damaged', 'relay-full',
 * 'no-connection', 'relay-nonsense'. Cancelled calls reject with the signal's reason.
 * `meta.name` and `meta.type` come from the other side unchanged: clean them before use.
 */
