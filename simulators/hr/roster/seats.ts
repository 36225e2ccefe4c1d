// The seats of a township's leading team: two 正职 and seven to nine deputies, named as such seats are called.
import type { Place } from '../../directory-data/directory.ts';
import { even, hashText, mix } from '../../values/noise.ts';

/** A0201E (ZB129): 1 正职, 3 副职. */
export type Seat = { readonly title: string; readonly organ: 'party' | 'government'; readonly role: '1' | '3' };

const deputiesMin = 7;
const deputiesMax = 9;

const headsOf = (place: Place): readonly Seat[] => {
  const detached = place.kind === 'subdistrict' || place.kind === 'township-like';
  const committee = detached ? '党工委' : '党委';
  const head: Readonly<Record<string, string>> = { subdistrict: '办事处主任', town: '镇长', township: '乡长' };
  return [
    { title: `${committee}书记`, organ: 'party', role: '1' },
    { title: head[place.kind] ?? '管委会主任', organ: 'government', role: '1' },
  ];
};

const deputiesOf = (place: Place): readonly Seat[] => {
  const detached = place.kind === 'subdistrict' || place.kind === 'township-like';
  const [committee, discipline] = detached ? ['党工委', '纪工委'] : ['党委', '纪委'];
  const deputies: Readonly<Record<string, string>> = {
    subdistrict: '办事处副主任',
    town: '副镇长',
    township: '副乡长',
  };
  const deputy = deputies[place.kind] ?? '管委会副主任';
  const party = (title: string): Seat => ({ title, organ: 'party', role: '3' });
  const government = (title: string): Seat => ({ title, organ: 'government', role: '3' });
  return [
    party(`${committee}副书记`),
    party(`${committee}委员、${discipline}书记`),
    party(`${committee}委员、组织委员`),
    party(`${committee}委员、宣传委员`),
    party(`${committee}委员、政法委员`),
    government(`常务${deputy}`),
    government(deputy),
    government(deputy),
    party(`${committee}委员、人民武装部部长`),
  ];
};

/** The seats of a place in their order; the two 正职 come first. */
export const seatsOf = (place: Place, seed: number): readonly Seat[] => {
  const spread = deputiesMax - deputiesMin + 1;
  const deputies = deputiesMin + Math.floor(even(mix(seed, hashText(place.code))) * spread);
  return [...headsOf(place), ...deputiesOf(place).slice(0, deputies)];
};
