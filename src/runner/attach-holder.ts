import { connect } from 'node:net';
import type { Socket } from 'node:net';

import { Fault } from '../core/fault.ts';
import { decodeOutput, encodeFrame, encodeJson, FrameDecoder, frameType } from './holder/frames.ts';
import type { Frame } from './holder/frames.ts';
import { parseExit, parseHello, parseJson, parseRefused } from './holder/holder-messages.ts';
import type { ExitRecord, Hello } from './holder/holder-messages.ts';
import { hasCode } from './holder/run-files.ts';

export interface AttachOptions {
  readonly socket: string;
  readonly nonce: string;
  /** Offset of the log from which output is wanted. */
  readonly from: number;
  /** Output in order, without gap or double. `bytes` is only valid during the call. */
  readonly onOutput: (offset: number, bytes: Buffer) => void;
  /** After all output. Record it, then `acknowledgeExit`. */
  readonly onExit: (exit: ExitRecord) => void;
  /** Once, when the connection has ended by itself: holder gone, or a newer client. `fault` when it broke. */
  readonly onClosed: (fault: Fault | undefined) => void;
  /** So many bytes were refused: the program does not read. */
  readonly onRefused?: ((bytes: number) => void) | undefined;
}

/** A connection to a holder. What is sent after it has closed has no effect. */
export interface AttachedHolder {
  readonly kind: 'attached';
  readonly hello: Hello;
  write(bytes: Uint8Array): void;
  resize(columns: number, rows: number): void;
  /** Sends a signal, such as `SIGINT`, to the program's process group. */
  signal(name: string): void;
  /** Lets the holder of a program that has ended go. */
  acknowledgeExit(): void;
  close(): void;
}

/** Nobody answers there, or a holder of another run: look at the run's files. */
export interface HolderGone {
  readonly kind: 'gone';
}

/** Input is cut so that one paste does not fill a frame. */
const pieceLength = 256 * 1024;

function connection(socket: Socket, hello: Hello, closeQuietly: () => void): AttachedHolder {
  const send = (frame: Buffer): void => {
    if (socket.writable) socket.write(frame);
  };
  return {
    kind: 'attached',
    hello,
    write: (bytes) => {
      for (let at = 0; at < bytes.length; at += pieceLength)
        send(encodeFrame(frameType.in, bytes.subarray(at, at + pieceLength)));
    },
    resize: (columns, rows) => send(encodeJson(frameType.resize, { columns, rows })),
    signal: (signal) => send(encodeJson(frameType.signal, { signal })),
    acknowledgeExit: () => send(encodeFrame(frameType.ackExit)),
    close: closeQuietly,
  };
}

function deliver(frame: Frame, options: AttachOptions): void {
  if (frame.type === frameType.out) {
    const { offset, bytes } = decodeOutput(frame.payload);
    options.onOutput(offset, bytes);
    return;
  }
  const value = (): unknown => parseJson(frame.payload.toString());
  const exit = frame.type === frameType.exit ? parseExit(value()) : undefined;
  if (exit) options.onExit(exit);
  const refused = frame.type === frameType.refused ? parseRefused(value()) : undefined;
  if (refused !== undefined) options.onRefused?.(refused);
}

/** Connects to the holder of a run and has it send output from an offset on. Any earlier client is disconnected. */
export async function attachHolder(options: AttachOptions): Promise<AttachedHolder | HolderGone> {
  return new Promise((resolve, reject) => {
    const socket = connect(options.socket);
    const decoder = new FrameDecoder();
    let attached = false;
    let quiet = false;
    let fault: Fault | undefined;

    const greet = (frame: Frame): void => {
      const hello = frame.type === frameType.hello ? parseHello(parseJson(frame.payload.toString())) : undefined;
      if (hello?.nonce !== options.nonce) {
        socket.destroy();
        return;
      }
      attached = true;
      socket.write(encodeJson(frameType.attach, { from: options.from }));
      resolve(
        connection(socket, hello, () => {
          quiet = true;
          socket.destroy();
        }),
      );
    };

    socket.on('data', (bytes) => {
      let frames: Frame[] = [];
      try {
        frames = decoder.push(bytes);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        fault = error;
        socket.destroy();
      }
      for (const frame of frames) {
        if (socket.destroyed) return;
        if (attached) deliver(frame, options);
        else greet(frame);
      }
    });
    socket.on('error', (error) => {
      if (attached) return;
      if (hasCode(error, 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE')) resolve({ kind: 'gone' });
      else reject(error);
    });
    socket.on('close', () => {
      if (!attached) resolve({ kind: 'gone' });
      else if (!quiet) options.onClosed(fault);
    });
  });
}
