/** How the mail server is reached, and who writes to whom. Without its password, which comes from elsewhere. */
export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /**
   * `starttls` begins in clear text and goes no further without TLS; `tls` begins encrypted; `none` is for a server on this
   * computer.
   */
  readonly security: 'starttls' | 'tls' | 'none';
  /** Path of a PEM file with the certificate authority of a server that has its own; null: those of the system. */
  readonly caFile: string | null;
  readonly user: string | null;
  /** Milliseconds without an answer after which the server is given up. */
  readonly timeout: number;
  /** Address of the sender, with or without a name before it: `Salon <office@salon.example>`. */
  readonly from: string;
  /** Who gets the digests. */
  readonly to: readonly string[];
}

/** What of the settings is secret or stands in a file. */
export interface MailSecrets {
  readonly password: string | null;
  /** PEM text of `caFile`. */
  readonly ca: string | null;
}

/** One mail, ready to be sent. */
export interface OutgoingMail {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The bare address of `Salon <office@salon.example>`, as an envelope and a link take it. */
export function bareAddress(address: string): string {
  return /<([^<>]+)>\s*$/.exec(address)?.[1]?.trim() ?? address.trim();
}
