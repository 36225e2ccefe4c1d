// Deliveries: what a record is made of, which version it replaces, and when it may be made anew.
import { businessId } from '#kernel/values/identifier.ts';

/** Who is due the record. */
export type Partner = 'hr' | 'province';
/** R2, R3 and P8. */
export type DeliveryKind = 'team-result' | 'measure' | 'unit-result';
/** due → sent → accepted or rejected; accepted → executed; what a later version replaced is superseded. */
export type DeliveryState = 'due' | 'sent' | 'accepted' | 'rejected' | 'executed' | 'superseded';

/** The facts of a decision on a team: what R2 is made of. */
export interface TeamResultBasis {
  readonly kind: 'team-result';
  readonly year: number;
  readonly organisationId: string;
  readonly grade: 'excellent' | 'good' | 'fair' | 'poor';
  readonly documentId: string;
  readonly decidedOn: string;
}

/** The facts of a decided measure: what R3 is made of. */
export interface MeasureBasis {
  readonly kind: 'measure';
  readonly measureKind: string;
  readonly organisationId: string;
  readonly effectFrom: string;
  readonly effectTo: string | null;
  readonly ruleSetId: string;
  readonly ruleCode: string;
  readonly documentId: string;
  readonly decidedOn: string;
}

/** The facts of an announced unit result: what P8 is made of. */
export interface UnitResultBasis {
  readonly kind: 'unit-result';
  readonly cycleId: string;
  readonly year: number;
  readonly placeId: string;
  /** The code that the cycle froze for the unit; absent from announcements of before it was said. */
  readonly placeCode?: string;
  readonly total: string;
  readonly groupCode: string;
  readonly rank: number;
  readonly documentId: string;
  readonly announcedOn: string;
}

/** The facts that a record is made of. */
export type DeliveryBasis = TeamResultBasis | MeasureBasis | UnitResultBasis;

/** What is true now of the things that the facts refer to. */
export interface Present {
  readonly creditCode: string;
  readonly placeCode: string;
  readonly organ: string;
  readonly documentReference: string;
}

/** A version of a record that was made before. `placed` is its number at the partner. */
export interface EarlierVersion {
  readonly version: number;
  readonly placed: number;
  readonly state: DeliveryState;
}

/** The numbers of a new version: ours, its number at the partner, and the number there that it replaces. */
export interface VersionNumbers {
  readonly version: number;
  readonly placed: number;
  readonly supersedes: number | null;
}

/** The id of a delivery. */
export const deliveryId = (partner: Partner, recordKey: string, version: number): string =>
  businessId('delivery', partner, recordKey, String(version));

/**
 * The numbers of the next version of a record. It replaces the last one that the partner took or is still to take; a rejected
 * one was never taken. The HR system knows our versions; the province counts without gaps what it took.
 */
export const nextNumbers = (partner: Partner, earlier: readonly EarlierVersion[]): VersionNumbers => {
  const version = Math.max(0, ...earlier.map((one) => one.version)) + 1;
  const standing = earlier.filter(({ state }) => state !== 'rejected' && state !== 'superseded');
  const supersedes = standing.length === 0 ? null : Math.max(...standing.map(({ placed }) => placed));
  return { version, placed: partner === 'hr' ? version : (supersedes ?? 0) + 1, supersedes };
};

/** R2 as the HR system reads it. */
export interface TeamResultBody {
  readonly creditCode: string;
  readonly year: number;
  /** 1 优秀, 2 良好, 3 一般, 4 较差. */
  readonly grade: '1' | '2' | '3' | '4';
  readonly organ: string;
  readonly documentReference: string;
  readonly decidedOn: string;
  readonly supersedes: number | null;
}

/** R3 as the HR system reads it. */
export interface MeasureBody {
  readonly measureId: string;
  readonly kind: string;
  readonly creditCode: string;
  readonly effectFrom: string;
  readonly effectTo: string | null;
  readonly basis: string;
  readonly organ: string;
  readonly documentReference: string;
  readonly decidedOn: string;
}

/** P8 as the province takes it. It has no field for a person. */
export interface UnitResultBody {
  readonly county: string;
  readonly year: number;
  readonly supersedes: number | null;
  readonly total: string;
  readonly rankingGroup: string;
  readonly rank: number | null;
  readonly grade: string | null;
  readonly organ: string;
  readonly documentReference: string;
  readonly announcedOn: string;
}

const gradeCodes = { excellent: '1', good: '2', fair: '3', poor: '4' } as const;

/** What a record is made for. */
export interface BodyContext {
  readonly county: string;
  readonly recordKey: string;
  readonly present: Present;
  readonly supersedes: number | null;
}

const teamResultBody = (basis: TeamResultBasis, { present, supersedes }: BodyContext): TeamResultBody => ({
  creditCode: present.creditCode,
  year: basis.year,
  grade: gradeCodes[basis.grade],
  organ: present.organ,
  documentReference: present.documentReference,
  decidedOn: basis.decidedOn,
  supersedes,
});

const measureBody = (basis: MeasureBasis, { recordKey, present }: BodyContext): MeasureBody => ({
  measureId: recordKey,
  kind: basis.measureKind,
  creditCode: present.creditCode,
  effectFrom: basis.effectFrom,
  effectTo: basis.effectTo,
  // The rule by its code, in its rule set: there the source of each number stands.
  basis: `规则集 ${basis.ruleSetId} 规则 ${basis.ruleCode}`,
  organ: present.organ,
  documentReference: present.documentReference,
  decidedOn: basis.decidedOn,
});

const unitResultBody = (basis: UnitResultBasis, { county, present, supersedes }: BodyContext): UnitResultBody => ({
  county,
  year: basis.year,
  supersedes,
  total: basis.total,
  rankingGroup: basis.groupCode,
  rank: basis.rank,
  // Units have no grade of their own here: only teams are graded.
  grade: null,
  organ: present.organ,
  documentReference: present.documentReference,
  announcedOn: basis.announcedOn,
});

/** The record, made of the facts of a decision and of what is true now. */
export const bodyOf = (basis: DeliveryBasis, context: BodyContext): TeamResultBody | MeasureBody | UnitResultBody => {
  switch (basis.kind) {
    case 'team-result':
      return teamResultBody(basis, context);
    case 'measure':
      return measureBody(basis, context);
    case 'unit-result':
      return unitResultBody(basis, context);
  }
};
