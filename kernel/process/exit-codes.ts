// What the exit codes of our programs mean: those of sysexits.h where it has one, own ones above 78.

/** Exit codes by meaning; operators' scripts and the documents rely on the numbers. */
export const exitCodes = {
  ok: 0,
  /** EX_USAGE: an unknown flag or a bad value on the command line. */
  usage: 64,
  /** EX_DATAERR: the data on disk, or a download, can't be used by this program. */
  data: 65,
  /** EX_UNAVAILABLE: something that the program stands on is missing: Node, npm, a registry, PostgreSQL's programs. */
  unavailable: 69,
  /** EX_SOFTWARE: an error that the program did not foresee. */
  software: 70,
  /** EX_OSERR: the database did not start, or ended by itself. */
  database: 71,
  /** EX_CANTCREAT: the account that must run the database can't be made. */
  account: 73,
  /** EX_IOERR: the disk is full. */
  diskFull: 74,
  /** EX_TEMPFAIL: another process holds what is needed; trying again later may work. */
  held: 75,
  /** EX_NOPERM: a file or folder can't be read or written. */
  permission: 77,
  /** EX_CONFIG: the configuration is wrong or not allowed, such as NODE_ENV=production for the embedded start. */
  config: 78,
  /** The port is taken or may not be used. */
  port: 79,
  /** Less disk than a start needs; nothing was begun. */
  diskLow: 80,
  /** The schema was changed by a newer program in a way that this one can't work with. */
  schemaTooNew: 81,
  /**
   * Told to stop, it did not end in time and was cut off: the embedded system, whose next start stops a database that is left,
   * or the start of a service.
   */
  stopLate: 82,
  /** A second Ctrl-C: ended at once, without waiting for work in flight. */
  interrupted: 130,
} as const;
