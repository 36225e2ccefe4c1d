// January 2025: the directory comes, the indicator system and the rules of measures are published, the cycle opens.

import { collectMonth } from '../acts/collect-month.ts';
import { findCycle, placesOf } from '../acts/cycle.ts';
import { synchronise } from '../acts/synchronise.ts';
import { allPages } from '../api/pages.ts';
import { office, organization, type World } from '../world.ts';
import type { Month } from './month.ts';

const takeDirectory = async (world: World): Promise<void> => {
  const places = await synchronise(world, 'P1');
  const organisations = await synchronise(world, 'P2');
  const elements = await synchronise(world, 'P3');
  const persons = await synchronise(world, 'H1');
  const posts = await synchronise(world, 'H2');
  world.tell(
    `从省级平台取得区划 ${places.received} 条、机构 ${organisations.received} 个、数据元 ${elements.received} 个`,
  );
  world.tell(`从人事系统取得人员 ${persons.received} 名、班子和任职 ${posts.received} 条（人员均为虚构）`);
};

const findSystem = async (world: World): Promise<string | undefined> => {
  const { county, scheme } = world;
  const known = await allPages((page) => office(world).indicators.listIndicatorSystems({ query: { county, ...page } }));
  return known.find(({ code, version }) => code === scheme.indicatorSystem.code && version === 1)?.id;
};

const publishSystem = async (world: World): Promise<void> => {
  const { county, scheme } = world;
  const { indicators } = office(world);
  const known = await findSystem(world);
  const drafted =
    known === undefined
      ? await indicators.createIndicatorSystem({ body: { county, system: scheme.indicatorSystem } })
      : await indicators.getIndicatorSystem({ path: { indicatorSystemId: known } });
  if (drafted.body.state !== 'draft') return;
  const documentId = await world.document('indicatorSystem');
  const { body } = await indicators.publishIndicatorSystem(
    { path: { indicatorSystemId: drafted.body.id }, body: { documentId } },
    { ifMatch: drafted.etag },
  );
  world.tell(`考核办发布指标体系《${body.system.name}》，共 ${body.system.indicators.length} 项指标`);
};

const publishRules = async (world: World): Promise<void> => {
  const { county, scheme } = world;
  const { incentives } = organization(world);
  const known = await allPages((page) => incentives.listRuleSets({ query: { county, ...page } }));
  const same = known.find(({ code }) => code === scheme.code);
  const { code, version, source, measureRules } = scheme;
  const registered =
    same === undefined
      ? await incentives.registerRuleSet({
          body: { county, code, version, name: '2025年度考核结果应用规则（演示方案）', source, measureRules },
        })
      : await incentives.getRuleSet({ path: { ruleSetId: same.id } });
  if (registered.body.state !== 'registered') return;
  const documentId = await world.document('ruleSet');
  await incentives.publishRuleSet(
    { path: { ruleSetId: registered.body.id }, body: { documentId } },
    { ifMatch: registered.etag },
  );
  world.tell(`组织部发布考核结果应用规则，共 ${measureRules.length} 条`);
};

const openCycle = async (world: World): Promise<void> => {
  const indicatorSystemId = await findSystem(world);
  if (indicatorSystemId === undefined || (await findCycle(world)) !== undefined) return;
  const { county, scheme } = world;
  const places = new Map((await placesOf(world)).map(({ id, code }) => [code, id]));
  const units = scheme.units.assignments.map(({ placeCode, name, classCode, groupCode }) => {
    const placeId = places.get(placeCode);
    if (placeId === undefined) throw new Error(`The directory has no place ${placeCode} ${name}.`);
    return { placeId, classCode, groupCode };
  });
  const { code, version, gradingRules, deadlines, lightRules, year } = scheme;
  const { body } = await office(world).evaluation.openCycle({
    body: {
      county,
      kind: 'annual',
      year,
      name: `${year}年度乡镇（街道）绩效考核（演示方案）`,
      from: `${year}-01`,
      to: `${year}-12`,
      indicatorSystemId,
      rules: { code, version, gradingRules, deadlines, lightRules },
      groups: scheme.units.groups,
      units,
    },
  });
  await world.settle();
  world.tell(`考核办启动 ${body.name}，考核单位 ${body.unitCount} 个`);
};

/** January 2025. */
export const opening: Month = {
  month: '2025-01',
  title: '建目录、定指标、启动考核周期',
  days: [
    ['2025-01-02', takeDirectory],
    // Last year's values are what the townships set their targets by.
    ['2025-01-08', (world) => collectMonth(world, `${world.scheme.year - 1}-12`)],
    [
      '2025-01-20',
      async (world) => {
        await publishSystem(world);
        await publishRules(world);
        await world.settle();
      },
    ],
    ['2025-01-22', openCycle],
  ],
};
