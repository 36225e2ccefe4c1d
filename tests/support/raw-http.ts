// HTTP as bytes: what no client library would send, and all that comes back.
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** What came back on a connection: everything before the last body, and that body. */
export interface RawAnswer {
  readonly head: string;
  readonly body: Record<string, unknown>;
}

/** Sends bytes as they are, and reads all that comes back until the connection ends. */
export const sendRaw = async (url: string, bytes: string): Promise<RawAnswer> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(bytes);
  const answer = await text(socket);
  const end = answer.lastIndexOf('\r\n\r\n');
  return { head: answer.slice(0, end), body: JSON.parse(answer.slice(end + 4)) as Record<string, unknown> };
};

/** The statuses on a connection in their order, the interim ones too. */
export const statusesIn = ({ head }: RawAnswer): number[] =>
  [...head.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

/** The headers of the last answer on a connection. */
export const headersIn = ({ head }: RawAnswer): Headers => {
  const last = head.slice(head.lastIndexOf('HTTP/1.1 '));
  const lines = last.split('\r\n').slice(1);
  return new Headers(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
};
