import type { queue as en } from '../en/queue.js';
import { plural } from '../en/plural.js';

/** Texts of list, show and add. */
export const queue: typeof en = {
  list: {
    none: 'Keine Löschanfragen offen. Gut gemacht.',
    nothingMatches: 'Keine Löschanfrage passt zu diesen Filtern.',
    onHold: 'ruht',
    headers: {
      id: 'Nr.',
      due: 'Frist',
      left: 'Noch',
      status: 'Status',
      channel: 'Weg',
      received: 'Eingang',
      number: 'Kundennr.',
      name: 'Name',
      steps: 'Zu tun',
    },
    summary: (open, overdue, soon) =>
      `${String(open)} offen${overdue > 0 ? `, ${String(overdue)} überfällig` : ''}${soon > 0 ? `, ${String(soon)} fällig binnen 7 Tagen` : ''}`,
  },
  show: {
    title: (id) => `Löschanfrage ${id}`,
    status: 'Status',
    received: 'Eingang',
    due: 'Frist',
    customer: 'Kundenakte',
    email: 'E-Mail',
    openSteps: 'Offene Schritte',
    erased: 'Gelöscht',
    kept: 'Gesetzlich aufbewahrt',
    stub: 'Aufbewahrungssatz',
    residue: 'Reste',
    history: 'Verlauf',
    identity: 'Identität',
    online: 'Online-Buchung, angemeldet',
    notVerified: 'noch nicht festgestellt',
    extended: 'Verlängert',
    onHold: 'Ruht',
    rejected: 'Abgelehnt',
    deed: (date, who, reason) => `${date}, ${who}${reason === null ? '' : `: ${reason}`}`,
    countsFrom: (date) => `zählt ab ${date}, der ersten Bitte`,
    none: 'keine',
    stubLine: (id, until) => `Nr. ${String(id)}, bis ${until}`,
    residueLine: (hits, uncertain, bytes) =>
      hits === 0 && (bytes ?? 0) === 0
        ? `nichts gefunden${uncertain > 0 ? ` (${plural(uncertain, 'Stelle kann', 'Stellen können')} andere mit gleichem Namen, Telefon oder gleicher E-Mail meinen)` : ''}`
        : `${plural(hits, 'Stelle', 'Stellen')}${(bytes ?? 0) > 0 ? `, ${plural(bytes ?? 0, 'Text', 'Texte')} in der Datei` : ''}`,
    unverified: 'noch nicht geprüft',
    event: {
      merged: 'Dublette zusammengeführt',
      merge_undone: 'Zusammenführung rückgängig gemacht',
      received: 'eingetragen',
      joined: 'erneut gebeten',
      verified: 'Identität festgestellt',
      verification_withdrawn: 'Identität gilt nicht mehr als festgestellt',
      extended: 'verlängert',
      held: 'angehalten',
      released: 'freigegeben',
      rejected: 'abgelehnt',
      withdrawn: 'zurückgezogen',
      started: 'in Bearbeitung genommen',
      erased: 'im Kalender gelöscht',
      done: 'fertig',
      stub_shown: 'Stammdaten des Aufbewahrungssatzes angezeigt',
    },
  },
  add: {
    filed: (id, due) => `Als Löschanfrage ${id} eingetragen, Frist ${due}.`,
    joined: (id, due) =>
      `Zu dieser Akte ist schon eine Löschanfrage offen: mit ${id} vereint, es gilt die frühere Frist ${due}.`,
    search: 'Welche Kundenakte? (Nummer, Name, E-Mail oder Telefon)',
    received: (today) => `Wann ist sie eingegangen? (JJJJ-MM-TT; Eingabetaste für heute, ${today})`,
    receivedInvalid: (today) => `Ein Tag bis ${today}, als JJJJ-MM-TT.`,
    verified: 'Wodurch wurde die Identität festgestellt?',
    notVerified: 'noch nicht',
  },
};
