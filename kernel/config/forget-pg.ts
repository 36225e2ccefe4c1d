// The driver of PostgreSQL takes variables such as PGSSLMODE or PGOPTIONS for settings where an address is silent. The configuration
// says which database a program talks to and how, so they are forgotten before the driver is loaded: import this first.

// All of libpq's and the server's (https://www.postgresql.org/docs/18/libpq-envars.html), whatever further ones there will be.
const ofPostgres = /^(PG[A-Z]+|PGCONNECT_TIMEOUT|PG_[A-Z_]+|NODE_PG_FORCE_NATIVE)$/;

for (const name of Object.keys(process.env)) if (ofPostgres.test(name)) delete process.env[name];
