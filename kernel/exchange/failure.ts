// What a failure in a reaction means: wait for a fact, try again, or park (exchange rules E2, E8 and E9).

import { codeOf, isConnectionLoss, isRepeatable, mayPass } from '#kernel/database/failure-code.ts';
import { firstCharacters } from '#kernel/values/readable.ts';

/** A fact that an event waits for: the type of the event that brings it, and that event's key. */
export interface Dependency {
  readonly type: string;
  readonly key: string;
}

/** Thrown by a reaction that needs a fact which has not arrived: its event waits, and is redriven when it does (E2). */
export class WaitFor extends Error {
  readonly dependency: Dependency;

  constructor(dependency: Dependency) {
    super(`waits for ${dependency.type} of ${dependency.key}`);
    this.name = 'WaitFor';
    this.dependency = dependency;
  }
}

/** Makes the error to throw: `throw waitFor({ type, key })`. */
export const waitFor = (dependency: Dependency): WaitFor => new WaitFor(dependency);

/** Thrown by a reaction for what may pass by itself: the event is tried again before it is parked (E8). */
export class Transient extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Transient';
  }
}

/** Makes the error to throw: `throw transient('the archive is busy')`. */
export const transient = (message: string, options?: ErrorOptions): Transient => new Transient(message, options);

/** What a failure means for the event that met it. */
export type FailureKind = 'infrastructure' | 'transient' | 'dependency' | 'permanent';

/** Sorts a failure. What nobody foresaw is permanent: it parks its event at once, with its reason. */
export const kindOf = (error: unknown): FailureKind => {
  if (error instanceof WaitFor) return 'dependency';
  if (error instanceof Transient) return 'transient';
  if (!(error instanceof Error)) return 'permanent';
  // They say nothing about an event: the frame is repeated (E9).
  if (isRepeatable(error) || isConnectionLoss(error)) return 'infrastructure';
  if (mayPass(error)) return 'transient';
  return 'permanent';
};

const reasonLengthMax = 500;

/** The reason kept with a parked event: name, code and message, cut to a readable length. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return firstCharacters(String(error), reasonLengthMax);
  const code = codeOf(error);
  const name = code === '' || code === error.message ? error.name : `${error.name} ${code}`;
  return firstCharacters(`${name}: ${error.message}`, reasonLengthMax);
};
