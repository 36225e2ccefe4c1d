// The driver of PostgreSQL takes variables such as PGSSLMODE or PGOPTIONS for settings where an address is silent. The configuration
// says which database a program talks to and how, so they are forgotten before the driver is loaded.

for (const name of Object.keys(process.env))
  if (/^PG[A-Z]+$/.test(name) || name === 'NODE_PG_FORCE_NATIVE') delete process.env[name];
