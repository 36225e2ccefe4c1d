// Loaded into each process of the distributed system under test: a process whose test run was killed does not live on.

const lookMs = 1_000;
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, lookMs).unref();
