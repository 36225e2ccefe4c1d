// A terminal, or whatever reads what a program says, may be gone: `npm start | head` closes the pipe after its ten lines.

const isClosedPipe = (error: Error): boolean =>
  'code' in error && ['EPIPE', 'EIO', 'ECONNRESET'].includes(String(error.code));

/** Lets a program go on when nobody reads its standard output or error any more. Other failures of them are thrown. */
export const goOnWithoutTerminal = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: Error) => {
      if (!isClosedPipe(error)) throw error;
    });
  }
};
