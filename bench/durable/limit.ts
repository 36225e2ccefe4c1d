// The limit: the same tables, both sides in batches and in parallel, with no broker, no frames and no digests between them.
import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { Pool } from '#kernel/database/pg.ts';
import { allShards } from '#kernel/exchange/shard.ts';
import { obey, sayReady } from '../support/child.ts';
import { logger, roleUrl } from '../support/database.ts';
import { type AppendOrder, appendInLanes } from './events.ts';

const [superuserUrl = '', side = ''] = process.argv.slice(2);
const poolMax = 10;
const batch = 200;
const emptyPauseMs = 2;

interface Row {
  readonly id: string;
  readonly xid: string;
  readonly event_id: string;
  readonly county: string;
  readonly key: string;
  readonly payload: { readonly step: number };
}

const appending = (): void => {
  const database: Database<object> = openDatabase({
    url: roleUrl(superuserUrl, 'indicators'),
    schema: 'indicators',
    applicationName: 'limit',
    poolMax,
    logger,
  });
  obey((order) => appendInLanes(database, order as AppendOrder, () => undefined));
};

/** Reads what no older transaction can still precede, so that it sees each event once, and stores the effects of a batch at once. */
const applying = (): void => {
  const pool = new Pool({ connectionString: superuserUrl, max: poolMax });
  const seen = new Map(allShards.map((shard) => [shard, { xid: '0', id: '0' }]));

  const step = async (shard: number): Promise<number> => {
    const from = seen.get(shard) ?? { xid: '0', id: '0' };
    const client = await pool.connect();
    try {
      const { rows } = await client.query<Row>({
        name: 'read',
        text: `select id, xid::text, event_id, county, key, payload from indicators.outbox
          where shard = $1 and (xid, id) > ($2::xid8, $3) and xid < pg_snapshot_xmin(pg_current_snapshot())
          order by xid, id limit ${batch}`,
        values: [shard, from.xid, from.id],
      });
      const last = rows.at(-1);
      if (last === undefined) return 0;
      await client.query('begin');
      await client.query({
        name: 'apply',
        text: `insert into incentives.bench_effect (event_id, county, key, step)
          select event_id, county, key, step from jsonb_to_recordset($1) as e (event_id uuid, county text, key text, step int)`,
        values: [JSON.stringify(rows.map(({ payload, ...row }) => ({ ...row, step: payload.step })))],
      });
      await client.query({
        name: 'pass',
        text: `insert into incentives.watermark (consumer, source, incarnation, shard, position)
          values ('limit', 'indicators', '00000000-0000-0000-0000-000000000000', $1, $2)
          on conflict (consumer, source, incarnation, shard) do update set position = watermark.position + excluded.position`,
        values: [shard, rows.length],
      });
      await client.query('commit');
      seen.set(shard, last);
      return rows.length;
    } finally {
      client.release();
    }
  };

  obey(async (order) => {
    const { events } = order as { readonly events: number };
    let left = events;
    const lane = async (shard: number): Promise<void> => {
      while (left > 0) {
        const applied = await step(shard);
        left -= applied;
        if (applied === 0) await pause(emptyPauseMs);
      }
    };
    await Promise.all(allShards.map(lane));
  });
};

if (side === 'producer') appending();
else applying();
process.once('SIGTERM', () => process.exit(0));
sayReady({ side });
