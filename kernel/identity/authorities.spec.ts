// Who holds which authority: only roles that exist, and none that the separation of duties forbids.
import { describe, expect, it } from 'vitest';
import { type Authority, rolesOfAuthority } from '#contracts/generated/authorities.ts';
import { administratorRoles, allRoles, personalRoles } from './roles.ts';

const authorities = Object.keys(rolesOfAuthority) as Authority[];
const heldBy = (role: string): readonly string[] =>
  authorities.filter((authority) => rolesOfAuthority[authority].includes(role));

/** Reading or moving what an assessment comes to. */
const ofResults = authorities.filter((authority) =>
  /^(SCORE_SHEET|UNIT_RESULT|TEAM_GRADE|OBJECTION|MEASURE|DECISION|RUN|FEED|DELIVERY|PERSON)_/.test(authority),
);

/** Two authorities that one role may not hold, and what would be done by one hand. */
const separations: readonly (readonly [Authority, Authority, string])[] = [
  ['DECISION_RECORD', 'DECISION_RELEASE', 'recording a decision and releasing it'],
  ['PLAN_SUBMIT', 'PLAN_RETURN', 'submitting a plan and returning it'],
  ['NOTICE_ISSUE', 'NOTICE_ANSWER', 'issuing a notice and answering it'],
  ['OBJECTION_RAISE', 'OBJECTION_DECIDE', 'raising an objection and deciding it'],
  ['VALUE_SIGN', 'VALUE_CONFIRM', 'signing a value and confirming it'],
  ['OBSERVATION_SEND', 'VALUE_CONFIRM', 'sending a value and confirming it'],
  ['TEAM_GRADE_PROPOSE', 'DECISION_RECORD', 'proposing a grade and recording its decision'],
];

describe('each authority', () => {
  it('is held by roles that exist, each named once', () => {
    const known: readonly string[] = allRoles;
    const strange = authorities.filter(
      (authority) =>
        rolesOfAuthority[authority].some((role) => !known.includes(role)) ||
        new Set(rolesOfAuthority[authority]).size !== rolesOfAuthority[authority].length,
    );
    expect(strange).toEqual([]);
  });

  it('is held by somebody', () => {
    expect(authorities.filter((authority) => rolesOfAuthority[authority].length === 0)).toEqual([]);
  });
});

describe('the separation of duties', () => {
  it.each(administratorRoles)('lets %s see and move no result', (role) => {
    expect(ofResults.filter((authority) => rolesOfAuthority[authority].includes(role))).toEqual([]);
    expect(ofResults.length).toBeGreaterThan(12);
  });

  it('keeps the three administrators apart: no authority is held by two of them', () => {
    const shared = authorities.filter(
      (authority) => administratorRoles.filter((role) => rolesOfAuthority[authority].includes(role)).length > 1,
    );
    expect(shared).toEqual([]);
  });

  it.each(separations)('%s and %s: no role does both, %s', (one, other, _matter) => {
    expect(rolesOfAuthority[one].filter((role) => rolesOfAuthority[other].includes(role))).toEqual([]);
  });

  it('lets the auditor change nothing', () => {
    expect(heldBy('auditor').filter((authority) => !/_(READ|EXPORT)$/.test(authority))).toEqual([]);
  });

  it('gives the provincial platform no authority over persons and teams', () => {
    expect(heldBy('provincial_platform').filter((authority) => /^(PERSON|TEAM|MEASURE|FEED)_/.test(authority))).toEqual(
      [],
    );
  });

  it('leaves without authority only the roles whose matters come later', () => {
    expect(personalRoles.filter((role) => heldBy(role).length === 0)).toEqual(['voter', 'third_party']);
  });
});
