import type { Identifiers } from '../customers/identifiers.js';
import type { Block, TextDocument, TextLanguage } from './document.js';
import { bareAddress } from './mail.js';
import { lawOf, textsIn } from './texts/texts.js';

/** A recipient of the data, as the configuration names it (Art. 4(9) GDPR). */
export interface Recipient {
  readonly name: string;
  /** What kind of service it is, e.g. `newsletter`; for the reader. */
  readonly kind: string | null;
  readonly email: string | null;
  /** What it got the data for, as a customer may read it. */
  readonly purpose: string | null;
}

/** What a message to a recipient is made of. */
export interface RecipientFacts {
  readonly requestId: string;
  /** Days, `YYYY-MM-DD`. */
  readonly erasedOn: string;
  readonly answerBy: string;
  /** How often the recipient was asked before. */
  readonly asked: number;
  /** Who is meant; null when the sealed identifiers are gone, and the message cannot say. */
  readonly identifiers: Identifiers | null;
}

/**
 * The message that asks one recipient to erase (Art. 19 GDPR). It names the person, whom the recipient could not find
 * otherwise, by what it takes to find them and no more: no birth date, no address.
 */
export function composeRecipientMessage(
  recipient: Recipient,
  facts: RecipientFacts,
  lang: TextLanguage,
  sender: { readonly name: string; readonly country: string },
): TextDocument {
  const all = textsIn(lang);
  const { recipient: texts } = all;
  const law = lawOf(sender.country, all);
  const { identifiers } = facts;
  const line = (label: string, values: readonly string[]): string[] =>
    values.length === 0 ? [] : [`${label}: ${values.join(', ')}`];
  const person: Block[] =
    identifiers === null
      ? []
      : [
          { kind: 'heading', text: texts.person },
          {
            kind: 'lines',
            lines: [
              ...line(
                texts.names,
                identifiers.names.map(({ given, family }) => `${given} ${family}`),
              ),
              ...line(texts.numbers, identifiers.numbers),
              ...line(texts.emails, identifiers.emails),
              ...line(texts.phones, identifiers.phones),
            ],
          },
          { kind: 'paragraph', text: texts.keep },
        ];
  const paragraphs = (...texts: string[]): Block[] => texts.map((text) => ({ kind: 'paragraph', text }));
  return {
    lang,
    title: texts.title(facts.requestId),
    head: null,
    blocks: [
      ...paragraphs(texts.salutation, texts.intro(facts.erasedOn, law), texts.disclosed(recipient.purpose, law)),
      ...person,
      ...paragraphs(texts.confirm(facts.requestId, facts.answerBy)),
      ...(facts.asked === 0 ? [] : paragraphs(texts.again(facts.asked))),
      ...paragraphs(texts.closing, sender.name),
    ],
  };
}

/** The message as a link that opens in a mail program (RFC 6068), with everything filled in. */
export function mailtoLink(to: string, subject: string, text: string): string {
  // RFC 6068, 5: line breaks are %0D%0A; `+` stays a plus, so blanks are %20.
  const encode = (value: string): string => encodeURIComponent(value.replace(/\r?\n/g, '\r\n'));
  const [domain = '', ...name] = bareAddress(to).split('@').reverse();
  return `mailto:${encodeURIComponent(name.reverse().join('@'))}@${encodeURIComponent(domain)}?subject=${encode(subject)}&body=${encode(text)}`;
}
