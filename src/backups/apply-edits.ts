import { readSource, windowFor } from './byte-source.js';
import { editKind, type Edit, type EditList } from './edit-list.js';
import type { ByteSink, ByteSource } from './types.js';

const windowSize = 1 << 22;

/**
 * Copies a document, leaving out what is removed and replacing what is rewritten; all else is copied byte for byte.
 * `rewrite` gets a record's bytes and returns those that take its place.
 */
export async function applyEdits(
  source: ByteSource,
  edits: EditList,
  sink: ByteSink,
  rewrite: (edit: Edit, bytes: Uint8Array) => Uint8Array,
  onRead: (bytes: number) => void,
): Promise<void> {
  const reader = readSource(source);
  const memory = new Uint8Array(windowFor(source, windowSize));
  const changes = edits.changes();
  let next = changes.next();
  let base = 0;
  let kept = 0;
  for (;;) {
    const read = await reader.fill(memory.subarray(kept));
    const limit = kept + read;
    onRead(read);
    let at = 0;
    const copyTo = async (end: number): Promise<void> => {
      if (end > at) await sink.write(memory.subarray(at, end));
      at = Math.max(at, end);
    };
    while (next.done !== true && next.value.start < base + limit) {
      const { start, end, kind } = next.value;
      if (kind === editKind.rewrite && end > base + limit) break;
      await copyTo(start - base);
      if (kind === editKind.rewrite) await sink.write(rewrite(next.value, memory.subarray(start - base, end - base)));
      at = Math.min(end - base, limit);
      if (end > base + limit) break;
      next = changes.next();
    }
    // What is begun in this window and ends behind it: a removal has taken all of it, a rewriting waits for the rest.
    const waits = next.done !== true && next.value.start < base + limit && next.value.kind === editKind.rewrite;
    await copyTo(waits && next.done !== true ? next.value.start - base : limit);
    if (read === 0) return;
    memory.copyWithin(0, at, limit);
    kept = limit - at;
    base += at;
  }
}
