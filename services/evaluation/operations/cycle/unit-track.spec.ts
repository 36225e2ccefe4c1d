// The order of the unit track: each step follows the one before, and no other.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { office } from '../../../../tests/support/evaluation/people.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import { county } from '../../../../tests/support/small-directory.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.service.stop());

const commands = ['closeCollection', 'freezeCycle', 'startRun', 'notifyScores', 'announceUnitResults'] as const;
const bodies = { closeCollection: { overruled: [] }, startRun: { kind: 'final' } } as const;

const tryAll = async (but: string | undefined): Promise<string[]> => {
  const { etag } = await stage.cycle();
  const wrong = commands.filter((command) => command !== but);
  const codes: string[] = [];
  for (const command of wrong) {
    const question = { path: { cycleId: stage.cycleId }, ifMatch: etag ?? '' };
    const body = command in bodies ? { body: bodies[command as keyof typeof bodies] } : {};
    codes.push((await stage.service.ask(command, { ...question, ...body }, office)).code ?? `${command} was taken`);
  }
  return codes;
};

const begin: Readonly<Record<string, string>> = {
  'values-confirmed': '2026-01-20',
  notified: '2026-02-02',
  approved: '2026-03-16',
};

describe('the unit track', () => {
  const steps = [
    ['collecting', 'closeCollection', () => stage.to('collecting')],
    [
      'values-confirmed',
      'freezeCycle',
      async () => {
        await stage.sign();
        await stage.confirm();
        await stage.close();
      },
    ],
    ['freezing', undefined, () => stage.command('freezeCycle')],
    ['frozen', 'startRun', () => stage.takeSet()],
    ['scored', 'notifyScores', () => stage.run('final')],
    ['notified', undefined, () => stage.command('notifyScores')],
    ['objections-decided', undefined, () => stage.service.beginDay(county, '2026-02-06')],
    ['approved', 'announceUnitResults', () => stage.approve()],
    ['announced', undefined, () => stage.command('announceUnitResults')],
  ] as const;

  test.each(steps)('in the state %s takes %s and refuses every other step', async (state, next, reach) => {
    const day = begin[state];
    if (day !== undefined) await stage.service.beginDay(county, day);
    await reach();
    expect((await stage.cycle()).body.state).toBe(state);
    const codes = await tryAll(next);
    expect(new Set(codes)).toEqual(new Set(['STATE_CONFLICT']));
    expect((await stage.cycle()).body.state).toBe(state);
  });

  test('has announced each step once, in order', async () => {
    const types = (await stage.service.sent()).map(({ type }) => type.split('.')[3]);
    expect(types).toEqual([
      'CycleOpened',
      'ValuesConfirmed',
      'CycleFreezeOrdered',
      'CycleFrozen',
      'CycleScored',
      'ScoresNotified',
      'ObjectionsClosed',
      'UnitResultsApproved',
      'UnitResultsAnnounced',
    ]);
  });

  test('has the days of its steps and the deadlines of its rules', async () => {
    expect((await stage.cycle()).body).toMatchObject({
      openedOn: '2025-01-10',
      valuesConfirmedOn: '2026-01-20',
      frozenOn: '2026-01-20',
      observationSet: { count: 12, setId: stage.set.setId, digest: stage.set.digest },
      notifiedOn: '2026-02-02',
      objectionsDueOn: '2026-02-05',
      decisionsDueOn: '2026-02-26',
      objectionsClosedOn: '2026-02-06',
      approvedOn: '2026-03-16',
      announcedOn: '2026-03-16',
    });
  });
});
