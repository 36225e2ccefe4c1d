// The lights of a county with what they were computed from as the export holds them, by target and day.
import { sql } from 'kysely';
import type { ExportList } from '#kernel/service/definition.ts';
import type { LightSince } from '../domain/light-history.ts';
import { lightColumns, lightSinceOf } from './light-row.ts';
import type { DB } from './tables.ts';

// Only a sum lists its observations.
const contentOf = ({ observations, ...light }: LightSince): object => ({
  ...light,
  ...(observations === null ? {} : { observations }),
});

/** Lights in the order of `<target>/<since>`. */
export const exportLights: ExportList<DB> = async (tx, county, { after, limit }) => {
  const key = sql<string>`(target_id::text || '/' || since::text) collate "C"`;
  const rows = await tx
    .selectFrom('light')
    .select(lightColumns)
    .select(['target_id', key.as('key')])
    .where('county', '=', county)
    .where(key, '>', after)
    .orderBy(key)
    .limit(limit)
    .execute();
  return rows.map((row) => ({ key: row.key, content: { targetId: row.target_id, ...contentOf(lightSinceOf(row)) } }));
};
