import type { BackupState } from '../../../backups/backup-status.js';
import type { ProblemCode } from '../../../backups/problem.js';
import type { ReviewReason } from '../../../backups/types.js';
import { plural } from './plural.js';

type Problem = (detail: string) => string;

/** Texts of scrub. */
export const backups = {
  scrub: {
    notErased: (id: string): string =>
      `Request ${id} is not erased yet: this is what would go from the backups after its erasure.`,
    nobody: 'No erased request is open: there is nobody to look for.',
    headers: {
      path: 'File',
      encoding: 'Encoding',
      records: 'Records',
      removed: 'Removed',
      redacted: 'Redacted',
      review: 'In doubt',
      state: 'State',
      awaiting: 'May still hold the person of request',
    },
    total: (files: number, removed: number, redacted: number): string =>
      `${plural(files, 'file', 'files')} searched; ${plural(removed, 'record', 'records')} removed, ${String(redacted)} redacted`,
    preview: (files: number, removed: number, redacted: number): string =>
      `${plural(files, 'file', 'files')} searched; ${plural(removed, 'record', 'records')} would be removed, ${String(redacted)} redacted. Nothing was changed.`,
    problems: 'Could not be scrubbed; these files are as they were',
    reviews: 'A person must decide',
    residue: 'What stays, and why',
    leftovers: (count: number): string =>
      `${plural(count, 'file', 'files')} removed that an earlier, interrupted run had left behind`,
    line: (line: number): string => `line ${String(line)}`,
    request: (id: string): string => `request ${id}`,
    lost: (id: string): string =>
      `The identifiers of request ${id} cannot be read: the key file is not the one they were sealed with. Restore it, or search the backups by hand and say so: belbo-erase scrub FOLDER --by-hand --request ${id}`,
    settled: (id: string): string => `The backups are clean of request ${id}.`,
    done: (id: string): string => `Request ${id} is done.`,
    awaiting: (id: string, count: number): string =>
      `Request ${id} still waits for ${plural(count, 'backup', 'backups')}: belbo-erase scrub --status`,
    decide: 'To decide: run this at a terminal, or list the decisions in a file: --decisions FILE',
    question: (id: string): string => `Is this the person of request ${id}?`,
    choices: {
      remove: 'Yes: remove the record',
      redact: 'Yes: blank the personal columns, keep the record',
      keep: 'No, somebody else: leave it',
      later: 'Decide later',
    },
    unmatched: (file: string, line: number): string =>
      `No undecided record at ${file}, line ${String(line)}, or several: the file may have changed since. Only the id of scrub --json is clear, also to change a decision`,
    byHand: (files: number, gone: number): string =>
      `Noted as seen to by hand: ${plural(files, 'file', 'files')}; as gone for good: ${String(gone)}`,
    problem: {
      unreadable: (detail) => `cannot be read (${detail}); check its permissions`,
      vanished: () => 'is not there any more; bring it back, or say that it is gone for good: scrub FILE --by-hand',
      not_a_file: () => 'is neither a file nor a folder',
      read_only: () => 'is read-only; make it writable and run again',
      hard_link: (detail) =>
        `has ${detail} more ${detail === '1' ? 'name' : 'names'} elsewhere (hard link), which would keep the old content; scrub them together, or remove them`,
      folder: (detail) => `could not be replaced (${detail}); check permissions and state of its folder`,
      owner: () => 'belongs to somebody else, who would lose it; run as its owner',
      no_space: () => 'needs more free space beside it; make room and run again',
      busy: () => 'is being scrubbed by another run; run again when that has ended',
      changed: () => 'was changed while it was read; run again when nobody writes to it',
      encrypted: () => 'is encrypted; unpack it, scrub what was in it, and pack it again',
      damaged_zip: (detail) =>
        detail === 'gap'
          ? 'is a zip with bytes that belong to none of its members; pack it anew and run again'
          : 'is a damaged zip; repair it (zip -F) or remove it',
      damaged_gzip: () => 'is damaged gzip data; replace it by a good copy or remove it',
      spreadsheet: () =>
        'is a document of an office program; delete the person there, or save it as CSV; then: scrub FILE --by-hand',
      archive: () => 'is an archive this cannot open; unpack it, scrub what was in it, and pack it again',
      binary: () => 'is no text; look into it with its own program; then: scrub FILE --by-hand',
      label: () =>
        'names the person in a file name or comment inside the archive; what was in it is scrubbed. Pack it anew under other names; then: scrub FILE --by-hand',
      verification: (detail) => `did not read back as it was written (${detail}); the old file stayed`,
    } satisfies Readonly<Record<ProblemCode, Problem>> as Readonly<Record<ProblemCode, Problem>>,
    reason: {
      name_only: 'nothing but the name agrees',
      name_shared: 'name and address or contact agree, but may be somebody else’s',
      other_name: 'number, e-mail or phone agrees, the name does not',
      shared: 'e-mail or phone agrees, but others use it as well, or may',
      several_persons: 'names somebody else as well',
      header: 'stands where the column names should be; if the file has none: header: false',
      ambiguous: 'its quotes can be read in two ways',
      mention_shared: 'mentions somebody; others in the file answer to that, too',
      unreadable: 'too long to be one record; look into it by hand',
      kept: 'you decided to keep it',
      namesake: 'the same name with another birth date',
    } satisfies Readonly<Record<ReviewReason | 'kept' | 'namesake', string>>,
    state: {
      present: 'there',
      changed: 'changed since',
      new: 'never searched',
      vanished: 'vanished',
    } satisfies Readonly<Record<BackupState, string>>,
    none: 'No backups are known.',
    allSettled: 'No backup awaits anything.',
  },
};
