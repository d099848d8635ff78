import { closeSync, openSync, writeSync } from 'node:fs';
import type { Identifiers } from '../../src/customers/identifiers.js';

/** A file as salons have it: a German customer export with notes of several lines in quotes. */
export interface Export {
  readonly records: number;
  readonly bytes: number;
  /** Customers spread over the file, as many as were asked for. */
  readonly subjects: readonly Identifiers[];
}

const header =
  'Kundennr.;Anrede;Vorname;Nachname;Geburtsdatum;E-Mail;Telefon;Mobil;Straße;PLZ;Ort;Notiz;Umsatz;Letzter Besuch';

const given =
  'Anna Maria Katharina Sabine Jürgen Käthe Günther Monika Peter Wolfgang Ursula Renate Jörg Uwe Petra Claudia Andreas Stefan Thomas Ayşe Mehmet Fatma Hans-Peter Lena Leon Mia Noah Emma Paul Zoë Małgorzata Piotr Søren Björn Heike Silke Torsten Kerstin Matthias Susanne Gisela Helga Ingrid Werner Karl-Heinz Manfred Bärbel Elif Emre Sophie Maximilian Hannah Finn Lukas Jonas Laura Julia Christian Daniel Markus Nicole Stefanie Sandra'.split(
    ' ',
  );
const beginnings =
  'Müll Schmid Schneid Fisch Web Mey Wagn Beck Schulz Hoffm Schäf Koch Bau Richt Klein Wolf Schröd Neum Schwarz Zimmerm Braun Krüg Hofm Hartm Lang Wern Krau Lehm Köhl Maie Kais Fuchs Peters Scholz Möll Weiß Jung Hahn Vog Friedr Gün Kell Berg Winkl Roth Lor Baum Alb Schust Simo Böhm Franke Kram Pohl Ott Brand Sauer Arnol Haas Graf Heinr Seid Kuh Ziegl Brun Buss Engel Horn Pfeif Dietr Thom Nagel Stein Groß Busch Stolz Ernst Ebert Kurz'.split(
    ' ',
  );
const middles = 'er el in ig en ar el or ich und ow ert ell ing ach ess aus ott eck amm orf alt ind off ohl'.split(' ');
const ends =
  'mann berg er bach feld stein hausen meier haus inger ler ke wald dorf kamp müller ström brand hof rich'.split(' ');
const streets =
  'Haupt Garten Bahnhof Schul Dorf Berg Linden Kirch Wald Ring Goethe Schiller Mozart Ufer Feld Rosen'.split(' ');
const towns =
  'Berlin Hamburg München Köln Düsseldorf Lübeck Görlitz Fürth Aachen Weißenfels Nürnberg Jena Gießen'.split(' ');
const notes = [
  '',
  '',
  '',
  'kommt meist samstags',
  '"Allergie gegen Ammoniak, nur Pflanzenfarbe\nletzte Rezeptur: 7/43 + 6/00, 6 %\nbitte vorher anrufen"',
  '"Kundin seit 2014; zahlt immer bar\nmöchte ""die gleiche"" Farbe wie beim letzten Mal – 45 Minuten Einwirkzeit"',
  'mag keinen Smalltalk',
  '"Termin nur nachmittags, holt vorher die Kinder aus der Schule ab.\nParkplatz im Hof reservieren"',
];

/** A generator of numbers below 2^32 (xorshift), the same in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

interface Customer {
  readonly line: string;
  readonly identifiers: Identifiers;
}

function customer(index: number, random: (below: number) => number): Customer {
  const pick = (from: readonly string[]): string => from[random(from.length)] ?? '';
  const name = { given: pick(given), family: pick(beginnings) + pick(middles) + pick(ends) };
  const number = `K-${String(1_000_000 + index)}`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const [day, month, year] = [two(1 + random(28)), two(1 + random(12)), String(1935 + random(75))];
  const plain = name.family
    .toLowerCase()
    .replaceAll('ü', 'ue')
    .replaceAll('ö', 'oe')
    .replaceAll('ä', 'ae')
    .replaceAll('ß', 'ss');
  const email =
    random(4) === 0
      ? ''
      : `${plain}${String(random(100_000))}@${pick(['web.de', 'gmx.de', 'gmail.com', 't-online.de', 'posteo.de'])}`;
  const phone = random(2) === 0 ? '' : `0${String(30 + random(900))} ${String(1_000_000 + random(8_000_000))}`;
  const mobile = random(5) === 0 ? '' : `+49 17${String(random(10))} ${String(1_000_000 + random(8_000_000))}`;
  const street = `${pick(streets)}straße ${String(1 + random(150))}`;
  const sales = `${String(random(4000))},${two(random(100))}`;
  const visit = `${two(1 + random(28))}.${two(1 + random(12))}.${String(2014 + random(11))}`;
  const cells = [
    number,
    pick(['Frau', 'Herr']),
    name.given,
    name.family,
    `${day}.${month}.${year}`,
    email,
    phone,
    mobile,
    street,
    String(10_000 + random(89_999)),
    pick(towns),
    pick(notes),
    sales,
    visit,
  ];
  return {
    line: cells.join(';'),
    identifiers: {
      numbers: [number],
      emails: email === '' ? [] : [email],
      phones: [phone, mobile].filter((each) => each !== ''),
      names: [name],
      birthDates: [`${year}-${month}-${day}`],
      streets: [street],
    },
  };
}

/** Writes an export of at least so many bytes; UTF-8, CRLF. */
export function generateExport(path: string, bytes: number, subjects: number, seed = 20_261_124): Export {
  const random = randomNumbers(seed);
  const file = openSync(path, 'w');
  const chosen: Identifiers[] = [];
  // Roughly what a record takes.
  const distance = Math.max(1, Math.floor(bytes / 185 / Math.max(1, subjects)));
  let written = 0;
  let records = 0;
  let lines = [header];
  try {
    while (written < bytes) {
      for (let index = 0; index < 5000; index += 1) {
        const { line, identifiers } = customer(records, random);
        lines.push(line);
        if (records % distance === distance >> 1 && chosen.length < subjects) chosen.push(identifiers);
        records += 1;
      }
      lines.push('');
      written += writeSync(file, Buffer.from(lines.join('\r\n')));
      lines = [];
    }
  } finally {
    closeSync(file);
  }
  return { records, bytes: written, subjects: chosen };
}
