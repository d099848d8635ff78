/*
 * Birth dates as numbers, YYYYMMDD. 0 stands for none: an empty cell, a zero date, or a day that is no real one but a
 * placeholder.
 */

const iso = /^(\d{4})[-./]?(\d{1,2})[-./]?(\d{1,2})(?!\d)/;
const german = /^(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4})(?!\d)/;

const eight = /^(\d{4})(\d{2})(\d{2})$/;

/** 1 January 1900 and 1 January 1970 are what spreadsheets and programs make of "nothing". */
const placeholders = new Set([19000101, 19700101, 18991230, 18991231, 99991231]);

/**
 * Reads a date as calendars store it: `1984-05-03`, `1984-05-03 00:00:00`, `19840503`, `3.5.1984`. Month and day may be
 * swapped or impossible (the 31st of June is a slip worth comparing); 0 when it is no date.
 */
export function readDate(text: string): number {
  const plain = plainDate(text);
  if (plain !== null) return dateOf(...plain);
  const trimmed = text.trim().slice(0, 30);
  const found = iso.exec(trimmed);
  const turned = found === null ? german.exec(trimmed) : null;
  // A hyphen in the wrong place: 1942-0-104.
  const bare = found === null && turned === null ? eight.exec(trimmed.replaceAll('-', '')) : null;
  const [year, month, day] =
    turned === null
      ? [(found ?? bare)?.[1], (found ?? bare)?.[2], (found ?? bare)?.[3]]
      : [turned[3], turned[2], turned[1]];
  if (year === undefined || month === undefined || day === undefined) return 0;
  return dateOf(Number(year), Number(month), Number(day));
}

/** A date as a number, 0 when it is none. */
export function dateOf(year: number, month: number, day: number): number {
  if (year === 0 || month === 0 || day === 0) return 0;
  // One of them may be a slip (the 31st of June, the 96th month); both together are no day.
  if (month > 12 && day > 31) return 0;
  const date = year * 10000 + month * 100 + day;
  return placeholders.has(date) ? 0 : date;
}

const hyphen = 0x2d;
const dot = 0x2e;

/**
 * Year, month and day of `1984-05-03` and `03.05.1984`, as nearly all dates are stored: without the expressions, which take several times
 * as long.
 */
function plainDate(text: string): [number, number, number] | null {
  if (text.length !== 10) return null;
  if (text.charCodeAt(4) === hyphen && text.charCodeAt(7) === hyphen) return parts(text, 0, 4, 5, 7, 8, 10);
  if (text.charCodeAt(2) === dot && text.charCodeAt(5) === dot) return parts(text, 6, 10, 3, 5, 0, 2);
  return null;
}

function parts(
  text: string,
  ...places: readonly [number, number, number, number, number, number]
): [number, number, number] | null {
  const [yearAt, yearEnd, monthAt, monthEnd, dayAt, dayEnd] = places;
  const [year, month, day] = [
    digits(text, yearAt, yearEnd),
    digits(text, monthAt, monthEnd),
    digits(text, dayAt, dayEnd),
  ];
  return year < 0 || month < 0 || day < 0 ? null : [year, month, day];
}

/** The number of these digits; -1 when not all of them are. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}
