import { declarations, type CommandName } from './declarations.js';

/** Commands that group others; `merge` is one itself as well. */
export const groups = ['stubs', 'merge', 'recipients'] as const;
export type GroupName = (typeof groups)[number];

type TopName<Name extends string = CommandName> = Name extends `${infer Group} ${string}` ? Group : Name;

/** Where the help lists a command. Its sections come in the order in which they first appear in the declarations. */
export const sectionOf = {
  list: 'daily',
  show: 'daily',
  process: 'daily',
  run: 'daily',
  add: 'requests',
  verify: 'requests',
  extend: 'requests',
  hold: 'requests',
  reject: 'requests',
  withdraw: 'requests',
  duplicates: 'duplicates',
  merge: 'duplicates',
  plan: 'erasure',
  erase: 'erasure',
  stubs: 'erasure',
  scrub: 'erasure',
  recipients: 'telling',
  letter: 'telling',
  notify: 'telling',
  report: 'telling',
  doctor: 'setup',
  init: 'setup',
  demo: 'setup',
} as const satisfies Readonly<Record<TopName, string>>;
export type Section = (typeof sectionOf)[TopName];

export const helpTopics = ['exit-codes', 'environment'] as const;
export type HelpTopic = (typeof helpTopics)[number];

/** Names below a group, or of the top level when `group` is null. */
export function namesBelow(group: string | null): string[] {
  if (group !== null)
    return declarations.flatMap(({ name }) => (name.startsWith(`${group} `) ? [name.slice(group.length + 1)] : []));
  return [...new Set(declarations.map(({ name }) => name.split(' ')[0] ?? name)), 'help'];
}
