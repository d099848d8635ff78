import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Identifiers } from '../customers/identifiers.js';

/** Texts of a subject as they were stored. Values that somebody else holds as well are not among them. */
export interface TraceTexts {
  /** E-mails and phones: wherever they are found, they are the subject's. */
  readonly identifiers: readonly string[];
  /** Free text that went: the same words may stand in another row that lives. */
  readonly notes: readonly string[];
}

/** What waits, sealed, between the database erase and the last open step of a request. */
export interface SealedContent {
  readonly identifiers: Identifiers;
  /** Keys of the subject's records; they still exist where records are masked, not deleted. */
  readonly records: readonly (readonly string[])[];
  /** Texts that must not be found in the bytes of a database file. */
  readonly traces: TraceTexts;
  /** Things to do by hand, by code of the manual step, such as paths of files to delete. */
  readonly manual: Readonly<Record<string, readonly string[]>>;
}

export interface Sealed {
  readonly nonce: string;
  readonly tag: string;
  readonly ciphertext: string;
}

/**
 * Seals with AES-256-GCM under a fresh nonce. The request's id is authenticated along, so that a row cannot be passed off
 * as that of another request.
 * @param key 32 bytes
 */
export function seal(content: SealedContent, requestId: string, key: Buffer): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(requestId));
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
  return {
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    ciphertext: ciphertext.toString('base64'),
  };
}

/** Opens what `seal` closed; null when the key is another one or the row was tampered with. */
export function unseal(sealed: Sealed, requestId: string, key: Buffer): SealedContent | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce, 'base64'), { authTagLength: 16 })
      .setAAD(Buffer.from(requestId))
      .setAuthTag(Buffer.from(sealed.tag, 'base64'));
    const text = Buffer.concat([decipher.update(Buffer.from(sealed.ciphertext, 'base64')), decipher.final()]).toString(
      'utf8',
    );
    // What this tool sealed itself, authenticated: its shape is known.
    return JSON.parse(text) as SealedContent;
  } catch {
    return null;
  }
}
