// An event as CloudEvents 1.0 JSON, with our extension attributes; the bytes of encoding 1 never change.
import { Buffer } from 'node:buffer';
import type { RecordedEvent } from '#kernel/exchange/event.ts';

/** The encoding that new frames are made in. A re-sent frame keeps the one it was cut in, or its digest would not fit. */
export const currentEncoding = 1;

/** What is encoded: the payload still as the text that the outbox keeps. */
export type EncodableEvent = Omit<RecordedEvent, 'payload'> & { readonly payloadText: string };

/** The JSON text of one event. The order of the attributes is part of the encoding. */
export const encodeEvent = (event: EncodableEvent): string => {
  const attributes = {
    specversion: '1.0',
    id: event.id,
    source: `/jixiao/${event.source}`,
    type: event.type,
    subject: event.key,
    time: event.recordedAt,
    datacontenttype: 'application/json',
    schemaversion: event.schemaVersion,
    ...(event.county === null ? {} : { county: event.county }),
    // CloudEvents integers are 32 bits wide: a sequence travels as text.
    keysequence: String(event.keySequence),
    businessdate: event.businessDate,
    actor: event.actor,
    correlation: event.correlation,
    ...(event.causation === null ? {} : { causation: event.causation }),
    ...(event.traceparent === null ? {} : { traceparent: event.traceparent }),
  };
  return `${JSON.stringify(attributes).slice(0, -1)},"data":${event.payloadText}}`;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sourcePrefix = '/jixiao/';

/** Reads one event; unknown attributes are left aside (E19). Throws a plain Error naming what is missing. */
export const decodeEvent = (value: unknown): RecordedEvent => {
  if (!isRecord(value)) throw new Error('An event is not a JSON object.');
  const text = (name: string): string => {
    const found = value[name];
    if (typeof found !== 'string' || found === '') throw new Error(`An event has no ${name}.`);
    return found;
  };
  const optional = (name: string): string | null => (value[name] === undefined ? null : text(name));
  if (text('specversion') !== '1.0') throw new Error('An event is not of CloudEvents 1.0.');
  const source = text('source');
  if (!source.startsWith(sourcePrefix)) throw new Error(`The source ${JSON.stringify(source)} is none of ours.`);
  const keySequence = Number(text('keysequence'));
  if (!Number.isSafeInteger(keySequence) || keySequence < 1) throw new Error('An event has no valid keysequence.');
  return {
    id: text('id'),
    source: source.slice(sourcePrefix.length),
    type: text('type'),
    schemaVersion: text('schemaversion'),
    county: optional('county'),
    key: text('subject'),
    keySequence,
    businessDate: text('businessdate'),
    actor: text('actor'),
    correlation: text('correlation'),
    causation: optional('causation'),
    traceparent: optional('traceparent'),
    recordedAt: text('time'),
    payload: value['data'],
  };
};

/** The body of a batch: `application/cloudevents-batch+json`. */
export const encodeBatch = (encoded: readonly string[]): Uint8Array => Buffer.from(`[${encoded.join(',')}]`, 'utf8');

/** Reads a batch. Throws a plain Error on anything that is not one. */
export const decodeBatch = (body: Uint8Array): RecordedEvent[] => {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  if (!Array.isArray(value)) throw new Error('A batch is not a JSON array.');
  return value.map(decodeEvent);
};
