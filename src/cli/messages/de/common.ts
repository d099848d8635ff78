import type { common as en } from '../en/common.js';
import { plural } from '../en/plural.js';

/** What many commands say: statuses, dates, counts, progress. */
export const common: typeof en = {
  error: 'Fehler',
  hint: 'Hinweis',
  unexpected: {
    message: (code) => `Ein unerwarteter Fehler (${code}).`,
    hint: 'Es ist nichts Halbes zurückgeblieben. Wo es war, zeigt BELBO_ERASE_DEBUG=1; sonst hilft: belbo-erase doctor',
  },
  date: (iso) => `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)}`,
  relative: (days) =>
    days < 0
      ? `seit ${plural(-days, 'Tag', 'Tagen')} überfällig`
      : days === 0
        ? 'heute'
        : days === 1
          ? 'morgen'
          : `in ${String(days)} Tagen`,
  left: (days) => (days < 0 ? `${String(-days)} T. zu spät` : days === 0 ? 'heute' : plural(days, 'Tag', 'Tage')),
  score: (value) => `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(1).replace('.', ',')}`,
  rows: (count) => plural(count, 'Zeile', 'Zeilen'),
  more: (count) => `… und ${String(count)} weitere; alle mit --json oder in einer Pipe`,
  status: {
    open: 'neu',
    in_progress: 'in Bearbeitung',
    erased: 'gelöscht',
    done: 'fertig',
    rejected: 'abgelehnt',
    withdrawn: 'zurückgezogen',
  },
  channel: { online: 'online', staff: 'Personal' },
  step: {
    erase: 'löschen',
    residue: 'Reste prüfen',
    bytes: 'Datei bereinigen',
    manual: 'Handarbeit',
    backups: 'Sicherungen bereinigen',
    recipients: 'Empfänger',
    letter: 'Antwort',
  },
  action: { delete: 'löschen', detach: 'lösen', keep: 'behalten', mask: 'maskieren', block: 'sperrt' },
  yes: 'ja',
  keys: { navigate: 'bewegen', select: 'wählen' },
  password: (user, database) => `Passwort von ${user} für ${database}:`,
  progress: {
    stage: {
      match: 'Kunden vergleichen',
      'mention-scan': 'Erwähnungen suchen',
      erase: 'löschen',
      'residue-scan': 'Reste suchen',
      'byte-proof': 'Datei durchsuchen',
      compare: 'Datensätze vergleichen',
      vacuum: 'Datei ohne freie Seiten neu schreiben',
      generate: 'Kundschaft erfinden',
      scrub: 'Sicherungen durchsuchen',
    },
    start: (stage) => `${stage} …`,
    end: (stage, done) => `${stage}: ${done}`,
  },
};
