// The one place that reads the environment of the process.

/** The environment of the process, by the names of its variables. */
export const environment = (): Readonly<Record<string, string | undefined>> => process.env;
