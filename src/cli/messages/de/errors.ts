import type { ErrorParams } from '../../../errors.js';
import type { ErrorTexts } from '../en/errors.js';
import { plural } from '../en/plural.js';
import { common } from './common.js';
import { run } from './run.js';

const fehler = (list: readonly unknown[]): string => `${String(list.length)} Fehler`;
const statusName: Readonly<Record<string, string>> = common.status;

/** The data map's own blockers in its own words. */
const reasons = ({ codes, texts }: ErrorParams['BLOCKED']): string =>
  codes
    .split(', ')
    .map((code) => run.run.reason[code] ?? texts[code]?.['de']?.trim().replace(/\.$/, '') ?? code)
    .join('; ');

const stepName: Readonly<Record<string, string>> = common.step;

const stepNames = (codes: string): string =>
  codes
    .split(', ')
    .map((code) => stepName[code] ?? code)
    .join(', ');

/** Errors, in German. */
export const errors: ErrorTexts = {
  UNKNOWN_COMMAND: {
    message: ({ name }) => `Den Befehl ${name} gibt es nicht.`,
    hint: ({ nearest, valid }) => (nearest === '' ? `Befehle: ${valid}` : `Meinten Sie ${nearest}?`),
  },
  UNKNOWN_OPTION: {
    message: ({ option }) => `Die Option ${option} gibt es nicht.`,
    hint: ({ nearest, command }) =>
      nearest === '' ? `Siehe: belbo-erase ${command}--help` : `Meinten Sie ${nearest}?`,
  },
  MISSING_COMMAND: {
    message: ({ command }) => `Zu ${command === '' ? 'belbo-erase' : command} fehlt der Befehl.`,
    hint: ({ valid }) => `Befehle: ${valid}`,
  },
  MISSING_ARGUMENT: {
    message: ({ argument }) => `Es fehlt: ${argument}.`,
    hint: ({ command }) => `Siehe: belbo-erase ${command}--help`,
  },
  MISSING_VALUE: {
    message: ({ option }) => `Zu ${option} fehlt der Wert.`,
    hint: ({ command }) => `Siehe: belbo-erase ${command}--help`,
  },
  TOO_MANY_ARGUMENTS: {
    message: () => 'Zu viele Angaben.',
    hint: ({ command }) => `Siehe: belbo-erase ${command}--help`,
  },
  REQUEST_NOT_FOUND: {
    message: ({ id }) => `Es gibt keine Löschanfrage ${id}.`,
    hint: () => 'Alle Anfragen zeigt: belbo-erase list --all',
  },
  REQUEST_CLOSED: {
    message: ({ id, status }) =>
      `Die Löschanfrage ${id} ist ${statusName[status] ?? status}; es wurde nichts geändert.`,
    hint: ({ id }) => `Was geschehen ist, zeigt: belbo-erase show ${id}`,
  },
  REQUEST_NOT_ERASED: {
    message: ({ id }) => `Zur Löschanfrage ${id} wurde noch nichts gelöscht.`,
    hint: ({ id }) => `Beginnen Sie mit: belbo-erase plan ${id}`,
  },
  ALREADY_EXTENDED: {
    message: ({ id }) => `Die Löschanfrage ${id} ist schon verlängert; das Gesetz erlaubt es einmal.`,
    hint: ({ id }) => `Seit wann, zeigt: belbo-erase show ${id}`,
  },
  EXTENSION_TOO_LATE: {
    message: ({ id, dueOn }) =>
      `Die Löschanfrage ${id} lässt sich nicht mehr verlängern: Der erste Monat endete am ${common.date(dueOn)}.`,
    hint: () =>
      'Art. 12 Abs. 3 DSGVO: Es muss binnen dieses Monats mitgeteilt werden. Beantworten Sie die Anfrage jetzt.',
  },
  NOT_ON_HOLD: {
    message: ({ id }) => `Die Löschanfrage ${id} ruht nicht.`,
    hint: ({ id }) => `Wie es steht, zeigt: belbo-erase show ${id}`,
  },
  CUSTOMER_AMBIGUOUS: {
    message: ({ records }) => `Mehrere Kundenakten passen, Nummer [Schlüssel]: ${records}.`,
    hint: () => 'Es wurde nichts eingetragen. Nennen Sie die richtige mit: --customer',
  },
  CUSTOMER_NOT_FOUND: {
    message: () => 'Keine Kundenakte passt.',
    hint: () => 'Schlagen Sie die Kundennummer im Kalender nach.',
  },
  CONFIRMATION_MISSING: {
    message: () => 'Hier wird endgültig gelöscht; dazu fehlt die Bestätigung.',
    hint: ({ id }) => `In einem Skript: --confirm ${id}`,
  },
  CONFIRMATION_WRONG: {
    message: ({ id }) => `Die Bestätigung lautet nicht ${id}; es wurde nichts geändert.`,
    hint: ({ id }) => `Tippen Sie genau: ${id}`,
  },
  TERMINAL_NEEDED: {
    message: ({ command }) => `${command} spricht mit einem Menschen und braucht ein Terminal.`,
    hint: () => 'In Skripten: belbo-erase run, oder erase mit --confirm',
  },
  DECISION_MISSING: {
    message: ({ option }) => `Es fehlt eine Entscheidung: ${option}.`,
    hint: ({ option }) => `Entscheiden Sie mit ${option}; worum es geht, zeigt belbo-erase plan.`,
  },
  UNKNOWN_FIELD: {
    message: ({ field }) => `Es gibt kein JSON-Feld ${field}.`,
    hint: ({ valid }) => `Gültig sind: ${valid}`,
  },
  INVALID_OPTION: {
    message: ({ option }) => `Der Wert von ${option} ist ungültig.`,
    hint: ({ valid }) => `Gültig: ${valid}`,
  },
  STUB_NOT_FOUND: {
    message: ({ id }) => `Es gibt keinen Aufbewahrungssatz ${id}.`,
    hint: () => 'Alle zeigt: belbo-erase stubs list',
  },
  DEMO_FOLDER_NOT_EMPTY: {
    message: ({ path }) => `Im Ordner ${path} liegen Dateien, die nicht zur Demo gehören.`,
    hint: () => 'Nennen Sie mit --dir einen anderen Ordner.',
  },
  NO_BACKUPS: {
    message: ({ path }) => `Es sind keine Sicherungen bekannt, und ${path} nennt keine.`,
    hint: () =>
      'Nennen Sie Dateien oder Ordner: belbo-erase scrub ORDNER, oder führen Sie sie unter backups: in der Konfiguration auf.',
  },
  IDENTIFIERS_GONE: {
    message: ({ id }) =>
      `Die Löschanfrage ${id} ist fertig; was die Person auffindbar machen würde, wurde damit vernichtet.`,
    hint: () =>
      'Eine später aufgetauchte Sicherung lässt sich nur von Hand durchsuchen. Solange Anfragen offen sind: belbo-erase scrub --all-erased',
  },
  RECIPIENT_NOT_FOUND: {
    message: ({ id, recipient }) => `Zur Anfrage ${id} gibt es keinen offenen Empfänger ${recipient}.`,
    hint: ({ open }) => (open === '' ? 'Es ist niemand mehr zu benachrichtigen.' : `Offen: ${open}`),
  },
  FILE_NOT_CREATED: {
    message: ({ path }) => `${path} lässt sich nicht anlegen.`,
    hint: () =>
      'Es wird nichts überschrieben: Nennen Sie eine Datei, die es noch nicht gibt, in einem Ordner, den es gibt.',
  },
  LETTER_UNFOUNDED: {
    message: ({ id, kind }) =>
      `Die Anfrage ${id} gibt zu diesem Brief keinen Anlass (--kind ${kind}); nichts wurde geschrieben.`,
    hint: ({ id }) => `Wie es steht, zeigt: belbo-erase show ${id}`,
  },
  LETTER_EARLY: {
    message: ({ id, steps }) =>
      `Die Löschung zur Anfrage ${id} ist noch nicht zu Ende (${stepNames(steps)}); eine Bestätigung wäre noch nicht wahr.`,
    hint: ({ id }) => `Was zu tun ist, zeigt: belbo-erase show ${id}`,
  },
  LETTER_UNADDRESSED: {
    message: ({ id }) => `Wohin der Brief zur Anfrage ${id} gehen soll, ist nicht mehr bekannt.`,
    hint: () => 'Ohne --send wird er trotzdem geschrieben; die Anschrift ist von Hand zu ergänzen.',
  },
  CONFIG_NOT_FOUND: {
    message: ({ path }) => `Keine Konfiguration: ${path} fehlt, und es ist keine Datenbank genannt.`,
    hint: () => 'Nennen Sie --config oder --database, oder probieren Sie: belbo-erase demo',
  },
  CONFIG_INVALID: {
    message: ({ path, findings }) => `Die Konfiguration ${path} hat ${fehler(findings)}:`,
    hint: () => 'Berichtigen Sie sie und versuchen Sie es erneut; es wurde nichts geändert.',
  },
  MAP_NOT_FOUND: {
    message: ({ name }) => `Es gibt keine Datenkarte ${name}.`,
    hint: ({ builtIn }) => `Mitgeliefert: ${builtIn}; oder nennen Sie eine Datei.`,
  },
  MAP_INVALID: {
    message: ({ path, findings }) => `Die Datenkarte ${path} hat ${fehler(findings)}:`,
    hint: () => 'Berichtigen Sie sie und versuchen Sie es erneut; es wurde nichts geändert.',
  },
  MAP_MISMATCH: {
    message: ({ map, findings }) => `Die Datenkarte ${map} passt nicht zur Datenbank (${fehler(findings)}):`,
    hint: () =>
      'Solange personenbezogene Daten übersehen werden könnten, wird nichts gelöscht. Ergänzen Sie die Karte, oder nehmen Sie mit Begründung aus, was keine enthält.',
  },
  PRIVILEGES_MISSING: {
    message: ({ privileges }) => `Dem Datenbankbenutzer fehlen Rechte auf die ganze Datenbank: ${privileges}.`,
    hint: () =>
      'Was er nicht sieht, kann er weder prüfen noch löschen. Erteilen Sie sie: GRANT SELECT, INSERT, UPDATE, DELETE ON Datenbank.* TO Benutzer',
  },
  NOT_INITIALISED: {
    message: ({ database }) => `${database} ist für belbo-erase noch nicht eingerichtet.`,
    hint: () => 'Einmal ausführen: belbo-erase init',
  },
  TABLES_OUTDATED: {
    message: ({ database }) => `Die Tabellen von belbo-erase in ${database} sind die einer älteren Version.`,
    hint: () => 'Bringen Sie sie auf den Stand: belbo-erase init',
  },
  KEY_FILE_MISSING: {
    message: ({ path }) => `Die Schlüsseldatei ${path} fehlt.`,
    hint: () => 'Holen Sie sie aus der Sicherung, oder legen Sie eine neue an: belbo-erase init',
  },
  KEY_FILE_INVALID: {
    message: ({ path }) => `${path} ist keine Schlüsseldatei.`,
    hint: () =>
      'Holen Sie sie aus der Sicherung, oder schieben Sie die Datei beiseite und führen Sie aus: belbo-erase init',
  },
  KEY_FILE_EXPOSED: {
    message: ({ path, mode }) => `Andere dürfen die Schlüsseldatei ${path} lesen (Rechte ${mode}).`,
    hint: ({ path }) => `Ausführen: chmod 600 ${path}`,
  },
  SECTION_MISSING: {
    message: ({ section }) => `In der Konfiguration fehlt der Abschnitt ${section}.`,
    hint: () => 'Was hineingehört, steht im Handbuch (docs/handbuch.md).',
  },
  AUTHORITY_UNKNOWN: {
    message: () => 'Es ist nicht bekannt, welche Aufsichtsbehörde für Sie zuständig ist.',
    hint: () => 'In Deutschland hängt das vom Bundesland ab. In belbo-erase.yaml: authority: { state: BY }',
  },
  DATABASE_UNREACHABLE: {
    message: ({ database, reason }) => `${database} ist nicht erreichbar (${reason}).`,
    hint: () => 'Nichts blieb halb getan. Prüfen Sie, ob der Server läuft und die Adresse stimmt.',
  },
  DATABASE_NOT_FOUND: {
    message: ({ path }) => `Es gibt keine Datenbankdatei ${path}.`,
    hint: () => 'Prüfen Sie den Pfad in belbo-erase.yaml oder --database.',
  },
  ACCESS_DENIED: {
    message: ({ database, user }) => `${database} weist den Benutzer ${user} ab.`,
    hint: () =>
      'Prüfen Sie Benutzer und Passwort; das Passwort kommt aus BELBO_ERASE_PASSWORD, password_file oder der Eingabe.',
  },
  LOCKED: {
    message: ({ owner, since }) =>
      `Ein anderer Lauf arbeitet gerade (${owner}${since === '' ? '' : `, seit ${since.slice(0, 16).replace('T', ' ')} UTC`}).`,
    hint: () => 'Warten Sie, bis er fertig ist, und versuchen Sie es erneut.',
  },
  DATABASE_BUSY: {
    message: ({ database }) => `${database} ist von einem anderen Programm gesperrt.`,
    hint: () => 'Es wurde nichts geändert. Versuchen Sie es erneut, wenn der Kalender ruht.',
  },
  DATABASE_READ_ONLY: {
    message: ({ database }) => `${database} ist schreibgeschützt.`,
    hint: () => 'Es wurde nichts geändert. Prüfen Sie die Rechte der Datei oder des Benutzers.',
  },
  DISK_FULL: {
    message: ({ database }) => `Kein Platz mehr für ${database}.`,
    hint: () => 'Es wurde nichts geändert. Schaffen Sie Platz und versuchen Sie es erneut.',
  },
  COMMIT_UNCERTAIN: {
    message: ({ database }) => `Die Verbindung zu ${database} riss beim Speichern ab.`,
    hint: () => 'Es ist entweder alles oder nichts geschehen. Sehen Sie nach mit: belbo-erase list',
  },
  QUERY_FAILED: {
    message: ({ code, table }) =>
      `Die Datenbank hat eine Anweisung${table === '' ? '' : ` zu ${table}`} abgelehnt (${code}).`,
    hint: () => 'Es wurde nichts geändert. Ausführen: belbo-erase doctor',
  },
  COUNT_MISMATCH: {
    message: ({ table, planned, found }) =>
      `${table}: ${String(found)} statt ${String(planned)} Zeilen; alles wurde zurückgenommen.`,
    hint: () => 'Planen Sie neu: Der Kalender wurde inzwischen geändert.',
  },
  MAIL_FAILED: {
    message: ({ host, reason }) => `Der Mailserver ${host} hat die Mail nicht angenommen (${reason}).`,
    hint: () =>
      'Es wurde nichts gesendet. Prüfen Sie den Abschnitt mail der Konfiguration und rufen Sie dann denselben Befehl noch einmal auf.',
  },
  MAIL_PARTLY: {
    message: ({ host, places }) =>
      `Der Mailserver ${host} hat die Mail nicht für alle angenommen: abgelehnt wurde Empfänger Nr. ${places}.`,
    hint: () =>
      'Die anderen haben sie bekommen; sie wird nicht noch einmal gesendet. Berichtigen Sie die Adresse, und geben Sie Bescheid, wem die Mail fehlt.',
  },
  MAIL_UNCERTAIN: {
    message: ({ host, messageId, reason }) =>
      `${host} hat nie gesagt, ob er die Mail ${messageId} angenommen hat (${reason}).`,
    hint: () =>
      'Sie wird nicht von selbst noch einmal gesendet. Sehen Sie nach, ob sie angekommen ist; wenn nicht, senden Sie sie mit --again.',
  },
  PLAN_STALE: {
    message: ({ id }) =>
      `Seit der Planung der Löschanfrage ${id} hat sich der Kalender geändert; es wurde nichts gelöscht.`,
    hint: ({ id }) => `Sehen Sie erneut nach: belbo-erase plan ${id}`,
  },
  STAFF_LOGIN: {
    message: ({ login }) => `Diese Person gehört auch zum Personal (Login ${login}).`,
    hint: ({ login }) => `Soll die Kundenakte trotzdem gelöscht werden: --force-login ${login}. Das Login bleibt.`,
  },
  LAST_OWNER_LOGIN: {
    message: ({ login }) => `Diese Person ist die letzte Inhaberin oder der letzte Inhaber (Login ${login}).`,
    hint: () =>
      'Danach könnte niemand mehr den Kalender verwalten: Geben Sie zuerst einer anderen Person die Inhaberrolle.',
  },
  BLOCKED: {
    message: (params) => `Die Löschanfrage ${params.id} darf jetzt nicht ausgeführt werden: ${reasons(params)}.`,
    hint: ({ id }) => `Was zu tun ist, zeigt: belbo-erase plan ${id}`,
  },
  CEILING_EXCEEDED: {
    message: ({ table, rows, ceiling }) =>
      `${table}: ${String(rows)} Zeilen wären betroffen, mehr als die Obergrenze von ${String(ceiling)}.`,
    hint: () => 'Prüfen Sie den Plan; ist er richtig, heben Sie die Obergrenze in der Datenkarte an.',
  },
  SUBJECT_GONE: {
    message: ({ id }) => `Die Kundenakte zur Löschanfrage ${id} gibt es nicht mehr.`,
    hint: () =>
      'Jemand hat sie im Kalender gelöscht. Was sonst noch gespeichert ist, lässt sich von hier aus nicht finden.',
  },
  NOT_A_CUSTOMER: {
    message: ({ id }) => `Der Datensatz zur Löschanfrage ${id} gehört keiner Kundin und keinem Kunden.`,
    hint: () => 'Berichtigen Sie die Anfrage im Kalender.',
  },
  UNDECIDED_DUPLICATES: {
    message: ({ id, records, keys, more }) =>
      `Vor dem Löschen der Anfrage ${id} muss jemand über ${plural(records, 'Akte', 'Akten')} entscheiden, die dieselbe Person sein ${records === 1 ? 'kann' : 'können'}: ${keys}${more > 0 ? ` und ${String(more)} weitere` : ''}.`,
    hint: ({ id }) => `Warum, zeigt: belbo-erase duplicates ${id}; entscheiden Sie mit: belbo-erase merge ${id}`,
  },
  MERGE_REFUSED: {
    message: ({ reason, table }) =>
      `Diese Akten lassen sich nicht zusammenführen: ${
        (
          {
            self_pair: 'Eine Akte ist nicht ihre eigene Dublette, und jede darf nur einmal genannt sein',
            not_a_customer: 'Eine von ihnen ist keine Kundenakte',
            blocking_rows: `${table} zeigt, dass eine von ihnen zum Personal gehört`,
            key_moves: `Zeilen von ${table} hängen an einem Schlüssel, der sich ändern würde`,
            refers_to_itself: `Eine Zeile von ${table} würde auf sich selbst verweisen`,
            left_behind: `Was in ${table} an der Adresse der anderen hängt, würde danach von keiner Löschung mehr gefunden`,
            retained_row_collides: `Eine Zeile von ${table}, die das Gesetz aufzubewahren verlangt, müsste weichen`,
          } as Readonly<Record<string, string>>
        )[reason] ?? reason
      }.`,
    hint: () =>
      'Es wurde nichts geändert. Entscheiden Sie stattdessen „mit löschen“: Dann werden beide zusammen gelöscht.',
  },
  MERGE_RECORD_GONE: {
    message: ({ records }) => `${plural(records, 'Akte', 'Akten')} zum Zusammenführen gibt es nicht (mehr).`,
    hint: () => 'Was zusammengeführt wurde, zeigt: belbo-erase merge list',
  },
  MERGE_UNDECIDED: {
    message: ({ tables }) => `Nur eine Zeile jeder Art darf bleiben, und niemand hat gesagt, welche: ${tables}.`,
    hint: () =>
      'Sagen Sie es mit --collision TABELLE=survivor oder TABELLE=duplicate oder geben Sie der Datenkarte eine Regel.',
  },
  MERGE_STALE: {
    message: ({ key }) =>
      `Der Kalender hat die Akte ${key} oder was daran hängt inzwischen geändert; es wurde nichts zusammengeführt.`,
    hint: () => 'Sehen Sie noch einmal hin.',
  },
  MERGE_CHANGED: {
    message: ({ id, tables, later }) =>
      later === 1
        ? `Die Zusammenführung ${id} lässt sich nicht rückgängig machen: Ihre Akte ist später in einer anderen aufgegangen.`
        : `Die Zusammenführung ${id} lässt sich nicht rückgängig machen: Zeilen davon wurden seither geändert (${tables}).`,
    hint: ({ later }) =>
      later === 1 ? 'Machen Sie zuerst die spätere Zusammenführung rückgängig.' : 'Es wurde nichts geändert.',
  },
  MERGE_SEALED: {
    message: ({ id }) =>
      `Die Zusammenführung ${id} lässt sich nicht rückgängig machen: Sie wurde mit einer anderen Schlüsseldatei versiegelt.`,
    hint: ({ id }) =>
      `Geben Sie die Schlüsseldatei an, mit der sie gemacht wurde. Ist die verloren: belbo-erase merge forget ${id}`,
  },
  MERGE_READABLE: {
    message: ({ id }) => `Die Zusammenführung ${id} wird nicht aufgegeben: Diese Schlüsseldatei öffnet sie.`,
    hint: ({ id }) => `Sie steht dem Löschen nicht im Weg. Rückgängig machen: belbo-erase merge undo ${id}`,
  },
  MERGE_NOT_FOUND: {
    message: ({ id }) => `Eine Zusammenführung ${id} gibt es nicht.`,
    hint: () => 'Alle zeigt: belbo-erase merge list',
  },
  MERGE_UNDONE: {
    message: ({ id }) => `Die Zusammenführung ${id} ist schon rückgängig gemacht.`,
    hint: () => 'Alle zeigt: belbo-erase merge list',
  },
  MERGE_FIELD_UNKNOWN: {
    message: ({ field }) => `Die Kundenakte hat kein Feld ${field}, über das zu entscheiden wäre.`,
    hint: ({ valid }) => `Felder: ${valid}`,
  },
  DECISIONS_INVALID: {
    message: ({ path, findings }) => `Die Entscheidungen in ${path} haben ${fehler(findings)}:`,
    hint: () => 'Berichtigen Sie sie und versuchen Sie es erneut; es wurde nichts geändert.',
  },
  INTERNAL: {
    message: ({ detail }) => `Ein Fehler des Programms (${detail}).`,
    hint: () => 'Es wurde nichts geändert. Bitte melden Sie ihn.',
  },
};
