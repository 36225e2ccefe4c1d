// Noise that repeats: numbers in [0, 1) computed from a seed and a subject, the same on every machine.

/** FNV-1a over the UTF-16 units of a text, as an unsigned 32-bit number. */
export const hashText = (text: string): number => {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return hash >>> 0;
};

/** Mixes a number into a hash (the finaliser of MurmurHash3), so that neighbours have nothing in common. */
export const mix = (hash: number, value: number): number => {
  let mixed = Math.imul(hash ^ value, 0x9e_37_79_b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85_eb_ca_6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2_b2_ae_35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/** An even number in [0, 1). Only exact operations are used: no sine, no power, whose last bits differ between machines. */
export const even = (hash: number): number => hash / 4_294_967_296;

/** A number in (−1, 1) that lies mostly near 0: the mean of three even ones. */
export const bell = (hash: number): number =>
  ((even(mix(hash, 1)) + even(mix(hash, 2)) + even(mix(hash, 3))) / 3) * 2 - 1;
