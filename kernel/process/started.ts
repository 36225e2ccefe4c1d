// Starting several things in order: where one fails, those before it are undone, and all end in the reverse order.

/** Takes what undoes the step that has just been done. */
export type Undo = (stop: () => unknown) => void;

/** What a start gave. */
export interface Started<T> {
  readonly parts: T;
  /** Undoes each step, the last one first. However often it is called, it is done once; each call waits for the end. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs a start that tells how each of its steps is undone. One that fails is undone whole before its failure is thrown; what
 * can't be undone is told to `undoFailed`, so that it does not hide the cause.
 */
export const startInOrder = async <T>(
  begin: (undo: Undo) => Promise<T>,
  undoFailed: (error: unknown) => void,
): Promise<Started<T>> => {
  const steps = new AsyncDisposableStack();
  try {
    const parts = await begin((stop) =>
      steps.defer(async () => {
        await stop();
      }),
    );
    let ending: Promise<void> | undefined;
    return {
      parts,
      stop: () => {
        ending ??= steps.disposeAsync();
        return ending;
      },
    };
  } catch (error) {
    await steps.disposeAsync().catch(undoFailed);
    throw error;
  }
};
