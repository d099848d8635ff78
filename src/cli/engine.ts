import type { Config } from '../config.js';
import type { ErasurePlan, ErasureResult, PlannedTable } from '../erasure/plan.js';
import type { Finding } from '../errors.js';
import type { ProgressListener } from '../progress.js';
import type { QueueEntry, RequestChannel, RequestStatus } from '../requests/request.js';

/** What opening a calendar database needs. */
export interface OpenOptions {
  readonly config: Config;
  /** Password from environment, file or prompt; null when there is none. Asked for only when the engine needs one. */
  readonly password: () => Promise<string | null>;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  /** Who acts, for the history: the operating system's user name. */
  readonly who: string;
}

/** An open calendar database with its data map. What else it holds is the engine's own matter. */
export interface Session {
  close(): Promise<void>;
}

/** One entry of a request's history. `code` has a text in the messages; params hold no personal data. */
export interface RequestEvent {
  /** ISO 8601 with zone. */
  readonly at: string;
  readonly who: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A request with all that is known of it. */
export interface RequestDetail extends QueueEntry {
  readonly events: readonly RequestEvent[];
  /** What the erasure did; null before it. */
  readonly erasure: ErasureResult | null;
}

/** A plan, with what the engine needs to carry it out. */
export interface PreparedErasure {
  readonly plan: ErasurePlan;
}

/** What to do with mentions that may mean another living person of the same name. */
export type UncertainMentions = 'redact' | 'keep';

export interface ErasureDecisions {
  /** Staff login that is knowingly erased along. */
  readonly forceLogin?: string;
  readonly uncertainMentions?: UncertainMentions;
  /** The manual steps were done already. */
  readonly manualDone: boolean;
}

export interface StubSummary {
  readonly id: number;
  readonly requestId: string;
  readonly createdOn: string;
  /** Last day on which it must be kept. */
  readonly until: string;
  readonly basis: readonly string[];
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly basis: string; readonly until: string }[];
  readonly expired: boolean;
}

/** For whom the base data of a stub may be shown (Art. 18 GDPR: restricted to whom the law obliges). */
export const stubReaders = ['owner', 'accountant'] as const;
export type StubReader = (typeof stubReaders)[number];

export interface StubDetail extends StubSummary {
  /** Column to value; null unless the reader may see it. */
  readonly baseData: Readonly<Record<string, string | null>> | null;
}

/** What a purge of expired stubs would do. */
export interface PurgePlan {
  readonly stubs: readonly StubSummary[];
  readonly tables: readonly PlannedTable[];
}

export interface PurgeResult {
  readonly purged: readonly number[];
  readonly erased: readonly { readonly table: string; readonly rows: number }[];
}

/** One check of `doctor`. `code` has a text in the messages. */
export interface SetupCheck {
  readonly code: string;
  readonly level: 'ok' | 'warning' | 'error';
  readonly params: Readonly<Record<string, string | number>>;
  readonly findings: readonly Finding[];
}

/** What `init` created; empty lists when all was there. */
export interface Initialised {
  readonly keyFile: { readonly path: string; readonly created: boolean };
  readonly migrations: readonly string[];
}

/** What the CLI asks of the core. One object, so that starting up loads none of it. */
export interface Engine {
  initialise(options: OpenOptions): Promise<Initialised>;
  checkSetup(options: OpenOptions): Promise<readonly SetupCheck[]>;
  openSession(options: OpenOptions): Promise<Session>;
  /** Requests in these statuses, in any order. */
  readQueue(session: Session, statuses: readonly RequestStatus[]): Promise<readonly QueueEntry[]>;
  readRequest(session: Session, id: string): Promise<RequestDetail>;
  addRequest(session: Session, request: { customer: string; channel: RequestChannel; receivedOn: string }): Promise<QueueEntry>;
  planErasures(session: Session, ids: readonly string[]): Promise<readonly PreparedErasure[]>;
  executeErasure(session: Session, prepared: PreparedErasure, decisions: ErasureDecisions): Promise<ErasureResult>;
  /** For an erased request with open steps: verifies again and closes what is done. */
  finishErasure(session: Session, id: string, options: { manualDone: boolean }): Promise<ErasureResult>;
  listStubs(session: Session): Promise<readonly StubSummary[]>;
  showStub(session: Session, id: number, reader: StubReader | null): Promise<StubDetail>;
  planPurge(session: Session): Promise<PurgePlan>;
  executePurge(session: Session, plan: PurgePlan): Promise<PurgeResult>;
}
