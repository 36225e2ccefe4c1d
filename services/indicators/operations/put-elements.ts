// putElements: compare with what is known, store what is new, announce.
import { problem } from '#kernel/problem/problem.ts';
import { compareElements, type DataElement } from '../domain/data-element.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { findElements, insertElements, lockElements } from '../store/data-element.ts';

/** What other services need of an element: how to read its values, not how it is called. */
const announced = (element: DataElement) => {
  const { code, version, precision, direction, accumulation, frequency, minimum, maximum } = element;
  const { sourceOrganisationId } = element;
  return { code, version, precision, direction, accumulation, frequency, minimum, maximum, sourceOrganisationId };
};

/** Puts the elements of a catalogue. VALUE_INVALID for bounds that leave no value; what is known stays as it is. */
export const putElements: IndicatorsHandler<'putElements'> = async ({ query, body }, call) => {
  const { county } = query;
  await lockElements(call.tx, county);
  const codes = body.elements.map(({ code }) => code);
  const current = await findElements(call.tx, county, codes);
  const changes = compareElements(body.elements, new Map(current.map(({ code, version }) => [code, version])));
  if ('refused' in changes)
    throw problem('VALUE_INVALID', { field: `elements/${changes.index}`, reason: '最小值大于最大值' });
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
  const { added, superseding, unchanged } = changes;
  return { status: 200, body: { added: added.length, superseded: superseding.length, unchanged } };
};
