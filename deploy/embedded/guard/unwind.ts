// Taking down what a start has set up, last first, with a limit for each step that a second Ctrl-C cuts short.

/** Takes one thing down that was set up. */
export type Undo = () => Promise<void> | void;

/** How taking down went: cut short by a person, or step by step, with what went wrong. */
export type Unwound = { readonly wasInterrupted: boolean; readonly failures: readonly unknown[] };

/** Undoes the steps, last first. A step that is late is left behind with the failure that `late` makes. */
export async function unwind(
  steps: readonly Undo[],
  { hurry, limitMs, late }: { readonly hurry: Promise<void>; readonly limitMs: number; readonly late: () => Error },
): Promise<Unwound> {
  const failures: unknown[] = [];
  let wasInterrupted = false;
  const interruption = async (): Promise<void> => {
    await hurry;
    wasInterrupted = true;
  };
  const interrupted = interruption();
  for (const step of steps.toReversed()) {
    const limit = Promise.withResolvers<never>();
    const timer = setTimeout(() => limit.reject(late()), limitMs);
    // In a hurry each step is still begun: what ends by itself once it is asked to (the database) is not left behind.
    await Promise.race([begun(step), interrupted, limit.promise]).catch((error: unknown) => failures.push(error));
    clearTimeout(timer);
  }
  return { wasInterrupted, failures };
}

async function begun(step: Undo): Promise<void> {
  await step();
}
