// The refusal of what a state does not allow, in the words in which people know the states.
import { type Refusal, refused } from './result.ts';

/** STATE_CONFLICT: what it is about, the state that it is in, and the state that the command wants. */
export const stateConflict = (
  what: string,
  state: string,
  wanted: string,
): { readonly ok: false; readonly refusal: Refusal<'STATE_CONFLICT'> } =>
  refused('STATE_CONFLICT', { what, state, wanted });
