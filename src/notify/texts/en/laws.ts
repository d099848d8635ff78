/** Articles that letters cite; null where a law has no such rule. */
export interface Law {
  /** The right to have data erased; names the law in full, for it is cited first. */
  readonly erasure: string;
  readonly extension: string | null;
  readonly identity: string | null;
  /** Why the law's own duties to keep something go before erasing it. */
  readonly retention: string;
  /** Telling those to whom the data was disclosed. */
  readonly notification: string;
}

/** The law under which the controller answers: in Switzerland the Federal Act on Data Protection (SR 235.1). */
export const laws: { readonly european: Law; readonly swiss: Law } = {
  european: {
    erasure: 'Article 17 of the General Data Protection Regulation, GDPR',
    extension: 'Article 12(3) GDPR',
    identity: 'Article 12(6) GDPR',
    retention: 'Article 17(3)(b) GDPR',
    notification: 'Article 19 GDPR',
  },
  swiss: {
    erasure: 'Article 32(2)(c) of the Swiss Federal Act on Data Protection, FADP',
    extension: null,
    identity: null,
    retention: 'Article 31(1) FADP',
    notification: 'Article 32(4) FADP',
  },
};

/** A citation behind a sentence; nothing where there is none. */
export const cited = (article: string | null): string => (article === null ? '' : ` (${article})`);
