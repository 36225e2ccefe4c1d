// The keys of personal data, as the configuration gives them.

/** A key that encrypts fields, and all that ciphertexts may still name. */
export interface FieldKeys {
  /** The id of the key that encrypts now. */
  readonly current: string;
  /** Key id → 32 bytes (AES-256). */
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

/** All keys of personal data. Each has its own use. */
export interface PersonKeys {
  readonly fields: FieldKeys;
  /** For look-up digests, 32 bytes. */
  readonly blindIndex: Uint8Array;
  /** For person ids out of A0000, at least 32 bytes. */
  readonly personId: Uint8Array;
}
