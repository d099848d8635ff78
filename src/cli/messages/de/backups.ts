import type { backups as en } from '../en/backups.js';

const zahl = (count: number, one: string, many: string): string => `${String(count)} ${count === 1 ? one : many}`;

/** Texts of scrub. */
export const backups: typeof en = {
  scrub: {
    notErased: (id) => `Anfrage ${id} ist noch nicht gelöscht: Das würde nach dem Löschen aus den Backups gehen.`,
    nobody: 'Keine gelöschte Anfrage ist offen: Es gibt niemanden zu suchen.',
    headers: {
      path: 'Datei',
      encoding: 'Kodierung',
      records: 'Sätze',
      removed: 'Entfernt',
      redacted: 'Geschwärzt',
      review: 'Fraglich',
      state: 'Zustand',
      awaiting: 'Kann die Person noch enthalten aus Anfrage',
    },
    total: (files, removed, redacted) =>
      `${zahl(files, 'Datei', 'Dateien')} durchsucht; ${zahl(removed, 'Satz', 'Sätze')} entfernt, ${String(redacted)} geschwärzt`,
    preview: (files, removed, redacted) =>
      `${zahl(files, 'Datei', 'Dateien')} durchsucht; ${zahl(removed, 'Satz', 'Sätze')} zu entfernen, ${String(redacted)} zu schwärzen. Es wurde nichts geändert.`,
    problems: 'Nicht zu bereinigen; diese Dateien sind, wie sie waren',
    reviews: 'Hier muss ein Mensch entscheiden',
    residue: 'Was bleibt, und warum',
    leftovers: (count) =>
      `${zahl(count, 'Datei', 'Dateien')} entfernt, die ein früherer, abgebrochener Lauf hinterlassen hatte`,
    line: (line) => `Zeile ${String(line)}`,
    request: (id) => `Anfrage ${id}`,
    lost: (id) =>
      `Die Merkmale der Anfrage ${id} sind nicht lesbar: Die Schlüsseldatei ist nicht die, mit der sie versiegelt wurden. Stellen Sie sie wieder her, oder durchsuchen Sie die Sicherungen von Hand und vermerken Sie es: belbo-erase scrub ORDNER --by-hand --request ${id}`,
    settled: (id) => `Die Sicherungen sind frei von Anfrage ${id}.`,
    done: (id) => `Anfrage ${id} ist fertig.`,
    awaiting: (id, count) =>
      `Anfrage ${id} wartet noch auf ${zahl(count, 'Sicherung', 'Sicherungen')}: belbo-erase scrub --status`,
    decide: 'Zum Entscheiden: am Terminal aufrufen oder die Entscheidungen in einer Datei angeben: --decisions DATEI',
    question: (id) => `Ist das die Person aus Anfrage ${id}?`,
    choices: {
      remove: 'Ja: den Satz entfernen',
      redact: 'Ja: die persönlichen Spalten leeren, den Satz behalten',
      keep: 'Nein, jemand anders: stehen lassen',
      later: 'Später entscheiden',
    },
    unmatched: (file, line) =>
      `Kein offener fraglicher Satz in ${file}, Zeile ${String(line)}, oder mehrere: Die Datei hat sich vielleicht geändert. Eindeutig, auch um eine Entscheidung zu ändern, ist die id aus scrub --json`,
    byHand: (files, gone) =>
      `Als von Hand erledigt vermerkt: ${zahl(files, 'Datei', 'Dateien')}; als endgültig fort: ${String(gone)}`,
    problem: {
      unreadable: (detail) => `ist nicht lesbar (${detail}); prüfen Sie die Rechte`,
      vanished: () =>
        'ist nicht mehr da; holen Sie sie zurück, oder vermerken Sie, dass sie endgültig fort ist: scrub DATEI --by-hand',
      not_a_file: () => 'ist weder Datei noch Ordner',
      read_only: () => 'ist schreibgeschützt; heben Sie den Schutz auf und starten Sie erneut',
      hard_link: (detail) =>
        `hat anderswo noch ${zahl(Number(detail), 'Namen', 'Namen')} (Hardlink), unter denen der alte Inhalt bliebe; nehmen Sie sie dazu, oder entfernen Sie sie`,
      folder: (detail) => `ließ sich nicht ersetzen (${detail}); prüfen Sie Rechte und Zustand des Ordners`,
      owner: () => 'gehört jemand anderem und würde den Besitzer wechseln; rufen Sie es als Besitzer auf',
      no_space: () => 'braucht mehr freien Platz neben sich; schaffen Sie Platz und starten Sie erneut',
      busy: () => 'wird gerade von einem anderen Lauf bereinigt; starten Sie danach erneut',
      changed: () => 'wurde beim Lesen verändert; starten Sie erneut, wenn niemand mehr hineinschreibt',
      encrypted: () => 'ist verschlüsselt; entpacken, den Inhalt bereinigen und neu packen',
      damaged_zip: (detail) =>
        detail === 'gap'
          ? 'ist ein Zip mit Bytes, die zu keinem Inhalt gehören; packen Sie es neu und starten Sie erneut'
          : 'ist ein beschädigtes Zip; reparieren (zip -F) oder entfernen Sie es',
      damaged_gzip: () => 'ist beschädigtes Gzip; ersetzen Sie es durch eine heile Kopie, oder entfernen Sie es',
      spreadsheet: () =>
        'ist ein Office-Dokument; löschen Sie die Person dort, oder speichern Sie es als CSV; danach: scrub DATEI --by-hand',
      archive: () => 'ist ein Archiv, das sich so nicht öffnen lässt; entpacken, den Inhalt bereinigen und neu packen',
      binary: () => 'ist kein Text; sehen Sie mit dem zugehörigen Programm hinein; danach: scrub DATEI --by-hand',
      label: () =>
        'nennt die Person in einem Dateinamen oder Kommentar im Archiv; der Inhalt ist bereinigt. Packen Sie es unter anderen Namen neu; danach: scrub DATEI --by-hand',
      verification: (detail) => `las sich nicht so zurück, wie geschrieben (${detail}); die alte Datei blieb`,
    },
    reason: {
      name_only: 'nur der Name stimmt überein',
      name_shared: 'Name und Anschrift oder Kontakt stimmen überein, können aber auch jemand anderem gehören',
      other_name: 'Nummer, E-Mail oder Telefon stimmt überein, der Name nicht',
      shared: 'E-Mail oder Telefon stimmt überein, gehört aber auch oder vielleicht jemand anderem',
      several_persons: 'nennt noch jemand anderen',
      header: 'steht, wo die Spaltennamen stehen müssten; hat die Datei keine: header: false',
      ambiguous: 'die Anführungszeichen lassen sich verschieden lesen',
      mention_shared: 'erwähnt jemanden; in der Datei passt das auch auf andere',
      unreadable: 'zu lang für einen Satz; sehen Sie von Hand hinein',
      kept: 'so von Ihnen entschieden',
      namesake: 'gleicher Name, anderes Geburtsdatum',
    },
    state: { present: 'vorhanden', changed: 'seither geändert', new: 'nie durchsucht', vanished: 'verschwunden' },
    none: 'Es sind keine Sicherungen bekannt.',
    allSettled: 'Keine Sicherung wartet auf etwas.',
  },
};
