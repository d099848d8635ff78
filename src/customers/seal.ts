import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Sealed content as it is stored; each part in base64. */
export interface Sealed {
  readonly nonce: string;
  readonly tag: string;
  readonly ciphertext: string;
}

/**
 * Seals with AES-256-GCM under a fresh nonce. `context` is authenticated along, so that a row cannot be passed off as
 * another one's.
 * @param key 32 bytes
 */
export function sealJson(content: unknown, context: string, key: Buffer): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
  return {
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    ciphertext: ciphertext.toString('base64'),
  };
}

/** Opens what `sealJson` closed; null when the key is another one or the row was tampered with. */
export function unsealJson(sealed: Sealed, context: string, key: Buffer): unknown {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce, 'base64'), { authTagLength: 16 })
      .setAAD(Buffer.from(context))
      .setAuthTag(Buffer.from(sealed.tag, 'base64'));
    const text = Buffer.concat([decipher.update(Buffer.from(sealed.ciphertext, 'base64')), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

/** Digest of texts that only the key file's holder can make: names and birth dates are too few to hide behind a bare hash. */
export function keyedDigest(parts: readonly string[], key: Buffer): string {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(`${String(part.length)}:${part}`);
  return hmac.digest('hex');
}
