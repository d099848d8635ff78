import type { laws as english } from '../en/laws.js';

/** Artikel, die in Briefen genannt werden. */
export const laws: typeof english = {
  european: {
    erasure: 'Art. 17 der Datenschutz-Grundverordnung, DSGVO',
    extension: 'Art. 12 Abs. 3 DSGVO',
    identity: 'Art. 12 Abs. 6 DSGVO',
    retention: 'Art. 17 Abs. 3 lit. b DSGVO',
    notification: 'Art. 19 DSGVO',
  },
  swiss: {
    erasure: 'Art. 32 Abs. 2 Bst. c des Schweizer Datenschutzgesetzes, DSG',
    extension: null,
    identity: null,
    retention: 'Art. 31 Abs. 1 DSG',
    notification: 'Art. 32 Abs. 4 DSG',
  },
};
