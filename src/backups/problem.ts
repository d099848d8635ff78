/**
 * Why a backup was left as it was, or not looked at. Each code has a text in the messages that says what to do.
 *
 * - `unreadable`, `vanished`, `not_a_file`: there is nothing that could be read
 * - `read_only`, `hard_link`, `folder`, `owner`, `no_space`, `busy`, `changed`: it could not be replaced as it must be
 * - `encrypted`, `damaged_zip`, `damaged_gzip`, `spreadsheet`, `archive`, `binary`: it cannot be read as CSV
 * - `label`: a name or comment in an archive holds something of a person; all else in it was scrubbed
 * - `verification`: what was written did not read back as expected; the old file stays
 */
export const problemCodes = [
  'unreadable',
  'vanished',
  'not_a_file',
  'read_only',
  'hard_link',
  'folder',
  'owner',
  'no_space',
  'busy',
  'changed',
  'encrypted',
  'damaged_zip',
  'damaged_gzip',
  'spreadsheet',
  'archive',
  'binary',
  'label',
  'verification',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** A backup that could not be scrubbed. The old file is still there, whole. */
export interface BackupProblem {
  /** The file, symbolic links resolved. */
  readonly path: string;
  /** Member of a zip archive; null when it is about the file itself. */
  readonly member: string | null;
  readonly code: ProblemCode;
  /** What the code's text needs, such as other names of a hard-linked file; never content of the file. */
  readonly detail: string;
}

/** Thrown where work on one file ends; the run goes on with the next. */
export class BackupFault extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail = '',
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'BackupFault';
  }
}

/** The code of a system error, such as `ENOSPC`; null for any other. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

const faultOf: Readonly<Record<string, ProblemCode>> = {
  ENOENT: 'vanished',
  ENOTDIR: 'vanished',
  ESTALE: 'vanished',
  ELOOP: 'unreadable',
  ENAMETOOLONG: 'unreadable',
  EACCES: 'unreadable',
  EPERM: 'unreadable',
  EIO: 'unreadable',
  ENXIO: 'not_a_file',
  EISDIR: 'not_a_file',
};

/** What an error met while a file was read means for it; errors of the program itself are thrown on. */
export function readingFault(error: unknown): BackupFault {
  if (error instanceof BackupFault) return error;
  const code = systemCode(error);
  const fault = code === null ? undefined : faultOf[code];
  if (fault === undefined) throw error;
  return new BackupFault(fault, code ?? '', { cause: error });
}

const writingFaultOf: Readonly<Record<string, ProblemCode>> = {
  ENOSPC: 'no_space',
  EDQUOT: 'no_space',
  EFBIG: 'no_space',
  EACCES: 'folder',
  EPERM: 'folder',
  EROFS: 'folder',
  EIO: 'folder',
  ENOENT: 'vanished',
};

/** What an error met while the new file was written or moved means; errors of the program itself are thrown on. */
export function writingFault(error: unknown): BackupFault {
  if (error instanceof BackupFault) return error;
  const code = systemCode(error);
  const fault = code === null ? undefined : writingFaultOf[code];
  if (fault === undefined) throw error;
  return new BackupFault(fault, code ?? '', { cause: error });
}
