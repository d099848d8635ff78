import { plural } from '../en/plural.js';
import type { telling as en } from '../en/telling.js';

/** Texts of recipients, letter and notify. */
export const telling: typeof en = {
  recipients: {
    none: 'Auf keiner Liste steht ein Empfänger.',
    headers: {
      request: 'Anfrage',
      recipient: 'Empfänger',
      state: 'Stand',
      asked: 'Gefragt',
      settled: 'Geantwortet',
      purpose: 'Zweck',
    },
    state: {
      planned: 'nach der Löschung',
      open: 'offen',
      confirmed: 'gelöscht',
      impossible: 'unmöglich',
      disproportionate: 'unverhältnismäßig',
    },
    settled: (recipient, id) => `${recipient} ist auf der Liste der Anfrage ${id} erledigt.`,
    noneLeft: (id) => `Zur Anfrage ${id} ist niemand mehr zu benachrichtigen.`,
    done: (id) => `Die Anfrage ${id} ist fertig.`,
    to: (recipient, email) =>
      email === null ? `${recipient} (keine E-Mail-Adresse in der Konfiguration)` : `${recipient} <${email}>`,
    sent: (recipient) => `An ${recipient} gemailt.`,
    sentBefore: (recipient, at) =>
      `${recipient} wurde heute schon gefragt (${at}); nicht noch einmal gesendet. Mit --again geschieht es.`,
    noAddress: (recipient) => `${recipient} hat in der Konfiguration keine E-Mail-Adresse; nichts wurde gesendet.`,
    nameless:
      'Die Nachricht kann nicht sagen, wer gemeint ist: Die versiegelten Merkmale sind weg, oder die Schlüsseldatei ist eine andere.',
    link: 'Öffnet sich im Mailprogramm:',
  },
  letter: {
    written: (path) => `Geschrieben in ${path}, nur für Sie lesbar.`,
    sent: (id) => `Der Brief zur Anfrage ${id} wurde gemailt.`,
    sentBefore: (at) => `Er wurde schon am ${at} gemailt; nicht noch einmal gesendet. Mit --again geschieht es.`,
    posted: (id) => `Vermerkt: Der Brief zur Anfrage ${id} ging mit der Post oder wurde übergeben.`,
    neutral: 'Wer die Kundin oder der Kunde war, ist nicht mehr bekannt: Der Brief hat weder Namen noch Anschrift.',
  },
  report: { more: 'Mit Schaubildern und Einzelheiten: --format html --out bericht.html' },
  notify: {
    nothing: 'Es gibt nichts Neues zu berichten.',
    sent: (count, to) => `${plural(count, 'Hinweis', 'Hinweise')} an ${to} gemailt.`,
    uncertain: (count) =>
      `${plural(count, 'Mail ist', 'Mails sind')} vielleicht nicht angekommen: Ein Lauf brach ab, oder der Server antwortete nie. Welche, steht in der Mail.`,
    dryRun: 'Probelauf: Es wurde nichts gesendet.',
  },
};
