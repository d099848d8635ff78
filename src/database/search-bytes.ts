import { open, stat } from 'node:fs/promises';

/** Length of the window by which a text is looked up; short enough that page borders seldom cut through all of them. */
const window = 48;
const chunkLength = 4 * 1024 * 1024;

interface Needle {
  readonly bytes: Buffer;
  readonly text: number;
  /** Where in `bytes` the four bytes stand by which candidates are found. */
  readonly anchor: number;
}

/** Start, middle and end of a text: a long one may be split over pages of the file, yet one of these is whole. */
function windowsOf(text: string, encoding: BufferEncoding): Buffer[] {
  const bytes = Buffer.from(text, encoding);
  if (bytes.length <= window) return [bytes];
  return [0, Math.floor((bytes.length - window) / 2), bytes.length - window].map((at) =>
    bytes.subarray(at, at + window),
  );
}

function needlesOf(texts: readonly string[], encoding: BufferEncoding): Map<number, Needle[]> {
  const byAnchor = new Map<number, Needle[]>();
  texts.forEach((text, index) => {
    for (const bytes of windowsOf(text, encoding)) {
      if (bytes.length < 4) continue;
      // The middle: beginnings ("+49 ") and ends (".com") are common to many.
      const anchor = Math.floor((bytes.length - 4) / 2);
      const key = bytes.readUInt32BE(anchor);
      byAnchor.set(key, [...(byAnchor.get(key) ?? []), { bytes, text: index, anchor }]);
    }
  });
  return byAnchor;
}

function searchChunk(
  chunk: Buffer,
  filter: Uint8Array,
  byAnchor: ReadonlyMap<number, readonly Needle[]>,
  found: Set<number>,
): void {
  let word = 0;
  for (let at = 0; at < chunk.length; at += 1) {
    word = ((word << 8) | (chunk[at] ?? 0)) >>> 0;
    const slot = (word ^ (word >>> 13)) & 0xfffff;
    if (((filter[slot >> 3] ?? 0) & (1 << (slot & 7))) === 0) continue;
    for (const { bytes, text, anchor } of byAnchor.get(word) ?? []) {
      const start = at - 3 - anchor;
      if (start >= 0 && start + bytes.length <= chunk.length && bytes.compare(chunk, start, start + bytes.length) === 0)
        found.add(text);
    }
  }
}

/**
 * Which of the texts stand, byte for byte, in any of the files; indexes into `texts`. Files that do not exist are passed
 * over. Reads each file once, whatever the number of texts. Texts of fewer than four bytes are not looked for.
 * @param encoding how the file stores text
 * @throws what the file system says
 */
export async function searchBytes(
  paths: readonly string[],
  texts: readonly string[],
  encoding: BufferEncoding,
  onBytes?: (done: number, total: number, path: string) => void,
): Promise<Set<number>> {
  const byAnchor = needlesOf(texts, encoding);
  const filter = new Uint8Array(0x20000);
  for (const word of byAnchor.keys()) {
    const slot = (word ^ (word >>> 13)) & 0xfffff;
    filter[slot >> 3] = (filter[slot >> 3] ?? 0) | (1 << (slot & 7));
  }
  const found = new Set<number>();
  for (const path of paths) {
    const size = await stat(path).then(
      (info) => info.size,
      () => null,
    );
    if (size === null || size === 0 || byAnchor.size === 0) continue;
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(chunkLength + window);
      let kept = 0;
      for (let position = 0; ;) {
        const { bytesRead } = await file.read(buffer, kept, chunkLength, position);
        if (bytesRead === 0) break;
        const length = kept + bytesRead;
        searchChunk(buffer.subarray(0, length), filter, byAnchor, found);
        position += bytesRead;
        kept = Math.min(window, length);
        buffer.copy(buffer, 0, length - kept, length);
        onBytes?.(position, size, path);
      }
    } finally {
      await file.close();
    }
  }
  return found;
}
