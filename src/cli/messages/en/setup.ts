import { plural } from './plural.js';

type Params = Readonly<Record<string, string | number>>;

/** Texts of doctor, init and demo. */
export const setup = {
  doctor: {
    level: { ok: 'ok', warning: 'warning', error: 'error' },
    check: (code: string, params: Params): string => {
      const texts: Readonly<Record<string, string>> = {
        connection: `connected to ${String(params['database'])}`,
        own_tables: `the tool's own tables are there (version ${String(params['version'])})`,
        not_initialised: "the tool's own tables are missing; run: belbo-erase init",
        tables_outdated: "the tool's own tables are of an older release; run: belbo-erase init",
        key_file: `key file ${String(params['path'])} is readable by its owner only`,
        map:
          params['findings'] === undefined
            ? `the data map ${String(params['map'])} fits: ${String(params['tables'])} tables mapped`
            : `the data map ${String(params['map'])} does not fit the database:`,
        missing_index: `no index on ${String(params['index'])}: planning is slow`,
        acknowledged_trigger: `trigger ${String(params['trigger'])} is acknowledged by the map`,
        country: `${String(params['country'])} (country:) says which retention law applies, and how phone numbers without a calling code are read`,
        backup_missing: `backups: ${String(params['path'])} is not there; correct the path, or connect the disk before backups are scrubbed`,
        password_file_missing: `the password file ${String(params['path'])} is not there: no mail can be sent`,
        database_world_readable: `everybody on this computer may read ${String(params['path'])}`,
      };
      return texts[code] ?? code;
    },
    fine: 'Everything is in order.',
    notFine: (count: number): string => `${plural(count, 'thing needs', 'things need')} your attention.`,
  },
  init: {
    tables: (count: number): string =>
      count === 0 ? "The tool's own tables were there already." : "Created the tool's own tables.",
    keyFile: (path: string, created: boolean): string =>
      created
        ? `Created the key file ${path}. Keep a copy of it in a safe place.`
        : `The key file ${path} was there already.`,
  },
  demo: {
    created: (path: string, customers: number): string =>
      `A salon with ${String(customers)} invented customers is in ${path}.`,
    step: (command: string): string => `$ belbo-erase ${command}`,
    proof: 'Proof: search the database file for the person',
    found: (text: string, before: number, after: number): string =>
      `${text}: ${plural(before, 'time', 'times')} before, ${plural(after, 'time', 'times')} after`,
    next: (path: string): string => `Now try it yourself: belbo-erase --config ${path} list`,
  },
};
