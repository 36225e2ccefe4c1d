// The NATS server that specs get: it stores, loses what a wipe takes and keeps what a kill leaves, on one address.
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, describe, expect, it } from 'vitest';
import { natsServer } from '../support/nats.ts';

const nats = await natsServer({ killed: true });

describe.skipIf('skip' in nats)('a NATS server for a spec file', () => {
  if ('skip' in nats) return;
  afterAll(() => nats.stop());

  const publishOne = async (): Promise<void> => {
    const connection = await connect({ servers: nats.url });
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: 'facts', subjects: ['facts.>'] });
    await jetstream(connection).publish('facts.one', 'a fact', { msgID: 'one' });
    await connection.close();
  };

  const stored = async (): Promise<string[]> => {
    const connection = await connect({ servers: nats.url });
    const names: string[] = [];
    for await (const info of (await jetstreamManager(connection)).streams.list()) {
      names.push(`${info.config.name}:${info.state.messages}`);
    }
    await connection.close();
    return names;
  };

  it('acknowledges what it stores', async () => {
    await publishOne();
    expect(await stored()).toEqual(['facts:1']);
  });

  it('keeps what it stored when it is killed and started again on the same address', async () => {
    await nats.kill();
    await expect(connect({ servers: nats.url, timeout: 1_000 })).rejects.toThrow('connection refused');
    await nats.start();
    expect(await stored()).toEqual(['facts:1']);
  });

  it('has lost everything after a wipe, on the same address', async () => {
    await nats.wipe();
    expect(await stored()).toEqual([]);
  });
});
