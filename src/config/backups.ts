import { resolve } from 'node:path';
import type { BackupFolder } from '../backups/backup-folder.js';
import type { ColumnRole } from '../backups/header-names.js';
import type { CsvMapping, Encoding } from '../backups/types.js';
import type { Finding } from '../errors.js';
import { isObject, unknownKeys, wrongChoice, wrongTexts, wrongType, type Section, type Settings } from './checks.js';

const keys = ['path', 'action', 'ignore', 'delimiter', 'quote', 'encoding', 'header', 'columns'];
const actions = ['remove', 'redact'] as const;

// Types only are imported, and every value must be here: reading the configuration must not load what scrubs.
const encodings = Object.keys({
  'utf-8': true,
  'windows-1252': true,
  'iso-8859-15': true,
  'utf-16le': true,
  'utf-16be': true,
  'utf-32le': true,
  'utf-32be': true,
} satisfies Record<Encoding, true>);
const columnRoles = Object.keys({
  number: true,
  name: true,
  given: true,
  family: true,
  birthName: true,
  email: true,
  phone: true,
  birthDate: true,
  street: true,
  houseNumber: true,
  postcode: true,
  city: true,
  salutation: true,
  text: true,
  other: true,
} satisfies Record<ColumnRole, true>);

function checkIgnore(value: unknown, path: string): Finding[] {
  if (value === undefined) return [];
  const isList = Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== '');
  return isList ? [] : [wrongType(path, 'list')];
}

/** Delimiter and quote are bytes to the scanner: one character of ASCII, `\t` for the tab. */
function checkCharacter(value: unknown, path: string): Finding[] {
  if (typeof value !== 'string' || value === '' || value === '\\t' || /^[\t\x20-\x7e]$/.test(value)) return [];
  return [wrongType(path, 'one character')];
}

function checkColumns(value: unknown, path: string): Finding[] {
  if (value === undefined) return [];
  if (!isObject(value)) return [wrongType(path, 'object')];
  return Object.entries(value).flatMap(([column, role]) => [
    ...(typeof role === 'string' && role !== '' ? [] : [wrongType(`${path}.${column}`, 'string')]),
    ...wrongChoice(role, columnRoles, `${path}.${column}`),
  ]);
}

function checkFolder(value: unknown, path: string): Finding[] {
  if (typeof value === 'string' && value !== '') return [];
  if (!isObject(value)) return [wrongType(path, 'string or object')];
  const header = value['header'];
  return [
    ...unknownKeys(value, keys, `${path}.`),
    ...(value['path'] === undefined
      ? [{ path: `${path}.path`, code: 'missing_key', params: { expected: 'string' } }]
      : []),
    ...wrongTexts(value, ['path', 'action', 'delimiter', 'quote', 'encoding'], `${path}.`),
    ...wrongChoice(value['action'], actions, `${path}.action`),
    ...wrongChoice(value['encoding'], encodings, `${path}.encoding`),
    ...checkIgnore(value['ignore'], `${path}.ignore`),
    ...checkCharacter(value['delimiter'], `${path}.delimiter`),
    ...checkCharacter(value['quote'], `${path}.quote`),
    ...(header === undefined || typeof header === 'boolean' ? [] : [wrongType(`${path}.header`, 'true or false')]),
    ...checkColumns(value['columns'], `${path}.columns`),
  ];
}

const character = (value: unknown): string | undefined =>
  value === '\\t' ? '\t' : typeof value === 'string' ? value : undefined;

function readMapping(value: Settings): CsvMapping {
  const { encoding } = value;
  const [delimiter, quote] = [character(value['delimiter']), character(value['quote'])];
  const { header, columns } = value;
  return {
    // Checked: one of ours.
    ...(typeof encoding === 'string' ? { encoding: encoding as Encoding } : {}),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(quote === undefined ? {} : { quote }),
    ...(typeof header === 'boolean' ? { header } : {}),
    // Checked: every value is a role.
    ...(isObject(columns) ? { columns: columns as Readonly<Record<string, ColumnRole>> } : {}),
  };
}

function readFolder(value: unknown, folder: string): BackupFolder {
  const settings: Settings = isObject(value) ? value : { path: value };
  const { path, ignore } = settings;
  return {
    path: resolve(folder, typeof path === 'string' ? path : ''),
    ignore: Array.isArray(ignore) ? ignore.map(String) : [],
    action: actions.find((each) => each === settings['action']) ?? 'remove',
    mapping: readMapping(settings),
  };
}

/** `backups:` a list of files and folders, each a path or an object with what is to be known of the CSV files in it. */
export const backupsSection: Section<readonly BackupFolder[]> = {
  check(value, path) {
    if (value === undefined) return [];
    if (!Array.isArray(value)) return [wrongType(path, 'list')];
    return value.flatMap((each, at) => checkFolder(each, `${path}.${String(at)}`));
  },
  read: (value, folder) => (Array.isArray(value) ? value.map((each) => readFolder(each, folder)) : []),
};
