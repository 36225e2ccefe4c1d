// Data set P8: the province takes each unit result once, and shows the results that it took.
import type { operations } from '#contracts/generated/partner-province.ts';
import type { Directory } from '../directory-data/directory.ts';
import type { Handlers } from '../http/handlers.ts';
import { fromCursor, takePage } from '../http/paging.ts';
import { Refusal } from '../http/refusal.ts';
import { recordDigest } from '../values/digest.ts';
import { type ProvinceState, resultKey } from './state.ts';

const receiptDigits = 8;
const limitDefault = 200;
const receivedKey = /^(?<key>[0-9a-f-]{36} \d{12} \d{4})$/;

type ResultHandlers = Pick<Handlers<operations>, 'putUnitResult' | 'getUnitResult' | 'listUnitResults'>;

const put =
  (directory: Directory, state: ProvinceState): ResultHandlers['putUnitResult'] =>
  ({ path: { cycle, unit, version }, body }) => {
    const place = directory.find(unit);
    const inCounty = place?.level === 'township' && place.code.startsWith(body.county);
    if (!inCounty) throw new Refusal(422, 'UNIT_UNKNOWN', `There is no unit ${unit} in ${body.county}`);
    const planted = state.faults.take('reject', (fault) => fault.unit === unit);
    if (planted !== undefined) throw new Refusal(422, planted.code, 'The result was rejected');
    const digest = recordDigest(body);
    const known = state.received(resultKey(cycle, unit, version));
    // A retry after a lost answer gets the receipt that was lost.
    if (known?.receipt.digest === digest) return { status: 200, body: known.receipt };
    if (known !== undefined) throw new Refusal(409, 'CONTENT_DIFFERS', 'Another content was received under this key');
    const { supersedes } = body;
    const replaced =
      supersedes === null ? version === 1 : supersedes < version && state.received(resultKey(cycle, unit, supersedes));
    if (!replaced) throw new Refusal(422, 'SUPERSEDED_UNKNOWN', 'The version that this one replaces was not received');
    const serial = String(state.allReceived().length + 1).padStart(receiptDigits, '0');
    const receipt = { receipt: `SJ-${serial}`, cycle, unit, version, receivedOn: state.day() ?? null, digest };
    state.receive({ receipt, result: body });
    return { status: 201, body: receipt };
  };

/** The three operations on results. */
export const resultHandlers = (directory: Directory, state: ProvinceState): ResultHandlers => ({
  putUnitResult: put(directory, state),
  getUnitResult: ({ path: { cycle, unit, version } }) => {
    const received = state.received(resultKey(cycle, unit, version));
    if (received === undefined) throw new Refusal(404, 'NOT_FOUND', 'No such result was received');
    return { status: 200, body: received };
  },
  listUnitResults: ({ query: { cycle, cursor, limit = limitDefault } }) => {
    const after = fromCursor(cursor, receivedKey)?.groups?.['key'] ?? '';
    const keyed = state.allReceived().map((received) => {
      const { receipt } = received;
      return { received, key: resultKey(receipt.cycle, receipt.unit, receipt.version) };
    });
    const asked = keyed.filter(
      ({ received, key }) => key > after && (cycle === undefined || received.receipt.cycle === cycle),
    );
    const { records, next } = takePage(asked, limit, ({ key }) => key);
    return { status: 200, body: { records: records.map(({ received }) => received), next } };
  },
});
