import type { Row } from '../database/database.js';
import { readRows } from '../database/read-rows.js';
import { readErasure, type ErasureRecord } from '../erasure/erasure-record.js';
import { readSealed } from '../erasure/finish-erasure.js';
import type { SealedContent } from '../erasure/identifier-vault.js';
import { isBelboEraseError } from '../errors.js';
import type { ErasedEntries, RequestFacts, ToldRecipient } from '../notify/facts.js';
import { addresseeOf, type Addressee } from '../requests/addressee.js';
import { localDay } from '../requests/days.js';
import type { Handling } from '../requests/handling.js';
import { readQueueEntry } from '../requests/read-queue.js';
import { readRecipients } from '../requests/recipients.js';
import { askedOn } from '../requests/request.js';
import { readKeyFile } from './key-file.js';
import { queueOf, type Session } from './session.js';

/** What waits, sealed, for the open steps of a request; null when it is gone, or the key file is missing or another one. */
export async function readSealedOf({ db, config }: Session, requestId: string): Promise<SealedContent | null> {
  try {
    return await readSealed({ db, key: await readKeyFile(config.keyFile) }, requestId);
  } catch (error) {
    if (isBelboEraseError(error) && error.code === 'KEY_FILE_MISSING') return null;
    throw error;
  }
}

/** Where the customer of an open request lives, as the calendar has it. */
async function addresseeInCalendar({ db, map }: Session, customerKey: string | null): Promise<Addressee | null> {
  if (customerKey === null) return null;
  const { table, key, identifiers } = map.subject;
  const columns = [...new Set([...key, ...Object.values(identifiers).flatMap((value) => value ?? [])])];
  const rows: Row[] = await readRows(db, table, columns, key, [customerKey.split('\u001f')]);
  // MySQL finds '12' with '12b'.
  const row = rows.find((each) => key.map((column) => String(each[column])).join('\u001f') === customerKey);
  return row === undefined ? null : addresseeOf(row, identifiers);
}

function titleOf({ map }: Session, table: string, action: string): ErasedEntries['title'] | null {
  // The customer's own record, and references to it in others of the same table.
  const own = table === map.subject.table && action !== 'detach';
  return (own ? map.subject.title : map.tables[table]?.title) ?? null;
}

function erasureFacts(
  session: Session,
  { erasedAt, report, openSteps, completedAt }: ErasureRecord,
): RequestFacts['erasure'] {
  return {
    on: localDay(erasedAt, session.config.timeZone),
    erased: report.erased.flatMap(({ table, action, rows }) =>
      rows === 0 || (action !== 'delete' && action !== 'mask' && action !== 'detach')
        ? []
        : [{ title: titleOf(session, table, action) ?? { de: table, en: table }, action, rows }],
    ),
    redacted: report.redacted.reduce((sum, each) => sum + each.rows, 0),
    kept: report.kept.map(({ table, retentionClass, rows, basis, until }) => ({
      title: titleOf(session, table, 'keep'),
      // Classes of the data map's schema; stored as they were planned.
      retentionClass: retentionClass as 'receipt' | 'ledger' | 'business_letter',
      rows,
      basis,
      until,
    })),
    baseDataUntil: report.stub?.until ?? null,
    unfinished:
      completedAt === null
        ? openSteps.filter((step) => step === 'residue' || step === 'bytes' || step === 'manual')
        : [],
  };
}

async function recipientFacts({ db, config }: Session, requestId: string): Promise<ToldRecipient[]> {
  const states = await readRecipients(db, requestId);
  const day = (moment: string | null): string | null => (moment === null ? null : localDay(moment, config.timeZone));
  return states.map(({ recipient, remindedAt, settledAt, outcome }) => ({
    name: recipient,
    purpose: config.recipients.find(({ name }) => name === recipient)?.purpose ?? null,
    askedOn: day(remindedAt),
    settledOn: day(settledAt),
    outcome,
  }));
}

/** Whether copies in exported files are cleaned; null when no backup was ever searched for this request. */
async function backupFacts(
  { db }: Session,
  requestId: string,
  erasure: ErasureRecord | null,
): Promise<RequestFacts['backups']> {
  if (erasure === null) return null;
  if (erasure.openSteps.includes('backups') && erasure.completedAt === null) return 'open';
  const rows = await db.all('select 1 as found from belbo_erase_scrubs where request_id = ? limit 1', [requestId]);
  return rows.length > 0 ? 'cleaned' : null;
}

function extensionFacts({ extension }: Handling, timeZone: string): RequestFacts['extension'] {
  // The reason goes with the customer's data: after the erasure there is no such letter any more.
  if (extension === null || extension.reason === null) return null;
  return { on: localDay(extension.at, timeZone), reason: extension.reason };
}

/**
 * Everything a letter may say of a request. The customer's name and address come from the calendar before the erasure, from
 * the sealed identifiers until the request is done, and after that from nowhere: the retention stub is for the owner and
 * the accountant, not for letters.
 * @throws BelboEraseError `REQUEST_NOT_FOUND`
 */
export async function readFacts(session: Session, requestId: string): Promise<RequestFacts> {
  const { request, dueOn, handling } = await readQueueEntry(queueOf(session), requestId);
  const erasure = await readErasure(session.db, requestId);
  const addressee =
    erasure === null
      ? await addresseeInCalendar(session, request.customerKey)
      : ((await readSealedOf(session, requestId))?.addressee ?? null);
  return {
    requestId,
    status: request.status,
    receivedOn: askedOn({ request, handling }),
    dueOn,
    extension: extensionFacts(handling, session.config.timeZone),
    refusal:
      handling.rejection === null
        ? null
        : { ground: handling.rejection.ground, explanation: handling.rejection.reason },
    erasure: erasure === null ? null : erasureFacts(session, erasure),
    backups: await backupFacts(session, requestId, erasure),
    recipients: await recipientFacts(session, requestId),
    addressee,
  };
}
