// Pipelining (RFC 9112 section 9.3.2): the next request of a connection is read when the one before it has been answered.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Where a head ends; the last chunk of a body ends so too. */
const headEnd = Buffer.from('\r\n\r\n');
// Within a body blank lines are content. Few pieces are enough there, and few requests fit into what is read too much.
const bodyPieceMin = 64;

/** What came on a connection and is not parsed yet, and the request that is under way on it. */
interface Reading {
  readonly waiting: Buffer[];
  request: IncomingMessage | undefined;
  readonly unanswered: Set<ServerResponse>;
  isScheduled: boolean;
  /** Whether the client has said that nothing more comes, and Node's reader was not yet told. */
  hasEnded: boolean;
  isTunnel: boolean;
  /** Called when an answer is out. */
  proceed: () => void;
}

/** Node's own reader of a connection. */
interface Reader {
  readonly take: (bytes: Buffer) => void;
  readonly end: () => void;
}

/** Takes the bytes up to the end of the next head off what waits, or all of its first chunk where no head ends in it. */
const nextPiece = ({ waiting, request }: Reading): Buffer | undefined => {
  const chunk = waiting.shift();
  if (chunk === undefined) return undefined;
  const isInBody = request?.complete === false;
  const end = chunk.indexOf(headEnd, isInBody ? bodyPieceMin : 0);
  const length = end === -1 ? chunk.length : end + headEnd.length;
  if (length < chunk.length) waiting.unshift(chunk.subarray(length));
  return chunk.subarray(0, length);
};

/** Whether a request is whole and waits for its answer: what comes behind it belongs to others. */
const isAnswering = ({ unanswered }: Reading): boolean => [...unanswered].some(({ req }) => req.complete);

const readInTurn = (socket: Socket, reading: Reading, reader: Reader): void => {
  const { waiting } = reading;
  const go = (): void => {
    reading.isScheduled = false;
    while (waiting.length > 0 && !reading.isTunnel && !socket.destroyed) {
      if (isAnswering(reading)) {
        // Until its answer is out, whoever sends more is slowed down by the network, and holds none of our memory.
        socket.pause();
        return;
      }
      const { request } = reading;
      const piece = nextPiece(reading);
      if (piece !== undefined) reader.take(piece);
      // What its head decides is decided before its body is read, however both came.
      if (reading.request !== request && waiting.length > 0) {
        goLater();
        return;
      }
    }
    if (reading.hasEnded) endInTurn();
    else if (socket.isPaused()) socket.resume();
  };
  // Node would close a connection whose client has said all before that client has its answers.
  const endInTurn = (): void => {
    if (reading.isTunnel || isAnswering(reading)) return;
    reading.hasEnded = false;
    reader.end();
  };
  // In a later turn of the loop: the requests of other connections come first.
  const goLater = (): void => {
    if (reading.isScheduled || (waiting.length === 0 && !reading.hasEnded)) return;
    reading.isScheduled = true;
    setImmediate(go);
  };
  socket.on('data', (bytes: Buffer) => {
    if (reading.isTunnel) return;
    waiting.push(bytes);
    if (!reading.isScheduled) go();
  });
  socket.on('end', () => {
    if (waiting.length === 0) reader.end();
    else reading.hasEnded = true;
  });
  reading.proceed = goLater;
};

/** Takes the listeners that Node has on a connection off it. A listener of ours makes it hand its bytes on, and not past us. */
const listenersTaken = (socket: Socket, event: 'data' | 'end'): ((...values: readonly unknown[]) => void) => {
  const listeners = socket.listeners(event);
  socket.removeAllListeners(event);
  return (...values) => {
    for (const listener of listeners) Reflect.apply(listener, socket, values);
  };
};

/**
 * Lets a server take the requests of each connection one after the other, each in a turn of the loop for itself. Node alone parses
 * all that one read brings, a thousand requests of 60 bytes, before anybody else is heard, and holds an answer for each of them.
 * Call it before the server listens.
 */
export const takeInTurn = (server: Server): void => {
  const readings = new WeakMap<Duplex, Reading>();
  server.on('connection', (socket: Socket) => {
    const reading: Reading = {
      waiting: [],
      request: undefined,
      unanswered: new Set(),
      isScheduled: false,
      hasEnded: false,
      isTunnel: false,
      proceed: () => undefined,
    };
    readings.set(socket, reading);
    readInTurn(socket, reading, {
      take: listenersTaken(socket, 'data'),
      end: listenersTaken(socket, 'end'),
    });
  });
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const reading = readings.get(socket);
    if (reading === undefined) return;
    reading.request = request;
    reading.unanswered.add(response);
    response.once('close', () => {
      reading.unanswered.delete(response);
      reading.proceed();
    });
  });
  // The server has let go of such a connection, and nothing of it is parsed any more.
  server.prependListener('connect', (_request: IncomingMessage, socket: Duplex) => {
    const reading = readings.get(socket);
    if (reading !== undefined) reading.isTunnel = true;
  });
};
