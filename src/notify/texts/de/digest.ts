import type { digest as english } from '../en/digest.js';
import { date, plural } from './dates.js';

const left = (days: number): string =>
  days < 0
    ? `seit ${plural(-days, 'Tag', 'Tagen')} überfällig`
    : days === 0
      ? 'heute fällig'
      : `noch ${plural(days, 'Tag', 'Tage')}`;

const steps: Readonly<Record<string, string>> = {
  erase: 'löschen',
  residue: 'es wurde noch etwas gefunden',
  bytes: 'Datei bereinigen',
  manual: 'Schritte von Hand',
  backups: 'Sicherungen bereinigen',
  recipients: 'Rückmeldung der Empfänger',
  letter: 'Antwort an die Kundin oder den Kunden',
  hold: 'ruht',
  identity_unverified: 'die Identität ist festzustellen',
  customer_unknown: 'die Kundenakte dahinter fehlt',
  undecided_duplicates: 'über mögliche Dubletten ist zu entscheiden',
  sealed_merges: 'zusammengeführte Akten sind mit einer anderen Schlüsseldatei versiegelt',
  staff_login: 'gehört auch zum Personal',
  last_owner_login: 'letztes Inhaber-Login des Kalenders',
  ceiling: 'mehr Zeilen, als die Obergrenze erlaubt',
  uncertain_mentions: 'über Erwähnungen, die andere meinen können, ist zu entscheiden',
  blocking_rows: 'Zeilen, wie sie nur das Personal hat',
};

/** Sätze der Mail an die Datenschutzbeauftragten. */
export const digest: typeof english = {
  subject: (counts) => {
    const parts = [
      ...(counts.overdue > 0 ? [`${String(counts.overdue)} überfällig`] : []),
      ...(counts.due > 0 ? [`${String(counts.due)} bald fällig`] : []),
      ...(counts.created > 0 ? [`${String(counts.created)} neu`] : []),
      ...(counts.attention > 0 ? [`${String(counts.attention)} anzusehen`] : []),
    ];
    return `Löschanfragen: ${parts.length === 0 ? 'eine Mail zu prüfen' : parts.join(', ')}`;
  },
  sections: {
    overdue: 'Überfällig',
    due: 'Bald fällig',
    new: 'Neu seit der letzten Mail',
    attention: 'Braucht einen Menschen',
    uncertain: 'Mails, die vielleicht nicht angekommen sind',
  },
  entry: (id, receivedOn, dueOn, daysLeft, extended, customer) =>
    `Nr. ${id}${customer === null ? '' : ` (${customer})`}: eingegangen am ${date(receivedOn)}, Frist ${date(dueOn)}${extended ? ' (verlängert)' : ''}, ${left(daysLeft)}`,
  attention: (id, what, dueOn, customer) =>
    `Nr. ${id}${customer === null ? '' : ` (${customer})`}: ${what}; Frist ${date(dueOn)}`,
  step: (step) => steps[step] ?? step.replaceAll('_', ' '),
  uncertain: (at, requests, messageId) =>
    `${at}: Der Server hat nie gesagt, ob er die Mail${requests.length === 0 ? '' : ` zu ${requests.length === 1 ? 'Anfrage' : 'den Anfragen'} ${requests.join(', ')}`} angenommen hat (${messageId})`,
  uncertainHint: 'Sie werden nicht von selbst noch einmal gesendet. Bitte sehen Sie nach diesen Anfragen.',
  summary: (open, overdue) =>
    `Insgesamt ${open === 1 ? 'ist eine Anfrage' : `sind ${String(open)} Anfragen`} offen${overdue > 0 ? `, davon ${String(overdue)} überfällig` : ''}.`,
  where: 'Alle: belbo-erase list. Eine davon: belbo-erase show mit ihrer Nummer.',
};
