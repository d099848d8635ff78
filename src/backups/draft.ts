import { readFrom } from './byte-source.js';
import { editKind, type EditList } from './edit-list.js';
import type { ByteSink, ByteSource } from './types.js';

const copySize = 1 << 18;

/**
 * The result of a large file, written while the file is still being read: what is certain to be removed is left out, all else is
 * taken to stay. Where the end of the file shows that something else has to change, it was in vain and is written once more.
 */
export class Draft {
  /** Byte of the file that is to be written next; none is before something is removed. */
  private next: number | null = null;
  private edit = 0;
  private changes = 0;

  constructor(
    private readonly source: ByteSource & Required<Pick<ByteSource, 'readAt'>>,
    private readonly edits: EditList,
    private readonly sink: Required<ByteSink>,
  ) {}

  /**
   * Takes the next records of the file, `start` being where they begin, once it is known which of them are certain to go. Returns how many
   * bytes of the file it has got behind it.
   */
  async take(bytes: Uint8Array, start: number): Promise<number> {
    this.changes = this.edits.changeCount;
    if (this.changes === 0) return 0;
    const before = this.next ?? 0;
    if (this.next === null) await this.copy(start);
    let next = start;
    for (; this.edit < this.edits.length; this.edit += 1) {
      const edit = this.edits.at(this.edit);
      if (edit.kind !== editKind.keep && edit.end > next) {
        if (edit.start > next) await this.sink.write(bytes.subarray(next - start, edit.start - start));
        next = edit.end;
      }
      // The last one may grow yet: neighbours are one edit.
      if (this.edit === this.edits.length - 1) break;
    }
    const end = start + bytes.length;
    if (next < end) await this.sink.write(bytes.subarray(next - start));
    this.next = end;
    return end - before;
  }

  /** Whether what was written is the whole result, now that all edits are settled. */
  isResult(): boolean {
    return this.next === this.source.size && this.changes === this.edits.changeCount;
  }

  /** Takes back what was written, if anything was. */
  async discard(): Promise<void> {
    if (this.next !== null) await this.sink.restart();
  }

  private async copy(end: number): Promise<void> {
    const { fill } = readFrom(this.source.readAt, 0);
    const memory = new Uint8Array(Math.min(copySize, end));
    for (let done = 0; done < end;) {
      const read = await fill(memory.subarray(0, Math.min(memory.length, end - done)));
      if (read === 0) break;
      await this.sink.write(memory.subarray(0, read));
      done += read;
    }
  }
}
