import type { Config } from '../config.js';
import type { ErasureRecord } from '../erasure/erasure-record.js';
import type { ErasurePlan, ErasureResult } from '../erasure/plan.js';
import type { PurgePlan, StubSummary } from '../erasure/stubs.js';
import type { Finding } from '../errors.js';
import type { ProgressListener } from '../progress.js';
import type { QueueEntry, RequestChannel } from '../requests/request.js';

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

/** One entry of a request's history. `event` has a text in the messages; details hold no personal data. */
export interface RequestEvent {
  /** ISO 8601 with zone. */
  readonly at: string;
  readonly who: string;
  readonly event: string;
  readonly details: string | null;
}

/** A request with all that is known of it. */
export interface RequestDetail extends QueueEntry {
  readonly events: readonly RequestEvent[];
  /** What the erasure did; null before it. */
  readonly erasure: ErasureRecord | null;
}

/** A request filed by hand; `customer` is a customer number or a key. */
export interface NewRequest {
  readonly customer: string;
  readonly channel: RequestChannel;
  readonly receivedOn: string;
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

/** For whom the base data of a stub may be shown (Art. 18 GDPR: restricted to whom the law obliges). */
export const stubReaders = ['owner', 'accountant'] as const;
export type StubReader = (typeof stubReaders)[number];

export interface StubDetail {
  readonly stub: StubSummary;
  /** One object a record, column to value; null unless the reader may see it. */
  readonly baseData: readonly Readonly<Record<string, string | number | Buffer | null>>[] | null;
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
  /** Requests in any order; closed ones (done, rejected, withdrawn) only when asked for. */
  readQueue(session: Session, filter: { readonly closed: boolean }): Promise<readonly QueueEntry[]>;
  readRequest(session: Session, id: string): Promise<RequestDetail>;
  addRequest(session: Session, request: NewRequest): Promise<QueueEntry>;
  planErasures(session: Session, ids: readonly string[]): Promise<readonly PreparedErasure[]>;
  /** Erases, then verifies. */
  executeErasure(session: Session, prepared: PreparedErasure, decisions: ErasureDecisions): Promise<ErasureResult>;
  /** For an erased request with open steps: verifies again and closes what is done. */
  finishErasure(session: Session, id: string, options: { manualDone: boolean }): Promise<ErasureResult>;
  listStubs(session: Session): Promise<readonly StubSummary[]>;
  showStub(session: Session, id: string, reader: StubReader | null): Promise<StubDetail>;
  planPurge(session: Session): Promise<PurgePlan>;
  executePurge(session: Session, plan: PurgePlan): Promise<{ readonly stubs: number; readonly rows: number }>;
}
