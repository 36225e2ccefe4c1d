// The one encoding of what crosses the bus: CBOR (RFC 8949). Calls inside one process pass through it as well.
import { Encoder } from 'cbor-x';
import { Serializers } from 'moleculer';

type Serializer = InstanceType<typeof Serializers.Base>;

// Records are an extension that only this library reads; plain maps are read by everyone.
const encoder = new Encoder({ useRecords: false });

/** Encodes a value. Dates and byte strings survive; functions and symbols throw or vanish as the RFC has no place for them. */
export const encode = (value: unknown): Buffer => {
  const bytes: Uint8Array = encoder.encode(value);
  // The encoder writes into a buffer that it uses again: what is kept must be a copy of its own.
  return Buffer.from(bytes);
};

/** Decodes what `encode` made; throws for bytes that are no CBOR. */
export const decode = (bytes: Uint8Array): unknown => encoder.decode(bytes);

/** The same encoding as Moleculer's serializer, for its packets. */
export const cborSerializer = (): Serializer => {
  const base: Serializer = Reflect.construct(Serializers.Base, [{}]);
  base.serialize = (packet) => encode(packet);
  base.deserialize = (bytes) => (typeof bytes === 'string' ? undefined : decode(bytes));
  return base;
};
