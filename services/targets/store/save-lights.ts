// Writes the computed lights of some targets, and the days on which they are to be looked at again.
import { sql, type Transaction } from 'kysely';
import type { LightSince } from '../domain/light-history.ts';
import type { DB } from './tables.ts';

/** What became of the light of one target. */
export interface ComputedLight {
  readonly county: string;
  readonly targetId: string;
  readonly light: LightSince;
  /** Whether it is stored as the light of its day. */
  readonly stored: boolean;
  readonly reconsiderOn: string | null;
}

/** Stores or replaces the lights of the day; what began on earlier days stays as it is. */
export const saveLights = async (tx: Transaction<DB>, computed: readonly ComputedLight[]): Promise<void> => {
  const rows = JSON.stringify(
    computed.map(({ county, targetId, light, stored, reconsiderOn }) => ({
      county,
      target_id: targetId,
      stored,
      reconsider_on: reconsiderOn,
      since: light.since,
      colour: light.colour,
      reason: light.reason,
      period: light.period,
      actual: light.actual,
      expected: light.expected,
      observation_id: light.observationId,
      revision: light.revision,
      observations: light.observations,
      rule_version: light.ruleVersion,
    })),
  );
  await sql`
    with computed as materialized (
      select * from jsonb_to_recordset(${rows}::jsonb) as row (county text, target_id uuid, stored boolean, reconsider_on date,
        since date, colour text, reason text, period text, actual numeric, expected numeric, observation_id uuid,
        revision int, observations jsonb, rule_version text)
    ), moved as (
      update target set reconsider_on = computed.reconsider_on from computed
      where target.county = computed.county and target.id = computed.target_id
        and target.reconsider_on is distinct from computed.reconsider_on
    )
    insert into light (county, target_id, since, colour, reason, period, actual, expected, observation_id, revision,
      observations, rule_version)
    select county, target_id, since, colour, reason, period, actual, expected, observation_id, revision,
      -- A null of JSON is none of SQL.
      nullif(observations, 'null'::jsonb), rule_version
    from computed where stored
    on conflict (county, target_id, since) do update set
      colour = excluded.colour, reason = excluded.reason, period = excluded.period, actual = excluded.actual,
      expected = excluded.expected, observation_id = excluded.observation_id, revision = excluded.revision,
      observations = excluded.observations, rule_version = excluded.rule_version`.execute(tx);
};
