import { BelboEraseError } from '../errors.js';
import type { Block, TextDocument, TextLanguage } from './document.js';
import type { Addressee } from '../requests/addressee.js';
import type { RequestFacts, ToldRecipient } from './facts.js';
import { cited, type Law } from './texts/en/laws.js';
import { lawOf, textsIn, type Texts } from './texts/texts.js';

export const letterKinds = ['confirmation', 'extension', 'refusal', 'identity'] as const;
export type LetterKind = (typeof letterKinds)[number];

/** What stands in every letter, whoever it is to. */
export interface LetterSender {
  readonly name: string;
  readonly address: string | null;
  readonly email: string | null;
}

/** A supervisory authority (Art. 51 GDPR), as a customer can reach it. */
export interface Authority {
  readonly name: string;
  /** `Street 1, 12345 Town` */
  readonly address: string;
  readonly email: string | null;
  readonly web: string | null;
}

export interface LetterContext {
  readonly lang: TextLanguage;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly sender: LetterSender;
  /** ISO 3166 country the letter is posted in: an address there needs no country. */
  readonly country: string;
  readonly authority: Authority;
}

/** The letter a request calls for where it stands; null when it calls for none by itself. */
export function letterKindOf(facts: RequestFacts): LetterKind | null {
  if (facts.erasure !== null) return 'confirmation';
  if (facts.refusal !== null) return 'refusal';
  return facts.extension === null ? null : 'extension';
}

/**
 * Refuses a letter that would tell what has not happened.
 * @throws BelboEraseError `LETTER_UNFOUNDED`, `LETTER_EARLY`
 */
function checkLetter(facts: RequestFacts, kind: LetterKind): void {
  const open = facts.status === 'open' || facts.status === 'in_progress';
  const founded = {
    confirmation: facts.erasure !== null,
    extension: facts.extension !== null,
    refusal: facts.refusal !== null,
    identity: open,
  }[kind];
  if (!founded) throw new BelboEraseError('LETTER_UNFOUNDED', { id: facts.requestId, kind });
  const unfinished = kind === 'confirmation' ? (facts.erasure?.unfinished ?? []) : [];
  if (unfinished.length > 0)
    throw new BelboEraseError('LETTER_EARLY', { id: facts.requestId, steps: unfinished.join(', ') });
}

/** One line a part: addresses are written with commas or line breaks. */
const linesOf = (text: string): string[] =>
  text
    .split(/\s*[,\n]\s*/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

function addressOf(addressee: Addressee | null, from: string): string[] {
  if (addressee === null) return [];
  const town = [addressee.postalCode, addressee.city].flatMap((part) => part ?? []).join(' ');
  const country = addressee.country === from ? null : addressee.country;
  return [addressee.name, addressee.street, town, country].flatMap((line) =>
    line === null || line === '' ? [] : line,
  );
}

const heading = (text: string): Block => ({ kind: 'heading', text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

function stateOf(told: ToldRecipient, { recipients: texts }: Texts['letter']): string {
  if (told.outcome === 'confirmed' && told.settledOn !== null) return texts.confirmed(told.settledOn);
  if (told.outcome === 'impossible') return texts.impossible;
  if (told.outcome === 'disproportionate') return texts.disproportionate;
  return told.askedOn === null ? texts.notYet : texts.asked(told.askedOn);
}

function recipients(facts: RequestFacts, texts: Texts['letter'], law: Law): Block[] {
  if (facts.recipients.length === 0) return [];
  const { heading: title, intro, line } = texts.recipients;
  return [
    heading(title),
    paragraph(intro(law)),
    {
      kind: 'list',
      items: facts.recipients.map((told) => line(told.name, told.purpose, stateOf(told, texts))),
    },
  ];
}

/** What is gone comes first. */
const order = ['delete', 'mask', 'detach'];

function confirmation(facts: RequestFacts, lang: TextLanguage, texts: Texts['letter'], law: Law): Block[] {
  const { erasure } = facts;
  if (erasure === null) return [];
  const { confirmation: said, action, retentionClass, date } = texts;
  const changes = [...erasure.erased].sort((a, b) => order.indexOf(a.action) - order.indexOf(b.action));
  const erased: Block =
    changes.length === 0
      ? paragraph(said.nothing)
      : {
          kind: 'table',
          headers: said.headers,
          numbers: [1],
          rows: changes.map((each) => [each.title[lang], String(each.rows), action[each.action]]),
        };
  const kept: Block[] =
    erasure.kept.length === 0
      ? [paragraph(said.nothingKept(facts.backups !== 'open'))]
      : [
          paragraph(said.keptIntro(law)),
          {
            kind: 'table',
            headers: said.keptHeaders,
            numbers: [1],
            rows: erasure.kept.map((each) => [
              each.title?.[lang] ?? retentionClass[each.retentionClass],
              String(each.rows),
              each.basis,
              date(each.until),
            ]),
          },
          ...(erasure.baseDataUntil === null ? [] : [paragraph(said.baseData(erasure.baseDataUntil))]),
        ];
  return [
    paragraph(said.intro(facts.receivedOn, erasure.on, law)),
    heading(said.erased),
    erased,
    ...(erasure.redacted === 0 ? [] : [paragraph(said.redacted(erasure.redacted))]),
    ...(facts.backups === null ? [] : [paragraph(said.backups[facts.backups])]),
    heading(said.kept),
    ...kept,
    ...recipients(facts, texts, law),
  ];
}

function extension(facts: RequestFacts, { extension: said }: Texts['letter'], law: Law): Block[] {
  return [
    paragraph(said.intro(facts.receivedOn, law)),
    paragraph(said.need(facts.dueOn, law)),
    heading(said.reason),
    paragraph(facts.extension?.reason ?? ''),
  ];
}

function refusal(facts: RequestFacts, texts: Texts, law: Law): Block[] {
  const { refusal: said } = texts.letter;
  const { ground = '', explanation = null } = facts.refusal ?? {};
  const known = texts.grounds[ground];
  // The grounds are those of the GDPR; Swiss law has no list of its own.
  const article = law === texts.laws.european ? (known?.article ?? null) : null;
  const reason = known === undefined ? ground : `${known.because}${cited(article)}.`;
  return [
    paragraph(said.intro(facts.receivedOn, law)),
    heading(said.reason),
    paragraph(reason),
    ...(explanation === null ? [] : [paragraph(explanation)]),
  ];
}

function identity(facts: RequestFacts, { identity: said }: Texts['letter'], law: Law): Block[] {
  return [
    paragraph(said.intro(facts.receivedOn, law)),
    paragraph(said.doubt(law)),
    paragraph(said.ways),
    { kind: 'list', items: said.items },
    paragraph(said.noCopy),
  ];
}

/**
 * Complaint and judicial remedy: owed with a refusal and an extension (Art. 12(4) GDPR), and useful in every letter. The Swiss commissioner
 * is no authority under Art. 51 GDPR: in Switzerland its own law (DSG, SR 235.1) says to whom one turns.
 */
function rights({ authority, country }: LetterContext, { rights: european, swissRights }: Texts['letter']): Block[] {
  const said = country === 'CH' ? swissRights : european;
  const { name, address, email, web } = authority;
  return [
    heading(said.heading),
    paragraph(said.complaint),
    { kind: 'lines', lines: [name, ...linesOf(address), ...[email, web].flatMap((line) => line ?? [])] },
    paragraph(said.elsewhere),
    paragraph(said.remedy),
  ];
}

/**
 * The letter, from the facts alone. It is addressed while it is known to whom; after that it is neutral, and whoever
 * posts it writes the address on the envelope.
 * @throws BelboEraseError `LETTER_UNFOUNDED`, `LETTER_EARLY`
 */
export function composeLetter(facts: RequestFacts, kind: LetterKind, context: LetterContext): TextDocument {
  checkLetter(facts, kind);
  const { lang, sender } = context;
  const texts = textsIn(lang);
  const { letter } = texts;
  const law = lawOf(context.country, texts);
  const body = {
    confirmation: () => confirmation(facts, lang, letter, law),
    extension: () => extension(facts, letter, law),
    refusal: () => refusal(facts, texts, law),
    identity: () => identity(facts, letter, law),
  }[kind]();
  return {
    lang,
    title: letter[kind].title,
    head: {
      sender: [
        sender.name,
        ...(sender.address === null ? [] : linesOf(sender.address)),
        ...(sender.email ?? '').split('\n').filter((line) => line !== ''),
      ],
      addressee: addressOf(facts.addressee, context.country),
      date: letter.date(context.today),
      reference: letter.reference(facts.requestId, facts.receivedOn),
    },
    blocks: [
      paragraph(letter.salutation(facts.addressee?.name ?? null)),
      ...body,
      ...rights(context, letter),
      paragraph(letter.closing),
      paragraph(sender.name),
    ],
  };
}
