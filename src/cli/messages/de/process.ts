import type { guide as en } from '../en/process.js';

/** Texts of the guided flow. */
export const guide: typeof en = {
  process: {
    which: 'Welche Löschanfrage? Die dringendste steht oben.',
    leave: 'Hier aufhören; später geht es an dieser Stelle weiter',
    later: 'Später; weiter mit dem nächsten Schritt',
    resume: (id) => `Wenn das geklärt ist, weiter mit: belbo-erase process ${id}`,
    left: (id, status) =>
      `Die Löschanfrage ${id} bleibt, wie sie ist (${status}). Weiter mit: belbo-erase process ${id}`,
    leftErased: (id, steps) =>
      `Zur Löschanfrage ${id} ist gelöscht; noch offen: ${steps}. Weiter mit: belbo-erase process ${id}`,
    title: {
      hold: 'Ruht',
      identity: 'Identität',
      duplicates: 'Steht die Person zweimal im Kalender?',
      plan: 'Was gelöscht würde',
      verify: 'Ist noch etwas da?',
      manual: 'Von Hand',
      backups: 'Sicherungen',
      recipients: 'Empfänger (Art. 19 DSGVO)',
      letter: 'Antwort an die Kundin oder den Kunden',
    },
    held: 'Die Löschanfrage ruht. Was nun?',
    release: 'Freigeben und weiter',
    identity: 'Wodurch wurde die Identität der bittenden Person festgestellt?',
    blocked: 'Das ist zuerst zu klären. Was nun?',
    lookAgain: 'Ist geklärt: noch einmal nachsehen',
    force: 'Die Kundenakte trotzdem löschen; das Login bleibt',
    typeLogin: (login) => `Um fortzufahren, geben Sie das Login ein (${login}):`,
    otherLogin: 'Das ist ein anderes Login.',
    duplicates: (count) =>
      count === 1
        ? 'Eine Kundenakte könnte dieselbe Person sein. Vor der Entscheidung wird nichts gelöscht.'
        : `${String(count)} Kundenakten könnten dieselbe Person sein. Vor der Entscheidung wird nichts gelöscht.`,
    review: 'Nebeneinander ansehen und entscheiden',
    noDuplicates: 'Über keine Kundenakte ist noch zu entscheiden.',
    lookUp: 'Als Nächstes wird der Kalender durchsucht und ein Plan gemacht; das ändert nichts.',
    stale: 'Der Kalender hat sich seit dem Plan geändert. Es wurde nichts gelöscht.',
    plan: 'Plan machen',
    residue: 'Etwas von der Person ist noch da. Was nun?',
    manual: 'Das kann kein Programm.',
    manualDone: 'Das ist alles getan',
    backups: (count, first) =>
      first
        ? `Die Person kann in ${count === 1 ? 'einer Sicherung' : `${String(count)} Sicherungen`} stehen.`
        : `${count === 1 ? 'Eine Sicherung wartet' : `${String(count)} Sicherungen warten`} noch. Was nun?`,
    scrub: 'Die Person daraus entfernen',
    scrubAgain: 'Ist erledigt: noch einmal durchsuchen',
    recipient: (name) => `Wie steht es mit ${name}?`,
    askedOn: (date) => `Zuletzt gefragt am ${date}.`,
    link: (id) => `Ein Link, der das im Mailprogramm öffnet: belbo-erase recipients remind ${id}`,
    send: 'Die Nachricht jetzt mailen',
    confirmed: 'Die Löschung ist bestätigt',
    impossible: 'Die Mitteilung ist unmöglich',
    disproportionate: 'Die Mitteilung wäre unverhältnismäßig',
    whyNot: 'Aus welchem Grund? (Er bleibt als Nachweis; nennen Sie hier niemanden.)',
    letter: 'Wie steht es mit dem Brief?',
    sendLetter: 'Jetzt mailen',
    saveLetter: 'Zum Drucken speichern',
    letterFile: (id) => `brief-${id}.html`,
    fileName: (name) => `Datei (Eingabetaste: ${name}):`,
    posted: 'Er ging mit der Post oder wurde übergeben',
  },
};
