// A service's process on a NATS that demands TLS, a certificate of whoever comes, and credentials, as the operator's page describes it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { openEntrance } from '../support/distributed/entrance.ts';
import { serviceEnvironment } from '../support/distributed/environment.ts';
import { readyMember } from '../support/distributed/member.ts';
import { endOf, type Program, startProgram } from '../support/distributed/program.ts';
import { natsServer } from '../support/nats.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { natsOperator } from './support/nats-operator.ts';

const certificates = join(import.meta.dirname, '../rpc/certificates');
const certificateOf = (name: string): string => join(certificates, `${name}.pem`);
const operator = natsOperator();
const folder = await mkdtemp(join(tmpdir(), 'jixiao-secured-'));
const forged = join(folder, 'forged.creds');
const files = {
  'server.pem': await readFile(certificateOf('server'), 'utf8'),
  'server-key.pem': await readFile(certificateOf('server-key'), 'utf8'),
  'authority.pem': await readFile(certificateOf('authority'), 'utf8'),
};
const demandingTls =
  'tls { cert_file: "server.pem", key_file: "server-key.pem", ca_file: "authority.pem", verify: true }';
const nats = await natsServer({ configuration: `${demandingTls}\n${operator.configuration}`, files });
const stranger = await natsServer({ configuration: `${demandingTls}\n${natsOperator().configuration}`, files });

describe.skipIf('skip' in nats || 'skip' in stranger)(
  'a service on a NATS that demands TLS, a certificate and credentials',
  () => {
    if ('skip' in nats || 'skip' in stranger) return;
    let database: TestDatabase;
    const started: Program[] = [];
    beforeAll(async () => {
      database = await testDatabase();
      await writeFile(join(folder, 'targets.creds'), operator.credentials);
      await writeFile(forged, operator.forgedCredentials);
    });
    afterAll(async () => {
      await Promise.all(started.map(endOf));
      await database.drop();
      await Promise.all([nats.stop(), stranger.stop()]);
      await rm(folder, { recursive: true, force: true });
    });

    const whole = (): Record<string, string> => ({
      ...serviceEnvironment('targets', 0, {
        databaseUrl: (role) => database.url(role),
        natsUrl: nats.url,
        issuer: 'http://127.0.0.1:1/realms/jixiao',
        standstillMs: 2_000,
      }),
      JIXIAO_NATS_CREDENTIALS_FILE: join(folder, 'targets.creds'),
      JIXIAO_NATS_CA_FILE: certificateOf('authority'),
      // The authority has signed one certificate, and the server asks of a caller's no more than that it has.
      JIXIAO_NATS_CERTIFICATE_FILE: certificateOf('server'),
      JIXIAO_NATS_KEY_FILE: certificateOf('server-key'),
    });
    const start = async (changes: Readonly<Record<string, string | undefined>>): Promise<Program> => {
      const given = Object.entries({ ...whole(), ...changes });
      const environment = Object.fromEntries(
        given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      );
      const file = 'services/targets/main.ts';
      const program = await startProgram({ name: 'targets', file, environment, logFolder: folder });
      started.push(program);
      return program;
    };

    it('comes up with all of them: calls and facts go through, and nothing is waited for', async () => {
      const { program, management } = await readyMember(await start({}), false);
      const readiness: unknown = await (await fetch(`${management}/health/ready`)).json();
      expect(JSON.stringify(readiness)).not.toContain('false');
      expect(program.printed()).not.toMatch(/NATS (is not reached|refused)/);
      expect(await endOf(program)).toBe(exitCodes.ok);
    });

    const refusals: [string, Readonly<Record<string, string | undefined>>, RegExp][] = [
      ['trusts public authorities only', { JIXIAO_NATS_CA_FILE: undefined }, /unable to verify the first certificate/],
      // The client hears nothing of the server's alert, which in TLS 1.3 comes after its own handshake.
      ['shows no certificate', { JIXIAO_NATS_CERTIFICATE_FILE: undefined, JIXIAO_NATS_KEY_FILE: undefined }, /timeout/],
      ['has credentials that are not its own', { JIXIAO_NATS_CREDENTIALS_FILE: forged }, /Authorization Violation/],
    ];
    it.each(refusals)('waits and says why when it %s, and ends when it is told to', async (_title, changes, reason) => {
      const program = await start(changes);
      await vi.waitFor(() => expect(program.printed()).toMatch(reason), 30_000);
      expect(program.printed()).toContain('NATS is not reached, trying again');
      const port = await program.says('managementPort');
      expect((await fetch(`${port}/health/live`)).status).toBe(200);
      const ready = await fetch(`${port}/health/ready`);
      expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining('NATS is not reached yet')]);
      expect(await endOf(program)).toBe(exitCodes.ok);
    });

    it('is ready again by itself after a server that knew nobody of its account stood in for a while', async () => {
      const entrance = await openEntrance();
      entrance.leadTo([nats.url]);
      const program = await start({ JIXIAO_NATS_SERVERS: entrance.url.replace('http:', 'tls:') });
      const { management } = await readyMember(program, false);
      entrance.leadTo([stranger.url]);
      await nats.kill();
      const refusals = (): number => program.printed().split('"status":"error"').length - 1;
      // The client's default is to give up at the second.
      await vi.waitFor(() => expect(refusals()).toBeGreaterThan(2), 30_000);
      expect((await fetch(`${management}/health/ready`)).status).toBe(503);
      await nats.start();
      entrance.leadTo([nats.url]);
      await vi.waitFor(async () => expect((await fetch(`${management}/health/ready`)).status).toBe(200), 30_000);
      await endOf(program);
      await entrance.close();
    });

    it('does not start with a file that is not there, and says which', async () => {
      const program = await start({ JIXIAO_NATS_CA_FILE: join(folder, 'no.pem') });
      expect(await program.ended).toBe(exitCodes.config);
      expect(program.printed()).toMatch(/JIXIAO_NATS_CA_FILE \(«.*no\.pem»\) can not be read \(ENOENT\)/);
    });
  },
);
