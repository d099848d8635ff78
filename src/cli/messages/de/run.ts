import type { run as en } from '../en/run.js';

/** Texts of the batch run. */
export const run: typeof en = {
  run: {
    planned: 'würde gelöscht',
    answered: (id) => `zusammen mit ${id} beantwortet`,
    waiting: (date, time) => `Bedenkzeit bis ${date} ${time}`,
    notBegun: 'nicht begonnen: der Lauf wurde angehalten',
    summary: (done, attention, failed, dryRun) =>
      [
        done === 0
          ? 'Nichts zu löschen'
          : `${String(done)} ${dryRun ? (done === 1 ? 'würde gelöscht' : 'würden gelöscht') : 'erledigt'}`,
        ...(attention > 0 ? [`${String(attention)} für einen Menschen`] : []),
        ...(failed > 0 ? [`${String(failed)} gescheitert`] : []),
      ].join(', '),
    backups: (text) => `Sicherungen: ${text}`,
    plannedBackups: (files) =>
      files === 1 ? '1 Datei würde durchsucht' : `${String(files)} Dateien würden durchsucht`,
    stopped: 'angehalten; der nächste Lauf macht weiter',
    reason: {
      hold: 'ruht',
      identity_unverified: 'die Identität ist noch nicht festgestellt (belbo-erase verify)',
      customer_unknown: 'keine Kundenakte dahinter',
      undecided_duplicates: 'mögliche Dubletten sind unentschieden (belbo-erase duplicates)',
      staff_login: 'gehört auch zum Personal',
      last_owner_login: 'letztes Inhaber-Login des Kalenders',
      ceiling: 'mehr Zeilen, als die Obergrenze erlaubt (belbo-erase plan)',
      uncertain_mentions: 'Erwähnungen, die andere meinen können',
      blocking_rows: 'Zeilen, wie sie nur das Personal hat',
      sealed_merges: 'zusammengeführte Akten, mit einer anderen Schlüsseldatei versiegelt (belbo-erase plan)',
      backups: 'die Sicherungen sind noch nicht alle durchsucht',
      backup_review: 'Sätze in Sicherungen warten auf eine Entscheidung (belbo-erase scrub)',
      backup_problem: 'eine Sicherung ließ sich nicht bereinigen (belbo-erase scrub --status)',
      backup_vanished: 'eine Sicherung ist nicht mehr da (belbo-erase scrub --status)',
      backups_failed:
        'gelöscht, aber die Sicherungen ließen sich nicht bereinigen; der nächste Lauf versucht es wieder',
      identifiers_lost: 'die versiegelten Merkmale sind nicht lesbar: andere Schlüsseldatei (belbo-erase scrub)',
    },
  },
};
