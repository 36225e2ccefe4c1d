// A call of a synchronisation to the service that owns the data, under a key of its own, so that a lost answer is given again.
import { randomUUID } from 'node:crypto';
import { Problem } from '#kernel/problem/problem.ts';

/**
 * Sends under a key that is the same in every attempt: an attempt whose answer was lost gets it again. Where the partner
 * changed the data between two attempts the key belongs to the first one's content; it is then sent under a key that nobody
 * had. Only for what its owner takes twice without doubling anything.
 */
export const underOwnKey = async <Answer>(key: string, send: (key: string) => Promise<Answer>): Promise<Answer> => {
  try {
    return await send(key);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'IDEMPOTENCY_KEY_REUSED') throw error;
    return send(`${key}-${randomUUID()}`);
  }
};
