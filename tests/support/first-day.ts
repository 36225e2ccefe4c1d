// Over HTTP: the scheduler begins the first business day of a county.
import { randomUUID } from 'node:crypto';
import type { SystemUnderTest } from './system.ts';

/** Begins the day as the scheduler does. Throws where the system does not answer 201. */
export const beginFirstDay = async (
  system: Pick<SystemUnderTest, 'url' | 'clientToken'>,
  county: string,
  date: string,
): Promise<void> => {
  const { status } = await fetch(`${system.url}/api/v1/integration/days`, {
    method: 'POST',
    body: JSON.stringify({ county, date }),
    headers: {
      authorization: `Bearer ${await system.clientToken('svc-scheduler')}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
  });
  if (status !== 201) throw new Error(`The day did not begin: ${status}`);
};
