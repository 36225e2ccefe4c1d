// How a process leaves: no call in flight is lost, and the exit code is the program's own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { natsServer } from '../support/nats.ts';
import { clientOf, requestOf, testBroker } from './support.ts';

const nats = await natsServer();
const children: { process: ChildProcess; printed: () => string }[] = [];

const program = (file: string, ...values: readonly string[]): (typeof children)[number] => {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path, ...values], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString('utf8');
  });
  const entry = { process: child, printed: () => printed };
  children.push(entry);
  return entry;
};

afterEach(() => {
  for (const { process: child } of children.splice(0)) child.kill('SIGKILL');
});

describe.skipIf('skip' in nats)('a process that gets SIGTERM', () => {
  if ('skip' in nats) return;
  afterAll(() => nats.stop());

  it('answers the 50 calls that it is handling before it leaves with code 0', async () => {
    const callee = program('programs/callee.ts', nats.url, 'only', '1500');
    await vi.waitFor(() => expect(callee.printed()).toContain('ready'), 10_000);
    const caller = testBroker({ url: nats.url, name: 'caller' });
    await caller.start();
    await caller.broker.waitForServices([{ name: 'echo', version: 1 }], 10_000, 20);
    const client = clientOf(caller);
    const calls = Array.from({ length: 50 }, () => client.call('echo', 'slow', requestOf({}), {}));
    await vi.waitFor(() => expect(callee.printed()).toContain('handling 50'), 10_000);
    callee.process.kill('SIGTERM');
    const replies = await Promise.all(calls);
    expect(replies).toEqual(Array.from({ length: 50 }, () => ({ status: 200, body: 'only' })));
    const [code] = await once(callee.process, 'exit');
    expect(code).toBe(0);
    await caller.stop();
  });

  it('loses none of the calls that keep coming while another instance stays', async () => {
    const [leaving, staying] = [
      program('programs/callee.ts', nats.url, 'leaving'),
      program('programs/callee.ts', nats.url, 'staying'),
    ];
    await vi.waitFor(
      () => expect([leaving, staying].map(({ printed }) => printed().includes('ready'))).toEqual([true, true]),
      10_000,
    );
    const caller = testBroker({ url: nats.url, name: 'caller' });
    await caller.start();
    await caller.broker.waitForServices([{ name: 'echo', version: 1 }], 10_000, 20);
    const client = clientOf(caller);
    const exited = once(leaving.process, 'exit');
    const replies: unknown[] = [];
    const keepCalling = async (): Promise<void> => {
      while (leaving.process.exitCode === null) {
        replies.push(await client.call('echo', 'slow', requestOf({}), {}));
        if (replies.length === 50) leaving.process.kill('SIGTERM');
      }
    };
    await Promise.all(Array.from({ length: 30 }, keepCalling));
    expect(replies.filter((reply) => !isAnswer(reply))).toEqual([]);
    expect(await exited).toEqual([0, null]);
    await caller.stop();
  });
});

const isAnswer = (reply: unknown): boolean =>
  JSON.stringify(reply) === '{"status":200,"body":"leaving"}' ||
  JSON.stringify(reply) === '{"status":200,"body":"staying"}';

describe('a process whose start fails', () => {
  it('ends with its own exit code although a broker was made', async () => {
    const [code] = await once(program('programs/failing.ts').process, 'exit');
    expect(code).toBe(3);
  });
});
