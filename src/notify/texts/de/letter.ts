import type { letter as english } from '../en/letter.js';
import { cited } from '../en/laws.js';
import { date } from './dates.js';

/** Sätze der Briefe an Kundinnen und Kunden. */
export const letter: typeof english = {
  date,
  reference: (id, receivedOn) => `Ihre Löschanfrage Nr. ${id} vom ${date(receivedOn)}`,
  salutation: (name) => (name === null ? 'Guten Tag,' : `Guten Tag ${name},`),
  closing: 'Mit freundlichen Grüßen',
  action: { delete: 'gelöscht', mask: 'personenbezogene Daten gelöscht', detach: 'nicht mehr mit Ihnen verknüpft' },
  retentionClass: {
    receipt: 'Rechnungen und Buchungsbelege',
    ledger: 'Bücher und Abschlüsse',
    business_letter: 'Geschäftsbriefe',
  },
  confirmation: {
    title: 'Ihre personenbezogenen Daten sind gelöscht',
    intro: (receivedOn, erasedOn, law) =>
      `am ${date(receivedOn)} haben wir Ihren Antrag auf Löschung Ihrer personenbezogenen Daten erhalten${cited(law.erasure)}. Wir haben sie am ${date(erasedOn)} gelöscht.`,
    erased: 'Was gelöscht wurde',
    headers: ['Daten', 'Einträge', 'Was geschah'],
    nothing: 'Es waren keine Einträge über Sie gespeichert.',
    redacted: (count) =>
      count === 1
        ? 'Außerdem waren Sie in einem Eintrag über jemand anderen erwähnt; diese Erwähnung wurde entfernt.'
        : `Außerdem waren Sie in ${String(count)} Einträgen über andere Personen erwähnt; diese Erwähnungen wurden entfernt.`,
    backups: {
      cleaned: 'Auch aus den Kopien in unseren exportierten Dateien wurden Ihre Daten entfernt.',
      open: 'Kopien in unseren exportierten Dateien werden noch bereinigt.',
    },
    kept: 'Was wir von Gesetzes wegen aufbewahren müssen',
    keptIntro: (law) =>
      `Folgendes dürfen wir noch nicht löschen${cited(law.retention)}. Es ist gesperrt: Nur Inhaber und Steuerberatung können es sehen, und es dient keinem anderen Zweck. Nach Ablauf der Frist wird es gelöscht.`,
    keptHeaders: ['Daten', 'Einträge', 'Gesetz', 'Aufbewahrt bis'],
    baseData: (until) =>
      `Zusammen damit bewahren wir die zugehörigen Stammdaten wie Name und Anschrift bis zum ${date(until)} auf.`,
    nothingKept: (complete) =>
      `Kein Gesetz verpflichtet uns, etwas über Sie aufzubewahren${complete ? ': Es wurde nichts zurückbehalten' : ''}.`,
  },
  recipients: {
    heading: 'Wem wir Bescheid gegeben haben',
    intro: (law) =>
      `Ihre Daten waren den folgenden Empfängern offengelegt worden; ihnen wird die Löschung mitgeteilt${cited(law.notification)}:`,
    line: (name, purpose, state) => `${name}${purpose === null ? '' : ` (${purpose})`}: ${state}`,
    confirmed: (on) => `hat die Löschung am ${date(on)} bestätigt`,
    asked: (on) => `am ${date(on)} zur Löschung aufgefordert`,
    notYet: 'wird noch zur Löschung aufgefordert',
    impossible: 'eine Mitteilung war nicht möglich',
    disproportionate: 'eine Mitteilung wäre mit unverhältnismäßigem Aufwand verbunden gewesen',
  },
  extension: {
    title: 'Wir brauchen mehr Zeit für Ihren Antrag',
    intro: (receivedOn, law) =>
      `am ${date(receivedOn)} haben wir Ihren Antrag auf Löschung Ihrer personenbezogenen Daten erhalten${cited(law.erasure)}.`,
    need: (dueOn, law) =>
      `Wir können ihn nicht innerhalb eines Monats erfüllen und verlängern die Frist um zwei weitere Monate${cited(law.extension)}. Sie erhalten unsere Antwort spätestens am ${date(dueOn)}.`,
    reason: 'Der Grund der Verzögerung',
  },
  refusal: {
    title: 'Wir können Ihren Antrag nicht erfüllen',
    intro: (receivedOn, law) =>
      `am ${date(receivedOn)} haben wir Ihren Antrag auf Löschung Ihrer personenbezogenen Daten erhalten${cited(law.erasure)}. Wir erfüllen ihn nicht.`,
    reason: 'Der Grund',
  },
  identity: {
    title: 'Bitte bestätigen Sie, wer Sie sind',
    intro: (receivedOn, law) =>
      `am ${date(receivedOn)} ist bei uns in Ihrem Namen ein Antrag auf Löschung personenbezogener Daten eingegangen${cited(law.erasure)}.`,
    doubt: (law) =>
      `Wir haben begründete Zweifel, ob er von Ihnen stammt. Damit niemand anderes Ihre Daten löschen lassen kann, bitten wir Sie um weitere Angaben, bevor wir fortfahren${cited(law.identity)}.`,
    ways: 'Eines davon genügt:',
    items: [
      'Schreiben Sie uns von der E-Mail-Adresse, die Sie für Ihre Termine verwenden, und nennen Sie die Nummer der Anfrage.',
      'Rufen Sie uns an oder kommen Sie vorbei, und nennen Sie uns Ihre Kundennummer oder die Tage Ihrer letzten Termine.',
    ],
    noCopy: 'Bitte schicken Sie uns keine Kopie Ihres Ausweises: Wir brauchen sie nicht.',
  },
  rights: {
    heading: 'Ihre Rechte',
    complaint: 'Sie können sich bei einer Aufsichtsbehörde beschweren (Art. 77 DSGVO). Für uns zuständig ist:',
    elsewhere: 'Sie können sich auch an die Behörde wenden, in deren Bereich Sie wohnen oder arbeiten.',
    remedy:
      'Unabhängig davon können Sie vor Gericht gehen (Art. 79 DSGVO): dort, wo wir niedergelassen sind, oder dort, wo Sie Ihren gewöhnlichen Aufenthalt haben.',
  },
  swissRights: {
    heading: 'Ihre Rechte',
    complaint:
      'Sie können der Aufsichtsbehörde Anzeige erstatten; bei genügenden Anzeichen untersucht sie, ob wir gegen Datenschutzvorschriften verstoßen (Art. 49 des Schweizer Datenschutzgesetzes, DSG):',
    elsewhere:
      'Wohnen oder arbeiten Sie in der EU und gilt die DSGVO für Sie, können Sie sich auch an die Behörde dort wenden (Art. 77 DSGVO).',
    remedy: 'Unabhängig davon können Sie die Löschung vor Gericht verlangen (Art. 32 DSG).',
  },
};
