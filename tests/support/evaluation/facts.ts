// The facts of other services that a stage of evaluation stands on: documents, the scheme, who signs what, teams and plans.
import type { operations } from '#contracts/generated/evaluation.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { IndicatorSystem, Written } from '#kernel/values/scheme/indicator-system.ts';
import type { Received } from '#services/evaluation/handler.ts';
import type { ServiceUnderTest } from '../service.ts';
import { county, placeIdOf } from '../small-directory.ts';
import { departments, indicatorSystem, indicatorSystemId, type Performance } from './scheme.ts';

/** The documents that are registered. */
export const documents: Readonly<Record<'answer' | 'decision' | 'grades', string>> = {
  answer: businessId('document', 'answer'),
  decision: businessId('document', 'decision'),
  grades: businessId('document', 'grades'),
};

/** The cycle of every stage. */
export const cycleId: string = businessId('cycle', county, 'annual', '2025');

/** The unit of a township in it. */
export const unitIdOf = (code: string): string => businessId('unit', cycleId, placeIdOf(code));

type Service = ServiceUnderTest<operations, Received>;

/** Tells the service what it has to know before a cycle opens. */
export const tellFacts = async (
  service: Service,
  all: readonly Performance[],
  system: Written<IndicatorSystem> = indicatorSystem,
): Promise<void> => {
  for (const [index, documentId] of Object.values(documents).entries()) {
    const digest = String(index).repeat(64);
    const type = 'cn.jixiao.integration.DocumentRegistered.v1';
    await service.receive(type, county, { documentId, issuedOn: '2025-01-06', digest });
  }
  await service.receive('cn.jixiao.indicators.IndicatorSystemPublished.v1', county, {
    indicatorSystemId,
    code: 'small',
    version: 1,
    documentId: documents.decision,
    publishedOn: '2025-01-06',
    digest: 'a'.repeat(64),
    system: { ...system },
  });
  const element = {
    version: 1,
    precision: 2,
    direction: 'higher',
    accumulation: 'cumulative',
    frequency: 'year',
    minimum: '0',
    maximum: '1000',
  } as const;
  await service.receive('cn.jixiao.indicators.DataElementsPublished.v1', county, {
    elements: [
      { ...element, code: 'E-REVENUE', sourceOrganisationId: departments.finance },
      { ...element, code: 'E-WATER', sourceOrganisationId: departments.water },
    ],
  });
  await service.receive('cn.jixiao.integration.TeamsPublished.v1', county, {
    asOf: '2025-01-06',
    teams: all.map(({ code }) => ({
      teamId: businessId('team', code),
      organisationId: businessId('organisation', code),
      placeId: placeIdOf(code),
      memberCount: 9,
    })),
  });
};

/** Publishes a plan of each unit: revenue of 100. */
export const tellPlans = async (service: Service, all: readonly Performance[]): Promise<void> => {
  for (const { code } of all) {
    const unitId = unitIdOf(code);
    await service.receive('cn.jixiao.targets.PlanPublished.v1', county, {
      planId: businessId('plan', unitId),
      cycleId,
      unitId,
      placeId: placeIdOf(code),
      version: 1,
      publishedOn: '2025-03-01',
      targets: [
        {
          targetId: businessId('target', unitId, 'revenue'),
          indicatorCode: 'revenue',
          elementCode: 'E-REVENUE',
          value: '100',
        },
      ],
    });
  }
};
