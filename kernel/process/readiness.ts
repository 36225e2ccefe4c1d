// Readiness: what a process needs to answer, each with a sentence when it is missing.

/** One thing that must be there. `detail` says what is wrong, in words an operator understands. */
export interface ReadinessCheck {
  readonly name: string;
  readonly ready: boolean;
  readonly detail?: string;
}

/** The answer of /health/ready. */
export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: readonly ReadinessCheck[];
}

/** Asks everything that must be there. */
export type Readiness = () => Promise<ReadinessReport>;

const checkTimeoutMs = 2_000;

const withTimeout = async (name: string, check: () => Promise<ReadinessCheck>): Promise<ReadinessCheck> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ReadinessCheck>((resolve) => {
    timer = setTimeout(
      () => resolve({ name, ready: false, detail: `no answer within ${checkTimeoutMs} ms` }),
      checkTimeoutMs,
    );
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return { name, ready: false, detail: error instanceof Error ? error.message : 'unknown failure' };
  } finally {
    clearTimeout(timer);
  }
};

/** Readiness as the sum of named checks; each has 2 s to answer. */
export const readinessOf =
  (checks: Readonly<Record<string, () => Promise<Omit<ReadinessCheck, 'name'>>>>): Readiness =>
  async () => {
    const answers = await Promise.all(
      Object.entries(checks).map(([name, check]) => withTimeout(name, async () => ({ name, ...(await check()) }))),
    );
    return { ready: answers.every((answer) => answer.ready), checks: answers };
  };
