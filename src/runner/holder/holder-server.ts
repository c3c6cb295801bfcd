import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

import { encodeJson, FrameDecoder, frameType } from './frames.ts';
import type { Frame } from './frames.ts';
import { parseAttach, parseJson, parseSignal, parseSize } from './holder-messages.ts';
import type { ExitRecord, Hello } from './holder-messages.ts';
import type { AgentProcess } from './agent-process.ts';
import { ClientFeed } from './client-feed.ts';
import type { OutputLog } from './output-log.ts';

/** What a holder has, as its server sees it. */
export interface Held {
  readonly log: OutputLog;
  /** Undefined before the program was started, or when it could not be. */
  readonly agent: AgentProcess | undefined;
  readonly hello: Hello;
  readonly resized: (columns: number, rows: number) => void;
}

/** Serves one client at a time: the newest that attaches. Others that only connect get the hello. */
export class HolderServer {
  readonly server: Server;
  readonly #held: () => Held;
  readonly #connections = new Set<Socket>();
  readonly #acknowledged: () => void;
  #attached: { readonly socket: Socket; readonly feed: ClientFeed } | undefined;
  #exit: ExitRecord | undefined;
  #left: (() => void) | undefined;
  /** Whether a client has ever attached. */
  #seen = false;

  constructor(held: () => Held, acknowledged: () => void) {
    this.#held = held;
    this.#acknowledged = acknowledged;
    this.server = createServer((socket) => this.#accept(socket));
  }

  /** Passes on output that is in the log now. */
  appended(offset: number, bytes: Buffer): void {
    this.#attached?.feed.appended(offset, bytes);
  }

  /** Tells the client, and every later one, once each has been sent all output. */
  exited(exit: ExitRecord): void {
    this.#exit = exit;
    this.#sendExit();
  }

  /**
   * Calls back once when no client is connected any more, or none has come within `firstMs`: whoever started a program
   * that ends at once still gets to attach.
   */
  whenAlone(firstMs: number, then: () => void): void {
    this.#left = then;
    setTimeout(() => {
      this.#seen = true;
      this.#checkAlone();
    }, firstMs);
    this.#checkAlone();
  }

  /** Stops listening, lets every connection have what was sent to it, and calls back. */
  close(then: () => void): void {
    this.server.close(then);
    for (const socket of this.#connections) socket.end();
  }

  #accept(socket: Socket): void {
    const decoder = new FrameDecoder();
    this.#connections.add(socket);
    socket.on('data', (bytes) => {
      try {
        for (const frame of decoder.push(bytes)) this.#receive(socket, frame);
      } catch (error) {
        // A client that sends garbage costs only its own connection.
        console.error(error);
        socket.destroy();
      }
    });
    // The reason does not matter: a client that went away in any way is gone.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#connections.delete(socket);
      if (this.#attached?.socket === socket) this.#attached = undefined;
      this.#checkAlone();
    });
    socket.write(encodeJson(frameType.hello, { ...this.#held().hello, ...(this.#exit && { exited: this.#exit }) }));
  }

  #checkAlone(): void {
    if (this.#connections.size > 0 || !this.#seen) return;
    const left = this.#left;
    this.#left = undefined;
    left?.();
  }

  #receive(socket: Socket, frame: Frame): void {
    if (frame.type === frameType.attach) {
      this.#attach(socket, parseAttach(parseJson(frame.payload.toString())) ?? 0);
      return;
    }
    // A client that was replaced has no say any more, even if its last frames are still on their way.
    if (this.#attached?.socket === socket) this.#obey(socket, frame);
  }

  #attach(socket: Socket, from: number): void {
    const before = this.#attached;
    this.#seen = true;
    this.#attached = { socket, feed: new ClientFeed(socket, this.#held().log, from) };
    if (before && before.socket !== socket) before.socket.destroy();
    this.#sendExit();
  }

  #obey(socket: Socket, frame: Frame): void {
    const { agent, resized } = this.#held();
    const fields: unknown = frame.type === frameType.in ? undefined : parseJson(frame.payload.toString());
    if (frame.type === frameType.in && agent?.write(frame.payload) === false)
      socket.write(encodeJson(frameType.refused, { refused: frame.payload.length }));
    if (frame.type === frameType.resize) {
      const size = parseSize(fields);
      if (size) resized(size.columns, size.rows);
    }
    if (frame.type === frameType.signal) agent?.signal(parseSignal(fields) ?? '');
    if (frame.type === frameType.ackExit && this.#exit) this.#acknowledged();
  }

  #sendExit(): void {
    const { exit, attached } = { exit: this.#exit, attached: this.#attached };
    if (exit === undefined || attached === undefined) return;
    attached.feed.caughtUp(() => void attached.socket.write(encodeJson(frameType.exit, exit)));
  }
}
