// A program that imports this goes on when nobody reads its standard output or error any more: `npm start | head` closes the pipe
// after its ten lines, and a terminal may be closed. Other failures of the two, such as a full disk behind `> file`, are thrown.

const gone: ReadonlySet<string> = new Set(['EPIPE', 'EIO', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: Error) => {
    if (!('code' in error && gone.has(String(error.code)))) throw error;
  });
}
