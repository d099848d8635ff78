import type { guide as en } from '../en/process.js';

/** Texts of the guided flow. */
export const guide: typeof en = {
  process: {
    which: 'Welche Löschanfrage? Die dringendste steht oben.',
    leave: 'Hier aufhören; später geht es an dieser Stelle weiter',
    resume: (id) => `Wenn das geklärt ist, weiter mit: belbo-erase process ${id}`,
    left: (id, status) =>
      `Die Löschanfrage ${id} bleibt, wie sie ist (${status}). Weiter mit: belbo-erase process ${id}`,
    title: {
      hold: 'Ruht',
      identity: 'Identität',
      plan: 'Was gelöscht würde',
      verify: 'Ist noch etwas da?',
      manual: 'Von Hand',
    },
    held: 'Die Löschanfrage ruht. Was nun?',
    release: 'Freigeben und weiter',
    identity: 'Wodurch wurde die Identität der bittenden Person festgestellt?',
    lookUp: 'Als Nächstes wird der Kalender durchsucht und ein Plan gemacht; das ändert nichts.',
    plan: 'Plan machen',
    manual: 'Manches kann kein Programm: siehe im Plan unter „Von Hand zu tun“.',
    manualDone: 'Das ist alles getan',
  },
};
