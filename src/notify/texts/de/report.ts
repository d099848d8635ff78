import type { report as english } from '../en/report.js';
import { date, plural } from './dates.js';

const monthNames = ['Jan', 'Feb', 'Mär', 'Apr', 'Mai', 'Jun', 'Jul', 'Aug', 'Sep', 'Okt', 'Nov', 'Dez'];

/** Texte des Rechenschaftsberichts. */
export const report: typeof english = {
  date,
  title: 'Löschanfragen: Rechenschaftsbericht',
  law: 'Art. 5 Abs. 2 der Datenschutz-Grundverordnung (DSGVO)',
  period: (from, to) => `Anfragen mit Eingang vom ${date(from)} bis ${date(to)}`,
  asOf: (day) => `Stand ${date(day)}`,
  month: (month) => `${monthNames[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(2, 4)}`,
  number: (value) => String(value).replace('.', ','),
  figures: {
    received: 'Eingegangen',
    done: 'Fertig',
    onTime: 'Fristgerecht fertig',
    late: 'Verspätet fertig',
    averageDays: 'Tage bis fertig im Mittel',
    extended: 'Verlängert',
    refused: 'Abgelehnt',
    withdrawn: 'Zurückgezogen',
    pending: 'Offen',
    overdue: 'Offen und überfällig',
  },
  share: (part, whole) => `${String(part)} von ${String(whole)}`,
  undated: (count) =>
    `Von ${plural(count, 'Anfrage, die', 'Anfragen, die')} der Kalender fertig nennt, ist nicht bekannt, seit wann: ${count === 1 ? 'Sie wurde' : 'Sie wurden'} nicht mit diesem Werkzeug abgeschlossen oder zusammen mit einer anderen derselben Person.`,
  misdated: (ids) =>
    `Nicht gezählt: Der gespeicherte Eingang ${ids.length === 1 ? 'der Anfrage' : 'der Anfragen'} ${ids.join(', ')} fehlt oder kann nicht stimmen (vor dem 25. Mai 2018 oder in der Zukunft). Berichtigen Sie ihn im Kalender.`,
  charts: {
    months: 'Anfragen nach Monat des Eingangs, und was daraus wurde',
    month: 'Monat',
    durations: 'Tage vom Eingang bis fertig',
    days: 'Tage',
    requests: 'Anfragen',
  },
  duration: (from, to) => (to === null ? `mehr als ${String(from - 1)}` : `${String(from)} bis ${String(to)}`),
  retained: {
    heading: 'Gesetzlich aufbewahrt',
    intro: 'Noch nicht gelöschte Aufbewahrungssätze, nach dem Jahr, in dem ihre letzte Frist endet.',
    headers: ['Bis Ende', 'Sätze', 'Einträge'],
    none: 'Nichts wird aufbewahrt.',
    expired: (count) =>
      `Die Zeit von ${plural(count, 'Satz', 'Sätzen')} ist um: Löschen Sie ${count === 1 ? 'ihn' : 'sie'} mit belbo-erase stubs purge.`,
  },
  open: {
    heading: 'Nach der Löschung noch offen',
    headers: ['Schritt', 'Anfragen', 'Nummern'],
    none: 'Nichts ist offen: Sicherungen, Empfänger und Briefe sind erledigt.',
    step: {
      residue: 'Nachprüfung',
      bytes: 'Datenbankdatei',
      manual: 'Schritte von Hand',
      backups: 'Sicherungen',
      recipients: 'Empfänger (Art. 19)',
      letter: 'Antwort an die betroffene Person',
    },
  },
  note: 'Dieser Bericht enthält keine Kundendaten. Er zählt Anfragen nach dem Tag des Eingangs und sagt, was bis zum oben genannten Tag daraus wurde. Fristen nach Art. 12 Abs. 3 DSGVO und der Verordnung (EWG, Euratom) Nr. 1182/71.',
};
