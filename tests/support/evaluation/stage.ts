// The evaluation service on a small county, and the way of its cycle from one state to the next through the public API.

import type { operations } from '#contracts/generated/evaluation.ts';
import type { IndicatorSystem, Written } from '#kernel/values/scheme/indicator-system.ts';
import type { Received, Schemas } from '#services/evaluation/handler.ts';
import { evaluation } from '#services/evaluation/service.ts';
import { type Answer, type BodyOf, type ServiceUnderTest, serviceUnderTest } from '../service.ts';
import { county, placeIdOf, plantDirectory } from '../small-directory.ts';
import { cycleId, documents, tellFacts, tellPlans, unitIdOf } from './facts.ts';
import { observationSet, type PublishedSet, pagesOf } from './observation-set.ts';
import { finance, office, recorder, releaser, signerOf, water } from './people.ts';
import { indicatorSystemId, type Performance, performances, rules } from './scheme.ts';

type CommandId = 'freezeCycle' | 'notifyScores' | 'announceUnitResults';

/** How a stage differs from the usual one. */
export interface StageOptions {
  readonly performances?: readonly Performance[];
  /** The indicator system, where it is not the small one of two indicators. */
  readonly system?: Written<IndicatorSystem>;
  /** The share of excellent teams. */
  readonly share?: string;
  /** What the rules of the cycle have beside or instead of the usual ones. */
  readonly rules?: object;
  /** The ranking group of a township; all are in one unless this says otherwise. */
  readonly groupOf?: (code: string) => string;
  /** What the pages of the observation set are taken from, instead of the set itself. */
  readonly fetched?: (set: PublishedSet) => PublishedSet['rows'];
}

/** A stage: a service with a county, and the steps of its cycle. */
export interface Stage {
  readonly service: ServiceUnderTest<operations, Received>;
  readonly performances: readonly Performance[];
  readonly draft: object;
  readonly cycleId: string;
  readonly set: PublishedSet;
  unitId(code: string): string;
  cycle(): Promise<Answer<Schemas['Cycle']>>;
  open(): Promise<Answer<Schemas['Cycle']>>;
  sign(): Promise<void>;
  confirm(): Promise<void>;
  close(): Promise<Answer<Schemas['Cycle']>>;
  command(id: CommandId): Promise<Answer<BodyOf<operations[CommandId]>>>;
  run(kind: 'trial' | 'final'): Promise<Answer<Schemas['Run']>>;
  /** Announces a set, the usual one unless another is named, and pulls it. */
  takeSet(announced?: Partial<PublishedSet> & { readonly freezeNumber?: number }): Promise<void>;
  approve(): Promise<Answer<Schemas['ResultDecision']>>;
  /** Takes an unopened cycle as far as this state. */
  to(state: Schemas['CycleState']): Promise<void>;
}

const steps = (stage: Stage): Readonly<Record<Schemas['CycleState'], () => Promise<unknown>>> => ({
  collecting: async () => {
    await stage.service.beginDay(county, '2025-01-10');
    await stage.open();
    await tellPlans(stage.service, stage.performances);
  },
  'values-confirmed': async () => {
    await stage.service.beginDay(county, '2026-01-20');
    await stage.sign();
    await stage.confirm();
    await stage.close();
  },
  freezing: () => stage.command('freezeCycle'),
  frozen: () => stage.takeSet(),
  scored: () => stage.run('final'),
  notified: async () => {
    await stage.service.beginDay(county, '2026-02-02');
    await stage.command('notifyScores');
  },
  'objections-decided': () => stage.service.beginDay(county, '2026-02-06'),
  approved: async () => {
    await stage.service.beginDay(county, '2026-03-16');
    await stage.approve();
  },
  announced: () => stage.command('announceUnitResults'),
});

const approveOn = async (stage: Stage): Promise<Answer<Schemas['ResultDecision']>> => {
  const { service, cycleId } = stage;
  const { resultDigest } = (await stage.cycle()).body;
  const decision = {
    organ: '瑞安市考核工作委员会（虚构）',
    documentId: documents.decision,
    decidedOn: '2026-03-16',
    attachmentDigest: 'b'.repeat(64),
  };
  const body = { subject: 'unit-results', county, cycleId, decision, resultDigest };
  const recorded = await service.ask('recordDecision', { body }, recorder);
  const question = { path: { decisionId: recorded.body.id }, ifMatch: recorded.etag ?? '' };
  return service.ask('releaseDecision', question, releaser);
};

/** Starts the service on a database of its own. Stop its service afterwards. */
export const openStage = async (options: StageOptions = {}): Promise<Stage> => {
  const all = options.performances ?? performances;
  const groupOf = options.groupOf ?? (() => 'all');
  const set = observationSet(all);
  const service = await serviceUnderTest(evaluation({ fetchPage: pagesOf(() => options.fetched?.(set) ?? set.rows) }));
  await plantDirectory(
    service,
    all.map(({ code }) => code).filter((code) => !['330381001000', '330381002000'].includes(code)),
  );
  await tellFacts(service, all, options.system);
  const ifMatch = async (): Promise<string> => (await stage.cycle()).etag ?? '';
  const stage: Stage = {
    service,
    performances: all,
    cycleId,
    set,
    draft: {
      county,
      kind: 'annual',
      year: 2025,
      name: '2025年度乡镇（街道）绩效考核（虚构）',
      from: '2025-01',
      to: '2025-12',
      indicatorSystemId,
      rules: { ...rules(options.share), ...options.rules },
      groups: [...new Set(all.map(({ code }) => groupOf(code)))].map((code) => ({ code, name: `排名组 ${code}` })),
      units: all.map(({ code }) => ({ placeId: placeIdOf(code), classCode: 'plain', groupCode: groupOf(code) })),
    },
    unitId: unitIdOf,
    cycle: () => service.ask('getCycle', { path: { cycleId } }, office),
    open: () => service.ask('openCycle', { body: stage.draft }, office),
    sign: async () => {
      await service.ask('signValues', { path: { cycleId }, body: { elementCodes: ['E-REVENUE'] } }, finance);
      await service.ask('signValues', { path: { cycleId }, body: { elementCodes: ['E-WATER'] } }, water);
    },
    confirm: async () => {
      for (const { code } of all) {
        const body = { unitId: stage.unitId(code), outcome: 'confirmed' };
        await service.ask('confirmValues', { path: { cycleId }, body }, signerOf(code));
      }
    },
    close: async () =>
      service.ask('closeCollection', { path: { cycleId }, body: { overruled: [] }, ifMatch: await ifMatch() }, office),
    command: async (id) => service.ask(id, { path: { cycleId }, ifMatch: await ifMatch() }, office),
    run: async (kind) =>
      service.ask('startRun', { path: { cycleId }, body: { kind }, ifMatch: await ifMatch() }, office),
    takeSet: async (announced = {}) => {
      const { rows: _rows, ...head } = { ...set, ...announced };
      const payload = { cycleId, ...head };
      await service.receive('cn.jixiao.indicators.ObservationSetPublished.v1', county, payload, '2026-01-20');
      await service.pull();
    },
    approve: () => approveOn(stage),
    to: async (state) => {
      for (const [name, step] of Object.entries(steps(stage))) {
        await step();
        const { body } = await stage.cycle();
        if (body.state !== name) throw new Error(`The cycle is ${body.state}, not ${name}.`);
        if (name === state) return;
      }
    },
  };
  return stage;
};
