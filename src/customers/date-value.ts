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
  if (Number(year) === 0 || Number(month) === 0 || Number(day) === 0) return 0;
  // One of them may be a slip (the 31st of June, the 96th month); both together are no day.
  if (Number(month) > 12 && Number(day) > 31) return 0;
  const date = Number(year) * 10000 + Number(month) * 100 + Number(day);
  return placeholders.has(date) ? 0 : date;
}
