/** Bytes that may be read behind the last row. */
const slack = 64;

/** Rows a server sent, kept in the memory of a module until many of them are worked on at once. */
export class SentRows {
  count = 0;
  /** Bytes they have together. */
  bytes = 0;
  private filled = 0;
  /** The piece of what was sent that was copied last, up to where, how far it is from there to the copy, and where its next row begins. */
  private piece: Buffer | null = null;
  private copied = 0;
  private shift = 0;
  private next = 0;

  /**
   * @param starts where each row begins in the memory, and `ends` where it ends; as many fit as in these
   * @param pieces room for what is sent
   * @param most bytes after which no more should be added
   */
  constructor(
    readonly starts: Int32Array,
    readonly ends: Int32Array,
    private pieces: Buffer,
    private readonly most: number,
  ) {}

  /** Whether they have to be worked on before more are added. */
  get isFull(): boolean {
    return this.count === this.starts.length || this.filled >= this.most;
  }

  /** Adds a row: a `TakeRow`. False when there is no room for it. */
  add(bytes: Buffer, start: number, end: number): boolean {
    if (this.count === this.starts.length) return false;
    if ((bytes !== this.piece || start < this.next || end > this.copied) && !this.copy(bytes, start, end)) return false;
    this.starts[this.count] = this.shift + start;
    this.ends[this.count] = this.shift + end;
    this.count += 1;
    this.bytes += end - start;
    this.next = end;
    return true;
  }

  /** Copies a row and the others of its piece, as far as there is room. */
  private copy(bytes: Buffer, start: number, end: number): boolean {
    const room = this.pieces.length - slack - this.filled;
    const stop = bytes.length - start <= room ? bytes.length : end;
    if (stop - start > room) return false;
    bytes.copy(this.pieces, this.filled, start, stop);
    this.shift = this.pieces.byteOffset + this.filled - start;
    this.piece = bytes;
    this.copied = stop;
    this.filled += stop - start;
    return true;
  }

  /** Goes on in other memory; what was added stays where it is. */
  moveTo(pieces: Buffer): void {
    this.pieces = pieces;
    this.filled = 0;
    this.piece = null;
  }

  /** A row, good until the next one is added. It has to be in the memory that is used now. */
  row(at: number): Buffer {
    const from = this.pieces.byteOffset;
    return this.pieces.subarray((this.starts[at] ?? 0) - from, (this.ends[at] ?? 0) - from);
  }

  clear(): void {
    this.count = 0;
    this.bytes = 0;
    this.filled = 0;
    this.piece = null;
  }
}
