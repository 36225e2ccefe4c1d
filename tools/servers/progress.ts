// Lines that tell a person what provisioning does, how large it is and how far it has come.

/** Takes one line for a person to read. */
export type Progress = (line: string) => void;

/** Writes progress to standard error, so that it never mixes with what a program prints as its result. */
export const printProgress: Progress = (line) => {
  process.stderr.write(`${line}\n`);
};

const beatMs = 5_000;

/**
 * Runs slow work and tells every five seconds how far it has come.
 * @param describe says how far the work is, for example "31 of 177 MB"; it may be called at any time until the work ends.
 */
export const withProgress = async <T>(
  progress: Progress,
  title: string,
  limitMs: number,
  work: () => Promise<T>,
  describe: () => string | Promise<string> = () => '',
): Promise<T> => {
  const began = Date.now();
  progress(`${title} …`);
  const tell = async (): Promise<void> => {
    const seconds = Math.round((Date.now() - began) / 1000);
    const detail = await describe();
    progress(`${title}: ${detail === '' ? '' : `${detail}, `}${seconds} s of at most ${Math.round(limitMs / 1000)} s`);
  };
  const beat = setInterval(() => {
    tell().catch(() => undefined);
  }, beatMs);
  try {
    const result = await work();
    progress(`${title}: done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
    return result;
  } finally {
    clearInterval(beat);
  }
};

/** Bytes as megabytes for people: 7549747 is "7.2 MB". */
export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
