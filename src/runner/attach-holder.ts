import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { type Output, joinOutput } from './protocol/join-output.ts';
import { takeTurns } from './take-turns.ts';
import { hasCode } from '../core/has-code.ts';

import { Fault } from '../core/fault.ts';
import { encodeFrame, encodeJson, FrameDecoder, frameType } from './protocol/frames.ts';
import type { Frame } from './protocol/frames.ts';
import {
  parseExit,
  parseHello,
  parseJson,
  parseRefused,
  parseResized,
  parseUnread,
} from './protocol/holder-messages.ts';
import type { ExitRecord, Hello, Resized } from './protocol/holder-messages.ts';

export interface AttachOptions {
  readonly socket: string;
  readonly nonce: string;
  /** Offset of the log from which output is wanted. It begins later when the log has let go of that part. */
  readonly from: number;
  /** Ends the wait for the holder's answer: one that is stopped takes connections and says nothing. */
  readonly signal?: AbortSignal | undefined;
  /** The holder has answered; before any output. */
  readonly onHello?: ((hello: Hello) => void) | undefined;
  /** Output in order, without gap or double. `bytes` is only valid during the call. */
  readonly onOutput: (offset: number, bytes: Buffer) => void;
  /**
   * Output from `offset` on was made for this size: in order with `onOutput`, at the very byte. The size in force where
   * output begins comes first. Never called by a holder of protocol 1.
   */
  readonly onResized?: ((size: Resized) => void) | undefined;
  /** After all output. Record it, then `acknowledgeExit`. */
  readonly onExit: (exit: ExitRecord) => void;
  /** Once, when the connection has ended by itself: holder gone, or a newer client. `fault` when it broke. */
  readonly onClosed: (fault: Fault | undefined) => void;
  /** So many bytes were refused: the program does not read, and has not for long. */
  readonly onRefused?: ((bytes: number) => void) | undefined;
  /**
   * So many bytes of input wait, because the program has taken none for a second: then at most once a second until it has
   * taken all, which is told as 0. A client that attaches meanwhile is told at once.
   */
  readonly onUnread?: ((bytes: number) => void) | undefined;
}

/** A connection to a holder. What is sent after it has closed has no effect. */
export interface AttachedHolder {
  readonly kind: 'attached';
  readonly hello: Hello;
  /** The program gets all of these bytes, in one piece, or none: then `onRefused` says so. */
  write(bytes: Uint8Array): void;
  resize(columns: number, rows: number): void;
  /** Sends a signal, such as `SIGINT`, to the program's process group. */
  signal(name: string): void;
  /** Everything before this offset is safe in the client's own checkpoint: the log may let go of it, never of more. */
  checkpoint(offset: number): void;
  /** Lets the holder of a program that has ended go. */
  acknowledgeExit(): void;
  close(): void;
}

/** Nobody answers there, or a holder of another run: look at the run's files. Also when the wait for it was ended. */
export interface HolderGone {
  readonly kind: 'gone';
}

/** Read at once: a millisecond's parsing. The buffer is used again and again, so that a flood leaves nothing to collect. */
const readLength = 32 * 1024;
/** Whoever fills so much of it prints as fast as it can. */
const floodLength = readLength / 2;

/** Longer input is cut, so that it fits into frames. */
const pieceLength = 256 * 1024;

function connection(socket: Socket, hello: Hello, closeQuietly: () => void): AttachedHolder {
  const send = (frame: Buffer): void => {
    if (socket.writable) socket.write(frame);
  };
  return {
    kind: 'attached',
    hello,
    write: (bytes) => {
      if (bytes.length > pieceLength) send(encodeJson(frameType.paste, { bytes: bytes.length }));
      for (let at = 0; at < bytes.length; at += pieceLength)
        send(encodeFrame(frameType.in, bytes.subarray(at, at + pieceLength)));
    },
    resize: (columns, rows) => send(encodeJson(frameType.resize, { columns, rows })),
    signal: (signal) => send(encodeJson(frameType.signal, { signal })),
    checkpoint: (offset) => send(encodeJson(frameType.checkpoint, { offset })),
    acknowledgeExit: () => send(encodeFrame(frameType.ackExit)),
    close: closeQuietly,
  };
}

function deliver(frame: Frame, options: AttachOptions): void {
  const value = (): unknown => parseJson(frame.payload.toString());
  const exit = frame.type === frameType.exit ? parseExit(value()) : undefined;
  if (exit) options.onExit(exit);
  const refused = frame.type === frameType.refused ? parseRefused(value()) : undefined;
  if (refused !== undefined) options.onRefused?.(refused);
  const unread = frame.type === frameType.unread ? parseUnread(value()) : undefined;
  if (unread !== undefined) options.onUnread?.(unread);
  const resized = frame.type === frameType.resized ? parseResized(value()) : undefined;
  if (resized) options.onResized?.(resized);
}

/** The hello that a holder begins with. @throws Fault when this is no holder, or one that we cannot speak with. */
function helloIn(first: Frame | Output): Hello {
  const frame = 'type' in first ? first : null;
  const hello = frame?.type === frameType.hello ? parseHello(parseJson(frame.payload.toString())) : undefined;
  // Each protocol holds all of the earlier ones: there is no upper limit.
  if (hello !== undefined && hello.protocol >= 1) return hello;
  throw new Fault({
    code: 'protocol',
    message: "what answers there does not speak the protocol of a session's holder",
  });
}

/**
 * Connects to the holder of a run and has it send output from an offset on. Any earlier client is disconnected. Holders of
 * every protocol are spoken with: what an older one does not know has no effect. @throws Fault when what answers is none.
 */
export async function attachHolder(options: AttachOptions): Promise<AttachedHolder | HolderGone> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      path: options.socket,
      onread: {
        buffer: Buffer.allocUnsafeSlow(readLength),
        callback: (length, buffer) => {
          if (length >= floodLength) takeTurns(socket);
          receive(buffer.subarray(0, length));
          return true;
        },
      },
    });
    const decoder = new FrameDecoder();
    let attached = false;
    let quiet = false;
    let fault: Fault | undefined;
    const giveUp = (): void => void socket.destroy();
    options.signal?.addEventListener('abort', giveUp);
    if (options.signal?.aborted) giveUp();

    const greet = (first: Frame | Output): void => {
      const hello = helloIn(first);
      if (hello.nonce !== options.nonce) {
        socket.destroy();
        return;
      }
      attached = true;
      options.signal?.removeEventListener('abort', giveUp);
      options.onHello?.(hello);
      socket.write(encodeJson(frameType.attach, { from: options.from }));
      resolve(
        connection(socket, hello, () => {
          quiet = true;
          socket.destroy();
        }),
      );
    };

    const receive = (bytes: Uint8Array): void => {
      try {
        for (const item of joinOutput(decoder.push(bytes))) {
          if (socket.destroyed) return;
          if (!attached) greet(item);
          else if ('type' in item) deliver(item, options);
          else options.onOutput(item.offset, item.bytes);
        }
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        fault = error;
        socket.destroy();
      }
    };
    socket.on('error', (error) => {
      if (attached) return;
      if (hasCode(error, 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE')) resolve({ kind: 'gone' });
      else reject(error);
    });
    socket.on('close', () => {
      options.signal?.removeEventListener('abort', giveUp);
      if (attached && !quiet) options.onClosed(fault);
      else if (fault !== undefined) reject(fault);
      else if (!attached) resolve({ kind: 'gone' });
    });
  });
}
