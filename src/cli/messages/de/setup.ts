import type { setup as en } from '../en/setup.js';
import { plural } from '../en/plural.js';

/** Texts of doctor, init and demo. */
export const setup: typeof en = {
  doctor: {
    level: { ok: 'gut', warning: 'Warnung', error: 'Fehler' },
    check: (code, params) => {
      const texts: Readonly<Record<string, string>> = {
        connection: `verbunden mit ${String(params['database'])}`,
        own_tables: `die eigenen Tabellen sind da (Version ${String(params['version'])})`,
        not_initialised: 'die eigenen Tabellen fehlen; ausführen: belbo-erase init',
        tables_outdated: 'die eigenen Tabellen sind von einer älteren Version; ausführen: belbo-erase init',
        key_file: `die Schlüsseldatei ${String(params['path'])} ist nur für ihren Besitzer lesbar`,
        map:
          params['findings'] === undefined
            ? `die Datenkarte ${String(params['map'])} passt: ${String(params['tables'])} Tabellen zugeordnet`
            : `die Datenkarte ${String(params['map'])} passt nicht zur Datenbank:`,
        missing_index: `kein Index auf ${String(params['index'])}: das Planen ist langsam`,
        acknowledged_trigger: `der Trigger ${String(params['trigger'])} ist in der Karte anerkannt`,
        country: `${String(params['country'])} (country:) sagt, welche Aufbewahrungsfristen gelten und wie Telefonnummern ohne Landesvorwahl zu lesen sind`,
        backup_missing: `backups: ${String(params['path'])} gibt es nicht; berichtigen Sie den Pfad, oder schließen Sie den Datenträger an, bevor Backups bereinigt werden`,
        password_file_missing: `die Passwortdatei ${String(params['path'])} gibt es nicht: Es kann keine Mail verschickt werden`,
        database_world_readable: `alle an diesem Rechner dürfen ${String(params['path'])} lesen`,
      };
      return texts[code] ?? code;
    },
    fine: 'Alles in Ordnung.',
    notFine: (count) => `${plural(count, 'Punkt braucht', 'Punkte brauchen')} Ihre Aufmerksamkeit.`,
  },
  init: {
    tables: (count) => (count === 0 ? 'Die eigenen Tabellen waren schon da.' : 'Die eigenen Tabellen sind angelegt.'),
    keyFile: (path, created) =>
      created
        ? `Die Schlüsseldatei ${path} ist angelegt. Verwahren Sie eine Kopie an einem sicheren Ort.`
        : `Die Schlüsseldatei ${path} war schon da.`,
  },
  demo: {
    created: (path, customers) =>
      `Ein Salon mit ${String(customers)} erfundenen Kundinnen und Kunden liegt in ${path}.`,
    step: (command) => `$ belbo-erase ${command}`,
    proof: 'Beweis: die Datenbankdatei nach der Person durchsuchen',
    found: (text, before, after) =>
      `${text}: vorher ${plural(before, 'Mal', 'Mal')}, nachher ${plural(after, 'Mal', 'Mal')}`,
    next: (path) => `Nun Sie: belbo-erase --config ${path} list`,
  },
};
