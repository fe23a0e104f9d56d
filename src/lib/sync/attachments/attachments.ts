/**
 * Encrypted attachments: what the rooms above work with. Byte layouts and rules: SPEC.md A, wire B.
 *
 * A file is sealed in chunks under a key of its own. A message carries only `{blob, key}`
 * (`BlobRef`); name, type, size, picture size and preview lie in the blob's first chunk, so that
 * erasing the blob erases them everywhere.
 *
 * Each `Session` has one `AttachmentLine`:
 *
 *     const line = session.attachments;
 *     // sending: kept in the vault (offline too), then uploaded by itself, again and again until it is done
 *     const ref = await line.keep(space.id, file, { name, type, width, height, preview }, { onProgress, signal });
 *     await opened.write(change, { mark, blobs: [ref.blob] });   // on failure: line.erase(space.id, ref.blob)
 *     line.upload(ref.blob)      // { done, total (chunks), failure } or null; 'progress' and 'relayed' tell
 *     // showing
 *     await line.meta(space.id, ref)   // AttachmentMeta; rejects 'attachment-missing' | 'no-connection' now, 'arrived' tells later
 *     await line.state(space.id, ref.blob)   // isErased, isOwn, isRelayed, hasMeta, isWhole, here of total
 *     const content: Blob = await line.fetch(space.id, ref, { onProgress, signal });   // "Herunterladen": here, else from the relay
 *     // "Löschen", and cancelling an upload
 *     await line.erase(space.id, ref.blob);          // here at once, at the relay when it can be reached
 *     await line.erase(space.id, ref.blob, false);   // somebody else erased it: only here
 *     line.listen(({ space, blob, kind }) => …);     // returns how to stop
 *
 * Codes: Refusal 'attachment-too-large', 'not-allowed'; Fault 'file-changed', 'file-unreadable',
 * 'storage-full', 'attachment-missing', 'attachment-gone', 'attachment-damaged', 'relay-full',
 * 'no-connection', 'relay-nonsense'. What was cancelled rejects with the signal's reason.
 * `meta.name` and `meta.type` come from the other side as they are: clean them before use.
 */
