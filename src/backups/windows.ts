/*
 * A document is read through windows. What a record lacks at the end of one stands at the beginning of the next.
 */

/** A window that is filled. Places are bytes of it. */
export interface Window {
  /** Byte of the document it begins with. */
  readonly base: number;
  /** Bytes that were in the window before as well. */
  readonly kept: number;
  /** Where the first record begins. */
  readonly from: number;
  readonly limit: number;
  /** Whether the document ends here. */
  readonly complete: boolean;
  /** Whether it follows something longer than any record. */
  readonly unreadable: boolean;
}

/** What an unreadable stretch shares with the one before, so that nothing is missed where they meet. */
const overlap = 1 << 10;

/** Goes through a document window by window. */
export class Windows {
  private base = 0;
  private unreadable = false;
  /** Bytes at the beginning of the next window that are those of the one before from `next` on. */
  kept = 0;

  constructor(
    private from: number,
    private readonly size: number,
  ) {}

  /** The next window, into which so many bytes were read behind those that were kept. */
  open(read: number): Window {
    const { base, kept, from, unreadable } = this;
    const limit = kept + read;
    return { base, kept, from, limit, complete: limit < this.size, unreadable };
  }

  /**
   * Leaves a window of which the records up to `next` were read. `tooLong`: what begins there is longer than any record; then the
   * next window begins with its end.
   */
  close({ from, limit }: Window, next: number): { readonly next: number; readonly tooLong: boolean } {
    const tooLong = next <= from && limit - from > this.size / 2;
    if (tooLong || next > from) this.unreadable = tooLong;
    const begin = tooLong ? limit - overlap : next;
    this.kept = limit - begin;
    this.base += begin;
    this.from = 0;
    return { next: begin, tooLong };
  }
}
