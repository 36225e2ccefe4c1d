// The pg driver as this project uses it: dates stay text, as numerics do.
import '#kernel/config/forget-pg.ts';
import { types } from 'pg';

// A date is a calendar day, not an instant: the driver would make it local midnight.
types.setTypeParser(types.builtins.DATE, (text) => text);

export { Client, DatabaseError, Pool, type PoolClient, type QueryResult } from 'pg';
