// The suite that both adapters of the bus pass: what the exchange promises over any broker.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '#kernel/exchange/failure.ts';
import { type PlanReaction, storeEffect } from './effect.ts';
import { appendIn, appendOne, approved, county, planApproved, rowsOf, until } from './support.ts';
import { type BusUnderTest, openWorld, type World } from './world.ts';

const stepsOf = (effects: readonly { readonly step: number }[]): number[] => effects.map(({ step }) => step);
const counting = (upTo: number): number[] => Array.from({ length: upTo }, (_, index) => index + 1);

/** Describes the exchange over one adapter. */
export const describeExchange = (adapter: string, makeBus: () => Promise<BusUnderTest>): void => {
  describe(`the exchange over ${adapter}`, () => {
    let under: BusUnderTest;
    let world: World;
    beforeAll(async () => {
      under = await makeBus();
      world = await openWorld(under);
    });
    afterEach(() => world.stopAll());
    afterAll(async () => {
      await world?.close();
      await under?.stop();
    });

    const appendSteps = async (key: string, steps: readonly number[]): Promise<void> => {
      for (const step of steps) await appendOne(world.targets, approved(key, step));
    };

    it('E7 applies each event once and the events of a key in their order', async () => {
      await world.startTargets();
      await world.startEvaluation();
      await Promise.all([appendSteps('s-a', counting(30)), appendSteps('s-b', counting(30))]);
      await world.settled();
      expect(stepsOf(await world.effects('s-a'))).toEqual(counting(30));
      expect(stepsOf(await world.effects('s-b'))).toEqual(counting(30));
    });

    it('E3 hands over what was appended while nobody ran', async () => {
      await appendSteps('s-before', counting(5));
      await world.startTargets();
      await world.startEvaluation();
      await world.settled();
      expect(stepsOf(await world.effects('s-before'))).toEqual(counting(5));
    });

    it('E3 and E21 settle with 4 concurrent writers and rollbacks: each committed event once', async () => {
      await world.startTargets();
      await world.startEvaluation();
      const write = async (writer: number): Promise<void> => {
        for (const step of counting(40)) {
          const failing = step % 4 === writer % 4;
          const event = approved(`s-w${writer}`, step);
          const work = world.targets.own.transact({ counties: [county] }, async (tx) => {
            await appendIn(tx, event);
            if (failing) throw new Error('rolled back');
          });
          await work.catch((error: unknown) => {
            if (!failing) throw error;
          });
        }
      };
      await Promise.all([1, 2, 3, 4].map(write));
      await world.settled();
      for (const writer of [1, 2, 3, 4]) {
        const wanted = counting(40).filter((step) => step % 4 !== writer % 4);
        expect(stepsOf(await world.effects(`s-w${writer}`))).toEqual(wanted);
      }
    });

    it('E8 parks a poisoned event with its reason while the other keys of its shard flow on', async () => {
      const poisoned: PlanReaction = async (event, call) => {
        if (event.key === 's-poison' && event.payload.step === 2) throw new Error('no such plan');
        await storeEffect(event, call);
      };
      await world.startTargets();
      const evaluation = await world.startEvaluation({ reactions: { [planApproved]: poisoned } });
      await Promise.all([appendSteps('s-poison', counting(4)), ...counting(8).map((n) => appendSteps(`s-o${n}`, [1]))]);
      await until(
        () => evaluation.status(),
        ({ parked }) => parked.parked === 1 && parked.waitingBehind === 2,
      );
      for (const n of counting(8))
        await until(
          () => world.effects(`s-o${n}`),
          (seen) => seen.length === 1,
        );
      expect(stepsOf(await world.effects('s-poison'))).toEqual([1]);
      await world.stopAll();

      await world.startTargets();
      const mended = await world.startEvaluation();
      const key = { source: 'targets', key: 's-poison', county: '330381' };
      // Those behind the first may be taken by the service itself meanwhile.
      expect(await mended.redrive(key, 'operator-1')).toMatchObject({ waits: null });
      await appendSteps('s-poison', [5]);
      await world.settled();
      expect(stepsOf(await world.effects('s-poison'))).toEqual(counting(5));
    });

    it('E2 lets an event wait for a fact of another key, and goes on by itself when the fact arrives', async () => {
      const fact = { type: planApproved, key: 's-fact' };
      const waiting: PlanReaction = async (event, call) => {
        if (event.key === 's-fact') await call.arrived(fact);
        if (event.key === 's-needy' && (await world.effects('s-fact')).length === 0) throw waitFor(fact);
        await storeEffect(event, call);
      };
      await world.startTargets();
      const evaluation = await world.startEvaluation({ reactions: { [planApproved]: waiting } });
      await appendSteps('s-needy', counting(3));
      await until(
        () => evaluation.status(),
        ({ parked }) => parked.waitingFor === 1 && parked.waitingBehind === 2,
      );
      await appendSteps('s-fact', [1]);
      await world.settled();
      expect(stepsOf(await world.effects('s-needy'))).toEqual(counting(3));
    });

    it('E10 sends again what a wiped broker lost: one effect for each event', async () => {
      await world.startTargets();
      await appendSteps('s-wiped', counting(10));
      const frames = 'select count(*)::int as n from shard where published_through < last_position';
      await until(
        () => rowsOf<{ n: number }>(world.targets, frames),
        ([row]) => row?.n === 0,
      );
      await under.wipe();
      await world.startEvaluation();
      await appendSteps('s-wiped', [11, 12]);
      await world.settled(20_000);
      expect(stepsOf(await world.effects('s-wiped'))).toEqual(counting(12));
    });

    it('E10 goes on after a wipe in the middle of the traffic', async () => {
      await world.startTargets();
      await world.startEvaluation();
      await appendSteps('s-middle', counting(10));
      await under.wipe();
      await appendSteps('s-middle', counting(20).slice(10));
      await world.settled(20_000);
      expect(stepsOf(await world.effects('s-middle'))).toEqual(counting(20));
    });

    it('E6 and E7 keep one effect for each event with two instances of both services', async () => {
      await Promise.all([world.startTargets(), world.startTargets(), world.startEvaluation(), world.startEvaluation()]);
      await Promise.all(counting(6).map((n) => appendSteps(`s-two${n}`, counting(10))));
      await world.settled();
      for (const n of counting(6)) expect(stepsOf(await world.effects(`s-two${n}`))).toEqual(counting(10));
    });
  });
};
