// The directory of the county as integration hands it over.
import type { SetRow } from '#kernel/exchange/handover/set.ts';
import { placeCodes } from '../small-directory.ts';

interface Named {
  readonly code: string;
  readonly name: string;
  readonly kind: 'county' | 'town';
  readonly validTo?: string;
}

const named: Readonly<Record<'county' | 'tangxia' | 'gaolou' | 'merged', Named>> = {
  county: { code: '330381000000', name: '瑞安市', kind: 'county' },
  tangxia: { code: '330381101000', name: '塘下镇', kind: 'town' },
  gaolou: { code: '330381125000', name: '高楼镇', kind: 'town' },
  merged: { code: placeCodes.merged, name: '撤并镇（虚构）', kind: 'town', validTo: '2025-07-01' },
};

/** The histories of the places, by their ids. */
export const directoryOf = (places: Readonly<Record<keyof typeof named, string>>): readonly SetRow[] =>
  (Object.keys(named) as (keyof typeof named)[]).map((who) => {
    const { validTo = null, kind, ...place } = named[who];
    const parentId = kind === 'county' ? null : places.county;
    const version = { ...place, kind, validFrom: '2024-01-01', validTo, parentId };
    return { key: places[who], row: { placeId: places[who], versions: [version] } };
  });
