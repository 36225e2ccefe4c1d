// What both adapters of the bus do with messages: rule E5 and the port's own promises.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bus, BusMessage, Disposition, Durable } from '#kernel/bus/port.ts';
import { until } from './support.ts';
import type { BusUnderTest } from './world.ts';

const message = (id: string, text = id): BusMessage => ({
  id,
  headers: { 'jixiao-text': text },
  body: new TextEncoder().encode(text),
});
const textOf = ({ body }: BusMessage): string => new TextDecoder().decode(body);

/** Describes the port over one adapter; `purge` empties the stream of a source and keeps everything else. */
export const describeBus = (
  adapter: string,
  makeBus: () => Promise<BusUnderTest>,
  purge: (source: string) => Promise<void>,
): void => {
  describe(`a bus: ${adapter}`, () => {
    let under: BusUnderTest;
    let bus: Bus;
    let named = 0;
    const stops: (() => Promise<void>)[] = [];
    beforeAll(async () => {
      under = await makeBus();
      bus = await under.connect();
    });
    afterAll(async () => {
      for (const stop of stops) await stop();
      await bus?.close();
      await under?.stop();
    });

    /** A source of its own with one consumer, which answers as told and keeps what it got. */
    const source = async (
      answer: (text: string, nth: number) => Disposition = () => ({ kind: 'ack' }),
    ): Promise<{ durable: Durable; got: string[]; publish: (one: BusMessage) => Promise<void> }> => {
      named += 1;
      const durable = { consumer: 'reader', source: `spec${named}`, shard: 3 };
      const got: string[] = [];
      await bus.provision(durable.source, ['reader'], [3]);
      const subscription = await bus.consume(durable, async (one) => {
        got.push(textOf(one));
        return answer(textOf(one), got.length);
      });
      stops.push(() => subscription.stop());
      return { durable, got, publish: (one) => bus.publish(durable.source, 3, one) };
    };
    /** Waits until so many have come and none is left. A broker may not yet count what it has just confirmed. */
    const drained = async (durable: Durable, got: readonly string[], count: number): Promise<void> => {
      await until(
        () => got.length,
        (come) => come >= count,
      );
      await until(
        () => bus.pending(durable),
        (left) => left === 0,
      );
    };

    it('E5 stores a message once by its id, and a larger frame or a re-send under an id of its own', async () => {
      const { got, durable, publish } = await source();
      for (const id of [
        's/i/0/1/d1',
        's/i/0/1/d1',
        's/i/0/1/larger',
        's/i/0/1/d1/a.1',
        's/i/0/1/d1/a.1',
        's/i/0/1/d1/a.2',
      ])
        await publish(message(id));
      await drained(durable, got, 4);
      expect(got).toEqual(['s/i/0/1/d1', 's/i/0/1/larger', 's/i/0/1/d1/a.1', 's/i/0/1/d1/a.2']);
    });

    it('E5 brings a re-send through after a purge, where the first id is acknowledged and swallowed', async () => {
      const { got, durable, publish } = await source();
      await publish(message('p/1'));
      await drained(durable, got, 1);
      await purge(durable.source);
      await publish(message('p/1'));
      await publish(message('p/1/a.1'));
      await until(
        () => got.length,
        (count) => count === 2,
      );
      expect(got).toEqual(['p/1', 'p/1/a.1']);
    });

    it('hands out one message at a time, in order, and the same one again after a nak', async () => {
      const { got, durable, publish } = await source((text, nth) =>
        text === 'b' && nth < 4 ? { kind: 'nak', delayMs: 5 } : { kind: 'ack' },
      );
      for (const id of ['a', 'b', 'c']) await publish(message(`n/${id}`, id));
      await drained(durable, got, 5);
      expect(got).toEqual(['a', 'b', 'b', 'b', 'c']);
    });

    it('puts a terminated message aside and goes on', async () => {
      const { got, durable, publish } = await source((text) => (text === 'a' ? { kind: 'term' } : { kind: 'ack' }));
      for (const id of ['a', 'b']) await publish(message(`t/${id}`, id));
      await drained(durable, got, 2);
      expect(got).toEqual(['a', 'b']);
    });

    it('gives a message again when the handler throws', async () => {
      const { got, durable, publish } = await source((_, nth) => {
        if (nth === 1) throw new Error('the handler failed');
        return { kind: 'ack' };
      });
      await publish(message('h/a', 'a'));
      await drained(durable, got, 2);
      expect(got).toEqual(['a', 'a']);
    });

    it('keeps what came before the consumer and while it was away, and says how much it holds', async () => {
      const durable = { consumer: 'late', source: 'speclate', shard: 1 };
      expect(await bus.pending(durable)).toBeUndefined();
      await bus.provision('speclate', ['late'], [1]);
      for (const id of ['a', 'b']) await bus.publish('speclate', 1, message(`l/${id}`, id));
      await until(
        () => bus.pending(durable),
        (left) => left === 2,
      );
      const got: string[] = [];
      const read = async (count: number): Promise<void> => {
        const subscription = await bus.consume(durable, async (one) => {
          got.push(textOf(one));
          return { kind: 'ack' };
        });
        await drained(durable, got, count);
        await subscription.stop();
      };
      await read(2);
      await bus.publish('speclate', 1, message('l/c', 'c'));
      expect(got).toEqual(['a', 'b']);
      await read(3);
      expect(got).toEqual(['a', 'b', 'c']);
    });

    it('provisions again without harm to what is there', async () => {
      const { got, durable, publish } = await source();
      await publish(message('r/a', 'a'));
      await bus.provision(durable.source, ['reader', 'another'], [3]);
      await publish(message('r/b', 'b'));
      await drained(durable, got, 2);
      expect(got).toEqual(['a', 'b']);
    });

    it('carries signals to all, and questions to one that answers; silence is an answer too', async () => {
      const heard: string[] = [];
      const listeners = [1, 2].map((n) =>
        bus.onSignal('spec.signal', (data) => heard.push(`${n}${new TextDecoder().decode(data)}`)),
      );
      const answering = bus.onAsk('spec.ask', async (data) =>
        new TextEncoder().encode(`${new TextDecoder().decode(data)}!`),
      );
      const mute = bus.onAsk('spec.mute', async () => undefined);
      await until(
        async () => new TextDecoder().decode(await bus.ask('spec.ask', new TextEncoder().encode('hi'), 500)),
        (text) => text === 'hi!',
      );
      bus.signal('spec.signal', new TextEncoder().encode('x'));
      await until(
        () => heard.length,
        (count) => count === 2,
      );
      expect(heard.sort((a, b) => a.localeCompare(b))).toEqual(['1x', '2x']);
      expect(await bus.ask('spec.mute', new Uint8Array(), 50)).toBeUndefined();
      expect(await bus.ask('spec.nobody', new Uint8Array(), 50)).toBeUndefined();
      for (const listener of [...listeners, answering, mute]) listener.stop();
    });
  });
};
