// A county as the targets service knows it: places, documents, the scheme of the short year, a cycle, and who acts.
import { readFile } from 'node:fs/promises';
import type { operations } from '#contracts/generated/targets.ts';
import type { SetRow } from '#kernel/exchange/handover/set.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { Received } from '#services/targets/handler.ts';
import { targets } from '#services/targets/service.ts';
import { type Person, type ServiceUnderTest, serviceUnderTest } from '../service.ts';
import { placeCodes, placeIdOf } from '../small-directory.ts';
import { directoryOf } from './directory.ts';
import { type SetOwner, setOwner } from './set-owner.ts';

export const county = '330381';
export const cycleId: string = businessId('cycle', county, '2025');
export const systemId: string = businessId('indicator-system', county, 'ruian-thread', '1');
/** The county, a town of the industry class, one of the mountain class, and one that was there until the end of June 2025. */
export const places: Readonly<Record<'county' | 'tangxia' | 'gaolou' | 'merged', string>> = {
  county: businessId('place', '330381000000'),
  tangxia: businessId('place', '330381101000'),
  gaolou: businessId('place', '330381125000'),
  merged: placeIdOf(placeCodes.merged),
};
export const units: Readonly<Record<'tangxia' | 'gaolou' | 'merged', string>> = {
  tangxia: businessId('unit', 'tangxia'),
  gaolou: businessId('unit', 'gaolou'),
  merged: businessId('unit', 'merged'),
};
/** Documents that are registered. */
export const documents: Readonly<Record<'plans' | 'notice1' | 'notice2' | 'answer', string>> = {
  plans: businessId('document', 'plans'),
  notice1: businessId('document', 'notice-1'),
  notice2: businessId('document', 'notice-2'),
  answer: businessId('document', 'answer'),
};

type Actor =
  | 'office'
  | 'filler'
  | 'signer'
  | 'otherFiller'
  | 'otherSigner'
  | 'mergedFiller'
  | 'mergedSigner'
  | 'recorder'
  | 'releaser'
  | 'stranger';

/** Who acts; the office and the committee have the whole county, a township's people their township. */
export const people: Readonly<Record<Actor, Person>> = {
  office: { subject: 'office-1', roles: ['assessment_office'], places: [places.county] },
  filler: { subject: 'filler-1', roles: ['township_filler'], places: [places.tangxia] },
  signer: { subject: 'signer-1', roles: ['township_signer'], places: [places.tangxia] },
  otherFiller: { subject: 'filler-2', roles: ['township_filler'], places: [places.gaolou] },
  otherSigner: { subject: 'signer-2', roles: ['township_signer'], places: [places.gaolou] },
  mergedFiller: { subject: 'filler-3', roles: ['township_filler'], places: [places.merged] },
  mergedSigner: { subject: 'signer-3', roles: ['township_signer'], places: [places.merged] },
  recorder: { subject: 'recorder-1', roles: ['decision_recorder', 'decision_releaser'], places: [places.county] },
  releaser: { subject: 'releaser-1', roles: ['decision_releaser'], places: [places.county] },
  stranger: { subject: 'office-9', roles: ['assessment_office'], counties: ['330382'], places: [places.county] },
};

/** An observation as a batch hands it over. */
export interface Row {
  readonly placeId: string;
  readonly elementCode: string;
  readonly period: string;
  readonly value: string;
  readonly revision?: number;
}

export interface World {
  readonly service: ServiceUnderTest<operations, Received>;
  /** Lets a batch be accepted and pulled. */
  batch(rows: readonly Row[], on: string): Promise<void>;
  /** Announces a batch without pulling it. */
  announce(rows: readonly Row[], on: string): Promise<void>;
  /** Opens a cycle on the scheme's system. */
  openCycle(change?: Partial<Received['cn.jixiao.evaluation.CycleOpened.v1']>): Promise<void>;
}

interface Scheme {
  readonly indicatorSystem: { readonly indicators: readonly { readonly elementCode: string }[] };
  readonly lightRules: Record<string, unknown>;
}

const readScheme = async (): Promise<Scheme> =>
  JSON.parse(await readFile(new URL('../../../rulesets/ruian-thread.json', import.meta.url), 'utf8')) as Scheme;

const element = (code: string): Received['cn.jixiao.indicators.DataElementsPublished.v1']['elements'][number] => ({
  code,
  version: 1,
  precision: 2,
  direction: 'higher',
  accumulation: code.startsWith('EC-') || code.startsWith('PS-LIVELIHOOD') ? 'cumulative' : 'current',
  frequency: 'month',
  minimum: '0',
  maximum: '1000000',
  sourceOrganisationId: businessId('organisation', 'department'),
});

const rowOf = ({ placeId, elementCode, period, value, revision = 1 }: Row, asOf: string): SetRow => {
  const observationId = businessId('observation', county, elementCode, placeId, period);
  const row = { observationId, elementCode, placeId, period, revision, value, status: 'confirmed', asOf };
  return { key: `${elementCode}/${placeId}/${period}/${revision}`, row };
};

const cycleOpened = (lightRules: Record<string, unknown>): Received['cn.jixiao.evaluation.CycleOpened.v1'] => ({
  cycleId,
  kind: 'annual',
  year: 2025,
  from: '2025-01',
  to: '2025-12',
  indicatorSystemId: systemId,
  rulesCode: 'ruian-thread',
  rulesVersion: 1,
  openedOn: '2025-01-06',
  units: [
    {
      unitId: units.tangxia,
      placeId: places.tangxia,
      placeCode: '330381101000',
      classCode: 'industry',
      groupCode: 'towns',
    },
    // An opening of the first release says no code.
    { unitId: units.gaolou, placeId: places.gaolou, classCode: 'mountain', groupCode: 'towns' },
    {
      unitId: units.merged,
      placeId: places.merged,
      placeCode: placeCodes.merged,
      classCode: 'mountain',
      groupCode: 'towns',
    },
  ],
  noticeAnswer: { unit: 'working-days', days: 10 },
  lightRules,
});

const tellFacts = async (service: World['service'], owner: SetOwner, scheme: Scheme, day: string): Promise<void> => {
  await service.beginDay(county, day);
  const set = owner.handOver('directory', directoryOf(places));
  await service.receive('cn.jixiao.integration.DirectoryPublished.v1', county, { ...set, asOf: day });
  await service.pull();
  for (const documentId of Object.values(documents))
    await service.receive('cn.jixiao.integration.DocumentRegistered.v1', county, {
      documentId,
      issuedOn: '2025-01-06',
      digest: 'a'.repeat(64),
    });
  const codes = scheme.indicatorSystem.indicators.map(({ elementCode }) => elementCode);
  await service.receive('cn.jixiao.indicators.DataElementsPublished.v1', county, { elements: codes.map(element) });
};

/** Starts the service on a database of its own, with the cycle opened, on a day. */
export const openWorld = async (day = '2025-01-10'): Promise<World> => {
  const owner = setOwner();
  const service = await serviceUnderTest(targets({ fetchPage: owner.fetchPage }));
  const scheme = await readScheme();
  const openCycle: World['openCycle'] = (change = {}) =>
    service.receive('cn.jixiao.evaluation.CycleOpened.v1', county, { ...cycleOpened(scheme.lightRules), ...change });
  const announce: World['announce'] = async (rows, on) => {
    const set = owner.handOver(
      'batch',
      rows.map((row) => rowOf(row, on)),
    );
    const batch = {
      batchId: set.setId,
      ...set,
      source: 'province',
      period: rows[0]?.period ?? '2025-01',
      rejectedCount: 0,
    };
    await service.receive('cn.jixiao.indicators.ObservationBatchAccepted.v1', county, batch, on);
  };
  await tellFacts(service, owner, scheme, day);
  await service.receive('cn.jixiao.indicators.IndicatorSystemPublished.v1', county, systemPublished(scheme));
  await openCycle();
  return {
    service,
    openCycle,
    announce,
    batch: async (rows, on) => {
      await announce(rows, on);
      await service.pull();
    },
  };
};

/** The publication of the scheme's indicator system. */
export const systemPublished = (scheme: {
  readonly indicatorSystem: object;
}): Received['cn.jixiao.indicators.IndicatorSystemPublished.v1'] => ({
  indicatorSystemId: systemId,
  code: 'ruian-thread',
  version: 1,
  documentId: documents.plans,
  publishedOn: '2025-01-06',
  digest: 'b'.repeat(64),
  system: { ...scheme.indicatorSystem },
});
