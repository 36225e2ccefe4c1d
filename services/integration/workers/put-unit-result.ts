// Putting one unit result to the province (P8), and keeping its receipt.

import { randomUUID } from 'node:crypto';
import { continueTrace } from '#kernel/tracing/trace.ts';
import { firstCharacters } from '#kernel/values/readable.ts';
import { backoff } from '#kernel/waiting/backoff.ts';
import { receiptEvent } from '../deliveries/receipt-event.ts';
import type { WorkerDeps } from '../deps.ts';
import { PartnerFailure } from '../partners/failure.ts';
import { readReceipt } from '../partners/province-records.ts';
import { readingOf, Unreadable } from '../partners/reading.ts';
import { findPutDelivery, type PutDelivery } from '../store/province-deliveries.ts';
import { type StoredReceipt, saveReceipt } from '../store/save-receipt.ts';
import { appendWorkerEvent, todayOf } from '../synchronisations/context.ts';
import { claimWork, holdsClaim, releaseClaim, type Work } from './claims.ts';
import { attemptFailure, shownFailure } from './failure.ts';
import { underClaim } from './hold.ts';

const table = 'delivery';

/** What the delivery is rejected with when the province can't be reached within the limits: an operator may repair it. */
const unreachable = 'PARTNER_UNREACHABLE';
const codeCharactersMax = 64;

type Verdict = Omit<StoredReceipt, 'receiptDate'>;

const accepted = (receipt: string): Verdict => ({
  state: 'accepted',
  rejectCode: null,
  rejectDetail: null,
  executedDocument: null,
  receipt,
});

const rejected = (code: string, detail: string): Verdict => ({
  state: 'rejected',
  rejectCode: firstCharacters(code, codeCharactersMax),
  rejectDetail: detail,
  executedDocument: null,
});

/** The number of a receipt that is of these very bytes. */
const receiptOf = (answer: unknown, delivery: PutDelivery): string => {
  try {
    const { receipt, digest } = readReceipt(readingOf(answer));
    if (digest === delivery.digest) return receipt;
    throw new PartnerFailure('unusable', { code: 'RECEIPT_DIFFERS', params: {} }, { code: 'RECEIPT_DIFFERS' });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const failure = { code: 'RECEIPT_UNREADABLE', params: { field: error.field } } as const;
    throw new PartnerFailure('unusable', failure, { code: 'RECEIPT_UNREADABLE', cause: error });
  }
};

const conclude = (deps: WorkerDeps, delivery: PutDelivery, claim: string, verdict: Verdict): Promise<void> =>
  deps.database.transact({ counties: [delivery.county] }, async (tx) => {
    if (!(await holdsClaim(tx, table, delivery, claim))) return;
    const receipt = { ...verdict, receiptDate: await todayOf(tx, delivery.county) };
    await saveReceipt(tx, delivery, receipt);
    const event = receiptEvent(delivery, receipt);
    const origin = { ...delivery, trace: continueTrace(delivery.traceparent ?? undefined) };
    // The two arms are written out, because each type goes with its own payload.
    if (event.type === 'cn.jixiao.integration.DeliveryRejected.v1') await appendWorkerEvent(tx, event, origin);
    else await appendWorkerEvent(tx, event, origin);
  });

const settle = async (
  deps: WorkerDeps,
  delivery: PutDelivery,
  claim: string,
  { error, stopped }: { readonly error: unknown; readonly stopped: boolean },
): Promise<void> => {
  const { retryFirstMs, retryMostMs, deliveryAttemptsMax } = deps.limits;
  const { mayPass, failure } = attemptFailure(error);
  deps.logger.warn(
    { err: error, delivery: delivery.id, attempt: delivery.attempts, stopped },
    'a delivery was not taken',
  );
  if (!stopped && (!mayPass || delivery.attempts >= deliveryAttemptsMax)) {
    const code = mayPass || !(error instanceof PartnerFailure) ? unreachable : (error.code ?? 'ANSWER_UNUSABLE');
    const { traceId } = continueTrace(delivery.traceparent ?? undefined);
    return conclude(deps, delivery, claim, rejected(code, shownFailure(failure, traceId).zh));
  }
  const waitMs = stopped ? 0 : backoff(delivery.attempts - 1, retryFirstMs, retryMostMs);
  return deps.database.transact({ counties: [delivery.county] }, (tx) =>
    releaseClaim(tx, table, delivery, claim, { waitMs, counts: !stopped }),
  );
};

/** Puts one that is due. The same bytes go out in each attempt: after a lost answer the province gives the same receipt again. */
export const putUnitResult = async (deps: WorkerDeps, work: Work, stopping: AbortSignal): Promise<void> => {
  const claim = randomUUID();
  const delivery = await deps.database.transact({ counties: [work.county] }, async (tx) =>
    (await claimWork(tx, table, work, claim, deps.limits.leaseMs)) ? findPutDelivery(tx, work) : undefined,
  );
  if (delivery === undefined) return;
  try {
    const receipt = await underClaim(deps, { table, work, claim, stopping }, async (signal) =>
      receiptOf(await deps.province.put(delivery.partner_path, delivery.body, signal), delivery),
    );
    await conclude(deps, delivery, claim, accepted(receipt));
  } catch (error) {
    await settle(deps, delivery, claim, { error, stopped: stopping.aborted });
  }
  deps.committed();
};
