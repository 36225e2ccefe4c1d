// The places of a cycle's units are frozen on the day of its opening, codes and all, and told so to whoever reads of them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.service.stop());

type Placed = readonly { readonly placeId: string; readonly placeCode?: string }[];
const toldBy = async (type: string, list: string): Promise<Placed> => {
  const event = (await stage.service.sent()).find((one) => one.type === `cn.jixiao.evaluation.${type}.v1`);
  return event?.payload[list] as Placed;
};
const codesOf = (units: Placed): string[] => units.map(({ placeCode }) => placeCode ?? 'none').toSorted();

test('the opening and the announcement say the codes of the opening, though the townships were merged and renumbered since', async () => {
  await stage.to('approved');
  const frozen = stage.performances.map(({ code }) => code).toSorted();
  await stage.service.sql(
    "update directory_place set valid = daterange('2000-01-01', '2025-07-01'), code = '330381999000' where kind = 'town'",
  );
  await stage.command('announceUnitResults');
  expect(codesOf(await toldBy('CycleOpened', 'units'))).toEqual(frozen);
  expect(codesOf(await toldBy('UnitResultsAnnounced', 'results'))).toEqual(frozen);
});
