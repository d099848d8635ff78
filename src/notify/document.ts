/** The language a text is written in. */
export type TextLanguage = 'de' | 'en';

/** A piece of a text, without any markup; what is in it is data and is escaped by whoever renders it. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Lines that stay lines, such as an address. */
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly headers: readonly string[];
      /** Columns of numbers, by index. */
      readonly numbers?: readonly number[];
      readonly rows: readonly (readonly string[])[];
    };

/** Where a letter comes from and goes to. */
export interface LetterHead {
  readonly sender: readonly string[];
  /** Empty when nobody knows any more where the customer lives. */
  readonly addressee: readonly string[];
  readonly date: string;
  /** Such as `Your request no. 12 of 21 November 2026`. */
  readonly reference: string;
}

/** A text as data: what `render-*` makes Markdown, plain text and HTML of. */
export interface TextDocument {
  readonly lang: TextLanguage;
  /** Subject of the letter or mail. */
  readonly title: string;
  /** Null for mails, which have a head of their own. */
  readonly head: LetterHead | null;
  readonly blocks: readonly Block[];
}
