// The two simulated partners of an embedded start.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { startInOrder, type Undo } from '#kernel/process/started.ts';
import { startHr } from '../../simulators/hr/start.ts';
import type { RunningPartner } from '../../simulators/partner/partner.ts';
import { startProvince } from '../../simulators/province/start.ts';
import { audience, developmentSecret } from '../issuer/account.ts';

/** The running partners. */
export interface Partners {
  readonly province: RunningPartner;
  readonly hr: RunningPartner;
  stop(): Promise<void>;
}

// The year that is played is always the same one.
export const simulationSeed = 2025;

/** Starts both on free ports of the loopback address, or none. With a folder, what they received survives a restart. */
export const startPartners = async (settings: {
  readonly publicUrl: string;
  readonly issuer: string;
  readonly folder?: string;
  readonly logger: Logger;
}): Promise<Partners> => {
  const { publicUrl, issuer, folder, logger } = settings;
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const common = (name: string) => ({
    host: '127.0.0.1',
    port: 0,
    controlPort: 0,
    token: { issuer, audience, role: 'service:integration' },
    seed: simulationSeed,
    logger: logger.child({ simulator: name }),
    ...(folder === undefined ? {} : { journalFile: join(folder, `${name}.jsonl`) }),
  });
  const startBoth = async (undo: Undo): Promise<Omit<Partners, 'stop'>> => {
    const province = await startProvince(common('province'));
    undo(() => province.stop());
    const hr = await startHr({
      ...common('hr'),
      integrationUrl: publicUrl,
      client: {
        tokenUrl: `${issuer}/protocol/openid-connect/token`,
        clientId: 'hr-system',
        clientSecret: developmentSecret('hr-system'),
      },
    });
    undo(() => hr.stop());
    return { province, hr };
  };
  const { parts, stop } = await startInOrder(startBoth, (error) =>
    logger.warn({ err: error }, 'the partners could not start and did not end in order'),
  );
  return { ...parts, stop };
};
