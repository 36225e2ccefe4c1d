// putElements: compare with what is known, store what is new, announce.
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { type BoundsFaulty, compareElements, type DataElement } from '../domain/data-element.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { findElements, insertElements, lockElements } from '../store/data-element.ts';

/** What other services need of an element: how to read its values, not how it is called. */
const announced = (element: DataElement) => {
  const { code, version, precision, direction, accumulation, frequency, minimum, maximum } = element;
  const { sourceOrganisationId } = element;
  return { code, version, precision, direction, accumulation, frequency, minimum, maximum, sourceOrganisationId };
};

const reasons = { BOUNDS_REVERSED: '最小值大于最大值', BOUND_TOO_PRECISE: '小数位数超过精度' } as const;

const boundsProblem = ({ refused, index, field }: BoundsFaulty): Problem => {
  const faults = [
    { pointer: `/body/elements/${index}/${field}`, code: 'VALUE_INVALID', expected: 'what the detail says' },
  ];
  return problem('VALUE_INVALID', { field: `elements/${index}/${field}`, reason: reasons[refused] }, { faults });
};

/**
 * Puts the elements of a catalogue. VALUE_INVALID for bounds that leave no value or have more places than the values. What is known
 * stays as it is; where it says something else in the same version, the answer names it.
 */
export const putElements: IndicatorsHandler<'putElements'> = async ({ query, body }, call) => {
  const { county } = query;
  await lockElements(call.tx, county);
  const codes = body.elements.map(({ code }) => code);
  const current = await findElements(call.tx, county, codes);
  const changes = compareElements(body.elements, new Map(current.map((element) => [element.code, element])));
  if ('refused' in changes) throw boundsProblem(changes);
  const fresh = [...changes.added, ...changes.superseding];
  if (fresh.length > 0) {
    await insertElements(call.tx, county, await call.today(county), fresh);
    await call.append({
      type: 'cn.jixiao.indicators.DataElementsPublished.v1',
      county,
      key: county,
      payload: { elements: fresh.map(announced) },
    });
  }
  call.about(county);
  const { added, superseding, unchanged, differing } = changes;
  return {
    status: 200,
    body: { added: added.length, superseded: superseding.length, unchanged, differing: [...differing] },
  };
};
