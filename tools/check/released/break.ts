// A promise of a released contract that its successor no longer keeps.

/** One broken promise: where, and what broke it. */
export interface Break {
  readonly where: string;
  readonly what: string;
}

/** In which direction a schema travels: what callers send may be let in more freely, what they read may only become richer. */
export type Direction = 'sent' | 'read';
