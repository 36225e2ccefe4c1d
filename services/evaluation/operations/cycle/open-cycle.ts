// openCycle: freezes units, system and rules of a year, and announces them.

import { etagOf } from '#kernel/operation/etag.ts';
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { period } from '#kernel/values/period.ts';
import { checkGradePlaces, readTeamGradeRules } from '../../domain/grading/read-team-grade-rules.ts';
import { openCycle as decide } from '../../domain/open-cycle.ts';
import type { EvaluationCall, EvaluationHandler, Schemas } from '../../handler.ts';
import type { CycleRow } from '../../store/cycle-row.ts';
import { findSystem } from '../../store/indicator-system.ts';
import { insertCycle, insertUnits } from '../../store/insert-cycle.ts';
import { jsonText } from '../../store/json-text.ts';
import { type NamedPlace, namedPlaces } from '../../store/named-places.ts';
import { cycleRecord } from './cycle-record.ts';
import { fieldFaults } from './field-faults.ts';

type Draft = Schemas['CycleDraft'];

/** The rules of team grades are read as they will be used, on totals of so many places. */
const requireRules = ({ rules }: Draft, places: number): void => {
  const read = readTeamGradeRules(rules.gradingRules.team);
  const checked = read.ok ? checkGradePlaces(read.value, places) : read;
  if (checked.ok) return;
  throw problem(
    'SCHEME_FAULTY',
    { count: checked.faults.length },
    { faults: fieldFaults(checked.faults, '/body/rules/gradingRules/team') },
  );
};

const placeRefused = (place: NamedPlace | undefined, placeId: string, index: number): Problem => {
  const pointer = `/body/units/${index}/placeId`;
  if (place === undefined) {
    const faults = [{ pointer, code: 'PLACE_UNKNOWN', expected: 'what the detail says' }];
    return problem('PLACE_UNKNOWN', { placeId }, { faults });
  }
  const faults = [{ pointer, code: 'VALUE_INVALID', expected: 'what the detail says' }];
  return problem('VALUE_INVALID', { field: 'placeId', reason: `区划 ${place.code} 不是乡镇级区划` }, { faults });
};

/**
 * The units of the draft with their ids and place codes. PLACE_UNKNOWN for a place that the county does not have on that day,
 * VALUE_INVALID for one that is no township, as the county itself.
 */
const unitsOf = async (
  call: EvaluationCall,
  draft: Draft,
  cycleId: string,
  on: IsoDate,
): Promise<readonly (Schemas['UnitDraft'] & { readonly unitId: string; readonly placeCode: string })[]> => {
  const ids = draft.units.map(({ placeId }) => placeId);
  const places = await namedPlaces(call.tx, call.caller, { county: draft.county, on, ids });
  return draft.units.map((unit, index) => {
    const place = places.get(unit.placeId);
    if (place?.isTownship !== true) throw placeRefused(place, unit.placeId, index);
    return { ...unit, placeCode: place.code, unitId: businessId('unit', cycleId, unit.placeId) };
  });
};

const store = async (call: EvaluationCall, draft: Draft, id: string, today: IsoDate): Promise<CycleRow> => {
  const cycle = await insertCycle(call.tx, {
    county: draft.county,
    id,
    kind: draft.kind,
    year: draft.year,
    name: draft.name,
    month_from: draft.from,
    month_to: draft.to,
    state: 'collecting',
    version: 1,
    indicator_system_id: draft.indicatorSystemId,
    rules: jsonText(draft.rules),
    groups: jsonText(draft.groups),
    unit_count: draft.units.length,
    opened_on: today,
  });
  if (cycle === undefined) throw problem('ALREADY_EXISTS', { what: '考核周期' });
  return cycle;
};

/**
 * Opens the annual cycle of a county. INDICATOR_SYSTEM_NOT_IN_FORCE, SCHEME_FAULTY for rules of team grades that contradict
 * themselves or are finer than totals, VALUE_INVALID and LIGHT_RULES_TOO_LARGE as the domain says, PLACE_UNKNOWN also for a place that
 * the caller doesn't see; a second cycle of the year is ALREADY_EXISTS.
 */
export const openCycle: EvaluationHandler<'openCycle'> = async ({ body }, call) => {
  const { county, indicatorSystemId, rules } = body;
  const today = await call.today(county);
  const known = await findSystem(call.tx, indicatorSystemId);
  if (known === undefined || known.county !== county || known.retiredOn !== null)
    throw problem('INDICATOR_SYSTEM_NOT_IN_FORCE', { indicatorSystemId });
  requireRules(body, known.system.precision);
  taken(decide({ ...body, from: period(body.from), to: period(body.to) }, known.system));
  const id = businessId('cycle', county, body.kind, String(body.year));
  const units = await unitsOf(call, body, id, today);
  const cycle = await store(call, body, id, today);
  await insertUnits(
    call.tx,
    units.map(({ unitId, placeId, placeCode, classCode, groupCode }) => ({
      county,
      cycle_id: id,
      id: unitId,
      place_id: placeId,
      place_code: placeCode,
      class_code: classCode,
      group_code: groupCode,
    })),
  );
  await call.append({
    type: 'cn.jixiao.evaluation.CycleOpened.v1',
    county,
    key: id,
    payload: {
      cycleId: id,
      kind: body.kind,
      year: body.year,
      from: body.from,
      to: body.to,
      indicatorSystemId,
      rulesCode: rules.code,
      rulesVersion: rules.version,
      openedOn: today,
      units: units.map(({ unitId, placeId, placeCode, classCode, groupCode }) => ({
        unitId,
        placeId,
        placeCode,
        classCode,
        groupCode,
      })),
      noticeAnswer: { unit: rules.deadlines.noticeAnswer.unit, days: rules.deadlines.noticeAnswer.days },
      lightRules: rules.lightRules,
    },
  });
  call.about(id);
  return { status: 201, body: cycleRecord(cycle), etag: etagOf(cycle.version) };
};
