import type { recipient as english } from '../en/recipient.js';
import { cited } from '../en/laws.js';
import { date } from './dates.js';

/** Sätze der Nachricht an Empfänger der Daten. */
export const recipient: typeof english = {
  title: (id) => `Bitte löschen Sie die Daten einer Person (unsere Anfrage Nr. ${id})`,
  salutation: 'Sehr geehrte Damen und Herren,',
  intro: (erasedOn, law) =>
    `auf Antrag der betroffenen Person haben wir deren personenbezogene Daten am ${date(erasedOn)} gelöscht${cited(law.erasure)}.`,
  disclosed: (purpose, law) =>
    `Wir hatten Ihnen diese Daten offengelegt${purpose === null ? '' : ` (${purpose})`} und teilen Ihnen die Löschung mit${cited(law.notification)}. Bitte löschen Sie die Daten auch bei sich, mit allen Kopien und Verknüpfungen, soweit kein Gesetz Sie zur Aufbewahrung verpflichtet.`,
  person: 'Die Person',
  names: 'Name',
  numbers: 'Kundennummer',
  emails: 'E-Mail',
  phones: 'Telefon',
  keep: 'Bitte verwenden Sie diese Angaben nur, um die Daten zu finden, und löschen Sie danach auch diese Nachricht.',
  confirm: (id, by) =>
    `Bitte bestätigen Sie uns die Löschung bis zum ${date(by)} unter Angabe unserer Anfrage Nr. ${id}. Wenn Sie etwas aufbewahren müssen, teilen Sie uns bitte mit, was, nach welchem Gesetz und bis wann.`,
  again: (asked) =>
    asked === 1
      ? 'Wir haben Sie bereits einmal darum gebeten.'
      : `Wir haben Sie bereits ${String(asked)} Mal darum gebeten.`,
  closing: 'Mit freundlichen Grüßen',
};
