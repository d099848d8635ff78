/*
 * The scanner for files of one-byte units (UTF-8, Windows-1252, ISO-8859-15), in AssemblyScript: TypeScript's syntax for
 * WebAssembly. It divides a window of a file into records (the rules of src/backups/read-record.ts) and looks up every word,
 * address and number in the keys of the search (the rules of src/customers/scan-text.ts). Records with a hit are listed.
 * It may list too many, never too few: each one listed is searched exactly afterwards.
 *
 * A chunk of the window at a time: its bytes are sorted (`classify.ts`), then its words and numbers looked up (`words.ts`,
 * `digits.ts`), then it is divided into records, by the few signs that need a look.
 */
import { isInAddress, mayBeAddress, readAddress } from './addresses';
import { classify, isOpen, keepOpenWord, resetClasses } from './classify';
import { readDigits } from './digits';
import { holds } from './keys';
import {
  countAt,
  delimiterAt,
  fullAt,
  lastNumberAt,
  linesAt,
  longestQuotedAt,
  numbersAt,
  outputAt,
  parameter,
  quoteAt,
  recordsAt,
  rolesAt,
  roomAt,
  setParameter,
  specialsAt,
  utf8At,
} from './parameters';
import { emailFlag, hitsAt, isOdd, nameFlag, numberFlag, oddFlag } from './hits';
import { chunkSize, delimiters, openScratch, signs } from './scratch';
import { closes, doubled, endsJsonKey, judgeQuote, mayEscape, strayOpening, unknown } from './signs';
import { keepWords, readWords, resetWords } from './words';

const lf: i32 = 0x0a;
const cr: i32 = 0x0d;

/** Whether a cell may be a customer number that is searched for. Quotes, blanks around and the case of letters do not count. */
function isNumberCell(field: i32, start: usize, end: usize): bool {
  if (field > parameter(lastNumberAt) || load<u8>(<usize>parameter(rolesAt) + <usize>field) == 0) return false;
  let from = start;
  let to = end;
  const quote = <u8>parameter(quoteAt);
  while (from < to && (load<u8>(from) <= 0x20 || load<u8>(from) == quote)) from += 1;
  while (to > from && (load<u8>(to - 1) <= 0x20 || load<u8>(to - 1) == quote)) to -= 1;
  let sum: i32 = <i32>0x811c9dc5;
  for (let at = from; at < to; at += 1) {
    const unit = <i32>load<u8>(at);
    if (unit >= 0x80) return true;
    sum = (sum ^ (unit >= 0x61 && unit <= 0x7a ? unit - 0x20 : unit)) * 0x01000193;
  }
  return holds(numbersAt, sum);
}

/** Lists a candidate: its bytes, the records and lines before it, why, and where the first and the last name in it end. */
function list(
  output: usize,
  count: i32,
  start: usize,
  end: usize,
  records: i32,
  lines: i32,
  flags: i32,
  firstName: usize,
  lastName: usize,
): void {
  const entry = output + <usize>count * 28;
  store<i32>(entry, <i32>start);
  store<i32>(entry, <i32>end, 4);
  store<i32>(entry, records, 8);
  store<i32>(entry, lines, 12);
  store<i32>(entry, flags, 16);
  store<i32>(entry, <i32>firstName, 20);
  store<i32>(entry, <i32>lastName, 24);
}

/** Bytes of a window that may be read twice because of stray quotes, before long quoted cells are given up. */
const mostRewound: usize = 1 << 23;

/** See `WindowScanner.scan`. Zero bytes must stand behind `limit`. Returns where the unfinished record begins. */
export function scan(from: usize, limit: usize, complete: bool): usize {
  const delimiter = parameter(delimiterAt);
  const quote = parameter(quoteAt);
  const isUtf8 = parameter(utf8At) != 0;
  const specials = <usize>parameter(specialsAt);
  const lastNumber = parameter(lastNumberAt);
  const output = <usize>parameter(outputAt);
  const room = parameter(roomAt);
  let longestQuoted = <usize>parameter(longestQuotedAt);
  openScratch();
  resetClasses();
  resetWords();
  const allSigns = signs();
  const allDelimiters = delimiters();

  let count = 0;
  let records = parameter(recordsAt);
  let lines = parameter(linesAt);
  let record = from;
  let recordLine = lines;
  let field = 0;
  let fieldStart = from;
  /** Delimiters are looked at as far as there are columns of customer numbers. */
  let fields: u64 = lastNumber < 0 ? 0 : -1;
  let inQuotes = false;
  /** Where the quoted cell begins, and whether a line break is in it. */
  let opening = from;
  let openLines = lines;
  let broken = false;
  /** The quote here opens nothing: it was tried. */
  let strayAt: usize = 0;
  /** A sign already dealt with: the second of two quotes, the LF behind a CR. */
  let skipAt: usize = 0;
  let rewound: usize = 0;
  let flags = 0;
  /** Where the first and the last name end that were seen in the record. */
  let firstName: usize = usize.MAX_VALUE;
  let lastName: usize = 0;

  let chunk = from;
  /** Set where the window ends before the record does, or the list before the window. */
  let ended = false;
  while (!ended) {
    const size = min<usize>(chunkSize, limit > chunk ? limit - chunk : 0);
    // Whatever ends with the window ends in the zeros behind it.
    const blocks = size < chunkSize ? (size >> 6) + 1 : chunkSize >> 6;
    classify(chunk, blocks);
    readWords(chunk, from);
    readDigits(chunk, from);
    const chunkEnd = chunk + (blocks << 6);
    let index: usize = 0;
    let restart = false;
    while (index < blocks << 6) {
      const block = (index >> 6) << 3;
      const rest =
        (load<u64>(allSigns + block) | (load<u64>(allDelimiters + block) & fields)) &
        (~(<u64>0) << ((<u64>index) & 63));
      if (rest == 0) {
        index = (index | 63) + 1;
        continue;
      }
      index = (index & ~63) + <usize>ctz<u64>(rest);
      const place = chunk + index;
      const hits = hitsAt(index);
      if (hits != 0) {
        flags |= hits;
        if ((hits & nameFlag) != 0) {
          firstName = min<usize>(firstName, place);
          lastName = max<usize>(lastName, place);
        }
      }
      index += 1;
      if (place >= limit) break;
      const unit = <i32>load<u8>(place);
      if (unit == delimiter) {
        if (!inQuotes && fields != 0) {
          if (isNumberCell(field, fieldStart, place)) flags |= numberFlag;
          field += 1;
          fieldStart = place + 1;
          if (field > lastNumber) fields = 0;
        }
      } else if (unit == lf || unit == cr) {
        if (place == skipAt) continue;
        let end = place + 1;
        if (unit == cr) {
          if (end == limit && !complete) {
            ended = true;
            break;
          }
          if (load<u8>(end) == lf && end < limit) {
            skipAt = end;
            end += 1;
          }
        }
        lines += 1;
        if (inQuotes) {
          broken = true;
          continue;
        }
        if (fields != 0 && isNumberCell(field, fieldStart, place)) flags |= numberFlag;
        if (flags != 0) {
          if (count == room) {
            setParameter(fullAt, 1);
            ended = true;
            break;
          }
          list(output, count, record, end, records, recordLine, flags, firstName, lastName);
          count += 1;
          flags = 0;
          firstName = usize.MAX_VALUE;
          lastName = 0;
        }
        records += 1;
        record = end;
        recordLine = lines;
        field = 0;
        fieldStart = end;
        fields = lastNumber < 0 ? 0 : -1;
      } else if (unit == quote) {
        if (endsJsonKey(place)) flags |= oddFlag;
        if (place == skipAt) continue;
        if (!inQuotes) {
          const opens = place == record || <i32>load<u8>(place - 1) == delimiter;
          if (!opens || place == strayAt) continue;
          inQuotes = true;
          opening = place;
          broken = false;
          openLines = lines;
          continue;
        }
        if (place >= opening + longestQuoted) {
          restart = true;
        } else {
          const what = judgeQuote(place, limit, complete, broken, delimiter);
          if (what == doubled) skipAt = place + 1;
          else if (what == closes) inQuotes = false;
          else if (what == strayOpening) restart = true;
          else if (what == unknown) {
            ended = true;
            break;
          }
        }
      } else if (unit == 0x40) {
        if (mayBeAddress(index - 1)) flags |= readAddress(place, record, limit, emailFlag, oddFlag);
      } else if (unit == 0x5c || unit == 0x25 || unit == 0x26) {
        if (mayEscape(unit, place)) flags |= oddFlag;
      } else if (unit == 0x60) {
        flags |= oddFlag;
      } else if (unit == 0x27) {
        if (load<u8>(place - 1) == 0x27) {
          flags |= nameFlag;
          // Where, only the exact search can tell.
          firstName = record;
        } else if (isInAddress(place, limit)) flags |= oddFlag;
      } else if (unit >= 0x80) {
        if (isOdd(unit, place, isUtf8, specials)) flags |= oddFlag;
      }

      if (restart) {
        if (opening < chunk) break;
        // The quote at the beginning of the field was text: once more from there.
        restart = false;
        rewound += place - opening;
        index = opening - chunk;
        inQuotes = false;
        strayAt = opening;
        skipAt = 0;
        lines = openLines;
        if (rewound > mostRewound && longestQuoted > 64) {
          longestQuoted >>= 4;
          rewound = 0;
        }
      }
    }
    if (ended) break;
    keepOpenWord();
    keepWords();
    chunk = chunkEnd;
    const passed = min<usize>(chunk, limit);
    if (!restart && inQuotes && (passed >= opening + longestQuoted || (complete && passed == limit))) restart = true;
    if (restart) {
      // As above, from the chunk in which the cell begins.
      rewound += passed - opening;
      if (rewound > mostRewound && longestQuoted > 64) {
        longestQuoted >>= 4;
        rewound = 0;
      }
      chunk = opening;
      inQuotes = false;
      strayAt = opening;
      skipAt = 0;
      lines = openLines;
      resetClasses();
      continue;
    }
    ended = chunk > limit || (chunk == limit && !isOpen());
  }

  if (complete && parameter(fullAt) == 0 && record < limit) {
    if (fields != 0 && isNumberCell(field, fieldStart, limit)) flags |= numberFlag;
    if (flags != 0 && count == room) {
      setParameter(fullAt, 1);
    } else {
      if (flags != 0) {
        list(output, count, record, limit, records, recordLine, flags, firstName, lastName);
        count += 1;
      }
      records += 1;
      record = limit;
      recordLine = lines;
    }
  }
  setParameter(countAt, count);
  setParameter(recordsAt, records);
  setParameter(linesAt, recordLine);
  return record;
}
