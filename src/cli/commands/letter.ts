import { resolve } from 'node:path';
import { readErasure } from '../../erasure/erasure-record.js';
import { settleStep } from '../../erasure/save-steps.js';
import { BelboEraseError, ExitCode } from '../../errors.js';
import { findAuthority } from '../../notify/authorities.js';
import {
  composeLetter,
  letterKindOf,
  letterKinds,
  type LetterContext,
  type LetterKind,
} from '../../notify/compose-letter.js';
import type { TextDocument } from '../../notify/document.js';
import type { RequestFacts } from '../../notify/facts.js';
import { renderHtml } from '../../notify/render-html.js';
import { renderMarkdown } from '../../notify/render-markdown.js';
import { renderText } from '../../notify/render-text.js';
import { sendSingle } from '../../notify/send-once.js';
import { localDay } from '../../requests/days.js';
import type { HolidayPlace } from '../../requests/holidays.js';
import type { OpenStep } from '../../requests/request.js';
import { writeEvent } from '../../requests/write-event.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { sendingOf } from '../mail-sending.js';
import { readFacts } from '../read-facts.js';
import { escapeText } from '../render/escape.js';
import type { Session } from '../session.js';
import { writePrivately } from '../write-privately.js';

const formats = ['md', 'html', 'txt'] as const;
type Format = (typeof formats)[number];

interface Wish {
  readonly id: string;
  readonly kind: LetterKind | null;
  readonly format: Format;
  /** Absolute path; null: standard output. */
  readonly out: string | null;
  readonly send: boolean;
  readonly again: boolean;
  readonly posted: boolean;
}

function choose<T extends string>(given: unknown, valid: readonly T[], option: string): T | null {
  if (given === undefined) return null;
  const found = valid.find((each) => each === given);
  if (found === undefined) throw new BelboEraseError('INVALID_OPTION', { option, valid: valid.join(', ') });
  return found;
}

function parse({ io }: Context, { words, options }: CommandInput): Wish {
  const out = typeof options['out'] === 'string' ? resolve(io.cwd, options['out']) : null;
  const ending = formats.find((each) => out?.endsWith(`.${each}`));
  return {
    id: words[0] ?? '',
    kind: choose(options['kind'], letterKinds, '--kind'),
    format: choose(options['format'], formats, '--format') ?? ending ?? 'txt',
    out,
    send: options['send'] === true,
    again: options['again'] === true,
    posted: options['posted'] === true,
  };
}

/** The German state whose holidays count, for its authority: `BY-KATH` and the like are regions of one. */
const stateOf = ({ country, state }: HolidayPlace): string | null =>
  country === 'DE' ? (state?.slice(0, 2) ?? null) : null;

/** What every letter needs. @throws BelboEraseError `SECTION_MISSING`, `AUTHORITY_UNKNOWN` */
function letterContext({ language }: Context, { config, today }: Session): LetterContext {
  const { controller, authority, country, holidays } = config;
  if (controller === null) throw new BelboEraseError('SECTION_MISSING', { section: 'controller' });
  const responsible = authority.own ?? findAuthority(country, authority.state ?? stateOf(holidays));
  if (responsible === null) throw new BelboEraseError('AUTHORITY_UNKNOWN', {});
  return { lang: language, today, sender: controller, country, authority: responsible };
}

const renderers: Readonly<Record<Format, (document: TextDocument) => string>> = {
  md: renderMarkdown,
  html: renderHtml,
  txt: renderText,
};

/** The customer was answered: with the confirmation, the step is done. */
async function answered({ db, map, clock, who }: Session, id: string, kind: LetterKind): Promise<void> {
  if (kind === 'confirmation') await settleStep({ db, map, now: clock().toISOString(), who }, id, 'letter');
}

/** A letter as it can be shown, saved, mailed or printed. */
export interface PreparedLetter {
  readonly id: string;
  readonly kind: LetterKind;
  readonly facts: RequestFacts;
  readonly document: TextDocument;
}

/**
 * Writes the letter of a request from its facts.
 * @param kind null: the one that fits how the request stands
 * @throws BelboEraseError `MISSING_ARGUMENT` when none fits, `LETTER_UNFOUNDED`, `LETTER_EARLY`, `SECTION_MISSING`, `AUTHORITY_UNKNOWN`
 */
export async function prepareLetter(
  context: Context,
  session: Session,
  id: string,
  kind: LetterKind | null,
): Promise<PreparedLetter> {
  const facts = await readFacts(session, id);
  const fitting = kind ?? letterKindOf(facts);
  if (fitting === null) throw new BelboEraseError('MISSING_ARGUMENT', { argument: '--kind', command: 'letter ' });
  return { id, kind: fitting, facts, document: composeLetter(facts, fitting, letterContext(context, session)) };
}

/** Mails the letter, once; returns when it was mailed before, and null when it was mailed now. The customer is answered with that. */
export async function mailLetter(
  context: Context,
  session: Session,
  { id, kind, facts, document }: PreparedLetter,
  again: boolean,
): Promise<string | null> {
  const notice = { key: `letter:${kind}:${id}`, kind: 'letter', requestId: id };
  const sending = await sendingOf(context, session);
  const email = facts.addressee?.email ?? null;
  const before = await sendSingle(
    sending,
    notice,
    () => {
      if (email === null) throw new BelboEraseError('LETTER_UNADDRESSED', { id });
      return { to: [email], subject: document.title, text: renderText(document), html: renderHtml(document) };
    },
    again,
    async (trx) => writeEvent(trx, id, { at: sending.now(), who: sending.who, event: 'letter_sent', details: kind }),
  );
  await answered(session, id, kind);
  return before?.at ?? null;
}

/** Notes that the letter went by post or was handed over. The customer is answered with that. */
export async function notePosted(session: Session, { id, kind }: PreparedLetter): Promise<void> {
  const { db, clock, who } = session;
  await writeEvent(db, id, { at: clock().toISOString(), who, event: 'letter_posted', details: kind });
  await answered(session, id, kind);
}

interface Done {
  readonly kind: LetterKind;
  readonly document: TextDocument;
  readonly text: string;
  readonly addressed: boolean;
  readonly sent: boolean;
  readonly sentBefore: string | null;
  readonly openSteps: readonly OpenStep[];
  readonly status: RequestFacts['status'];
}

async function work(context: Context, session: Session, wish: Wish): Promise<Done> {
  const { id } = wish;
  const letter = await prepareLetter(context, session, id, wish.kind);
  const { kind, facts, document } = letter;
  const text = renderers[wish.format](document);
  if (wish.out !== null) await writePrivately(wish.out, text);
  const sentBefore = wish.send ? await mailLetter(context, session, letter, wish.again) : null;
  if (wish.posted) await notePosted(session, letter);
  const openSteps = await stepsOf(session, id);
  const completed = facts.erasure !== null && openSteps.length === 0;
  return {
    kind,
    document,
    text,
    addressed: facts.addressee?.name !== undefined && facts.addressee.name !== null,
    sent: wish.send && sentBefore === null,
    sentBefore,
    openSteps,
    status: completed ? 'done' : facts.status,
  };
}

async function stepsOf({ db }: Session, id: string): Promise<readonly OpenStep[]> {
  const record = await readErasure(db, id);
  return record?.completedAt === null ? record.openSteps : [];
}

function tell({ messages, note }: Context, { id, out, posted }: Wish, done: Done, timeZone: string): void {
  const { letter } = messages;
  if (!done.addressed) note(letter.neutral);
  if (out !== null) note(letter.written(out));
  if (done.sent) note(letter.sent(id));
  if (done.sentBefore !== null) note(letter.sentBefore(messages.date(localDay(done.sentBefore, timeZone))));
  if (posted) note(letter.posted(id));
}

/**
 * The answer to the customer (Art. 12(3), 12(4), 12(6) GDPR), made from the request's facts only. Goes to standard output, into a
 * file, or by mail; `--posted` notes that it went another way.
 */
export async function letter(context: Context, input: CommandInput): Promise<ExitCode> {
  const wish = parse(context, input);
  const done = await context.withSession(async (session) => work(context, session, wish));
  const { kind, document, text, addressed, sent, openSteps, status } = done;
  const { io, settings, language } = context;
  if (settings.json !== null) {
    await context.print({
      json: {
        request: wish.id,
        kind,
        format: wish.format,
        lang: language,
        title: document.title,
        text,
        addressed,
        file: wish.out,
        sent,
        status,
        openSteps,
      },
      tsv: { headers: [], rows: [] },
      terminal: async () => '',
    });
  } else if (wish.out === null && !wish.send && !wish.posted) {
    io.stdout.write(io.stdout.isTTY === true ? text.split('\n').map(escapeText).join('\n') : text);
  }
  tell(context, wish, done, (await context.config()).timeZone);
  return ExitCode.ok;
}
