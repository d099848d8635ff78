import type { handling as en } from '../en/handling.js';

const weekdays = ['Sonntag', 'Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag'];

/** Texts of what is done to a request besides erasing: extend, reject, hold, withdraw, verify; and of deadlines. */
export const handling: typeof en = {
  why: {
    sum: (from, months, end) => `${from} + ${months === 1 ? '1 Monat' : `${String(months)} Monate`} = ${end}`,
    dayOff: { saturday: 'Samstag', sunday: 'Sonntag' },
    first: (name, isHoliday) => (isHoliday ? `${name} (Feiertag)` : `ein ${name}`),
    weekday: (iso) => weekdays[new Date(`${iso}T00:00:00Z`).getUTCDay()] ?? '',
  },
  identity: {
    in_person: 'persönlich, bekannt oder mit Ausweis',
    account: 'durch Anmeldung am Kundenkonto',
    call_back: 'durch Rückruf unter der gespeicherten Nummer',
    reply: 'durch Antwort von der gespeicherten E-Mail-Adresse',
    document: 'durch ein Dokument',
  },
  handling: {
    askExtension:
      'Warum geht es nicht binnen eines Monats? (Der Grund kommt in die Mitteilung an die Kundin oder den Kunden; nennen Sie hier keinen Namen.)',
    reasonLength: (most) => `1 bis ${String(most)} Zeichen`,
    askHold: 'Worauf wird gewartet?',
    askGround: 'Aus welchem Grund wird abgelehnt?',
    askMeans: 'Wodurch wurde die Identität festgestellt?',
    extended: (id, due) => `Die Löschanfrage ${id} ist um zwei Monate verlängert, neue Frist ${due}.`,
    tellExtension: (id) =>
      `Das ist binnen des ersten Monats mitzuteilen (Art. 12 Abs. 3 DSGVO): belbo-erase letter ${id} --kind extension`,
    held: (id, due) =>
      `Die Löschanfrage ${id} ruht: Es wird nichts gelöscht, bis Sie sie freigeben. Die Frist bleibt ${due}.`,
    released: (id, due) => `Die Löschanfrage ${id} ist freigegeben, Frist ${due}.`,
    rejected: (id, ground) => `Die Löschanfrage ${id} ist abgelehnt: ${ground}.`,
    tellRejection: (id) =>
      `Gründe und Rechtsbehelfe sind mitzuteilen (Art. 12 Abs. 4 DSGVO): belbo-erase letter ${id} --kind refusal`,
    withdrawn: (id) => `Die Löschanfrage ${id} ist zurückgezogen.`,
    verified: (id, means) => `Löschanfrage ${id}: Identität festgestellt ${means}.`,
    unverified: (id) => `Löschanfrage ${id}: Die Identität gilt nicht mehr als festgestellt.`,
    ground: {
      manifestly_unfounded: 'offenkundig unbegründet, Art. 12 Abs. 5 DSGVO',
      excessive: 'exzessiv, Art. 12 Abs. 5 DSGVO',
      freedom_of_expression: 'Meinungs- und Informationsfreiheit, Art. 17 Abs. 3 Buchst. a DSGVO',
      legal_obligation: 'rechtliche Verpflichtung oder öffentliche Aufgabe, Art. 17 Abs. 3 Buchst. b DSGVO',
      public_health: 'öffentliche Gesundheit, Art. 17 Abs. 3 Buchst. c DSGVO',
      archiving: 'Archiv, Forschung oder Statistik, Art. 17 Abs. 3 Buchst. d DSGVO',
      legal_claims: 'Rechtsansprüche, Art. 17 Abs. 3 Buchst. e DSGVO',
      not_identified: 'die Person ist nicht zu identifizieren, Art. 11 Abs. 2, Art. 12 Abs. 2 und 6 DSGVO',
    },
  },
};
