import type { erasure as en } from '../en/erasure.js';
import { plural } from '../en/plural.js';

/** Texts of plan, erase and stubs. */
export const erasure: typeof en = {
  plan: {
    title: (id) => `Plan zur Löschanfrage ${id}`,
    records: 'Kundenakte Nr.',
    headers: {
      table: 'Tabelle',
      action: 'Aktion',
      rows: 'Zeilen',
      cascaded: 'davon per Kaskade',
      column: 'Spalte',
      basis: 'Gesetz',
      until: 'Bis',
      uncertain: 'Unsicher',
    },
    changes: 'Was im Kalender geschieht',
    kept: 'Aufbewahrung nach Gesetz, nur für Inhaber und Buchhaltung',
    mentions: 'Erwähnungen bei anderen',
    blockers: 'Was dem entgegensteht',
    manual: 'Von Hand zu tun',
    shared: (table, rows) =>
      `${table}: ${plural(rows, 'Zeile bleibt', 'Zeilen bleiben')}, weil jemand anderes dieselbe E-Mail oder dasselbe Telefon hat`,
    undated: (table, rows) =>
      `${table}: ${plural(rows, 'Zeile', 'Zeilen')} ohne Datum, das stimmen kann; die Aufbewahrung zählt ab heute. Berichtigen Sie das Datum im Kalender, wenn Sie es kennen`,
    person: 'Person',
    fingerprint: 'Fingerabdruck',
    missingIndexes: (names) => `Ohne Index und daher langsam: ${names}`,
    ready: 'Nichts steht dem entgegen.',
    blocker: {
      hold: () => 'ruht; freigeben mit: belbo-erase hold <Anfrage> --release',
      undecided_duplicates: ({ keys, more }) =>
        `kann dieselbe Person sein, und niemand hat entschieden: Akte ${String(keys)}${Number(more) > 0 ? ` und ${String(more)} weitere` : ''}; siehe belbo-erase duplicates und merge`,
      sealed_merges: ({ merges }) =>
        `zusammengeführte Akten, deren Angaben mit einer anderen Schlüsseldatei versiegelt sind (Zusammenführung ${String(merges)}); ist die endgültig verloren: belbo-erase merge forget`,
      staff_login: ({ login }) =>
        `gehört auch zum Personal (Login ${String(login)}); weiter nur mit --force-login ${String(login)}`,
      last_owner_login: ({ login }) => `letztes Inhaber-Login (${String(login)}); wird nie gelöscht`,
      ceiling: ({ ceiling }) => `mehr Zeilen als die Obergrenze von ${String(ceiling)}`,
      uncertain_mentions: () =>
        'Erwähnungen, die andere mit gleichem Namen, Telefon oder gleicher E-Mail meinen können; entscheiden Sie mit --uncertain-mentions redact oder keep',
      blocking_rows: () => 'Zeilen, wie sie nur das Personal hat',
    },
  },
  erase: {
    confirm: (id) => `Das lässt sich nicht rückgängig machen. Zum Löschen tippen Sie die Nummer der Anfrage (${id}):`,
    uncertain:
      'Einige Erwähnungen können andere mit gleichem Namen, Telefon oder gleicher E-Mail meinen. Was soll mit ihnen geschehen?',
    redact: 'Schwärzen',
    keep: 'Stehen lassen',
    manualDone: 'Handarbeit: Tippen Sie „fertig“, wenn sie getan ist, oder nur die Eingabetaste, um sie später zu tun:',
    dryRun: 'Probelauf: Es wurde nichts geändert.',
    done: (id) => `Die Löschanfrage ${id} ist fertig: Von der Person ist nur noch da, was das Gesetz verlangt.`,
    open: (id, steps) => `Der Kalender ist zur Löschanfrage ${id} bereinigt; noch offen: ${steps}.`,
    residue: (id) => `Zur Löschanfrage ${id} wurde noch etwas gefunden:`,
    unknown: 'Die Prüfung war nicht möglich: Die Schlüsseldatei ist nicht die, mit der versiegelt wurde.',
    redacted: 'Geschwärzte Erwähnungen',
    next: (id) => `Wenn die Handarbeit getan ist: belbo-erase erase ${id} --manual-done`,
  },
  stubs: {
    none: 'Keine Aufbewahrungssätze.',
    headers: {
      id: 'Nr.',
      request: 'Anfrage',
      until: 'Aufbewahrt bis',
      rows: 'Zeilen',
      basis: 'Gesetz',
      state: 'Stand',
    },
    state: { running: 'läuft', expired: 'abgelaufen', purged: 'gelöscht' },
    restricted:
      'Die Stammdaten sind nur für Inhaber und Buchhaltung (Art. 18 DSGVO): --as owner oder --as accountant. Jeder Blick wird vermerkt.',
    nothingDue: 'Keine Aufbewahrungsfrist ist abgelaufen; nichts zu löschen.',
    confirmPurge: 'Gelöscht wird, wessen Frist abgelaufen ist. Tippen Sie purge, um fortzufahren:',
    stub: (id, text) => `Aufbewahrungssatz ${id}: ${text}`,
    notBegun: 'nicht begonnen, denn an der Datenbank liegt es; die nächste Löschung nimmt ihn.',
    staying: (rows) =>
      `${plural(rows, 'Zeile bleibt', 'Zeilen bleiben')} vorerst: Belege anderer hängen damit zusammen. Eine spätere Löschung nimmt sie.`,
    purged: (stubs, rows) =>
      `${plural(rows, 'Zeile', 'Zeilen')} aus ${plural(stubs, 'Aufbewahrungssatz', 'Aufbewahrungssätzen')} gelöscht.`,
  },
};
