// The problem of a refused acknowledgement: of one record, wherever in a request it was said.
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { type AcknowledgementRefusal, stateWords } from '../domain/acknowledgement.ts';

/** The problem of a refusal: `at.entry` is the place of the acknowledgement in the request, `at.number` that of its number. */
export const acknowledgementProblem = (
  refusal: AcknowledgementRefusal,
  deliveryNumber: string,
  at: { readonly entry: string; readonly number: string },
): Problem => {
  switch (refusal.refused) {
    case 'DELIVERY_UNKNOWN': {
      const faults = [{ pointer: at.number, code: refusal.refused, expected: 'a number that the feed gave' }];
      return problem('DELIVERY_UNKNOWN', { deliveryNumber }, { faults });
    }
    case 'DELIVERY_DIFFERS': {
      const { recordKey, version } = refusal;
      const expected = `version ${version} of the record ${recordKey}`;
      const faults = [{ pointer: at.entry, code: refusal.refused, expected }];
      return problem('DELIVERY_DIFFERS', { deliveryNumber, recordKey, version }, { faults });
    }
    case 'VALUE_INVALID': {
      const { field, reason } = refusal;
      const faults = [{ pointer: `${at.entry}/${field}`, code: refusal.refused, expected: reason }];
      return problem('VALUE_INVALID', { field, reason }, { faults });
    }
    case 'STATE_CONFLICT': {
      const { state, wanted } = refusal;
      const faults = [{ pointer: at.entry, code: refusal.refused, expected: `a delivery that is ${wanted}` }];
      const params = { what: `交付 ${deliveryNumber} `, state: stateWords[state], wanted: stateWords[wanted] };
      return problem('STATE_CONFLICT', params, { faults });
    }
  }
};
