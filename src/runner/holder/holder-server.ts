import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

import { encodeJson, FrameDecoder, frameType } from '../protocol/frames.ts';
import type { Frame } from '../protocol/frames.ts';
import {
  parseAttach,
  parseCheckpoint,
  parseJson,
  parsePaste,
  parseSignal,
  parseSize,
} from '../protocol/holder-messages.ts';
import type { ExitRecord, Hello } from '../protocol/holder-messages.ts';
import type { AgentProcess } from '../program/agent-process.ts';
import { ClientFeed } from './client-feed.ts';
import { Intake } from './intake.ts';
import type { OutputLog } from '../log/output-log.ts';

/** What a holder has, as its server sees it. */
export interface Held {
  readonly log: OutputLog;
  /** Undefined before the program was started, or when it could not be. */
  readonly agent: AgentProcess | undefined;
  readonly hello: Hello;
  readonly resized: (columns: number, rows: number) => void;
  /** A client has attached, or the one that was has left. */
  readonly attended: (attended: boolean) => void;
  /** The client has recorded the exit. */
  readonly acknowledged: () => void;
}

interface AttachedClient {
  readonly socket: Socket;
  readonly feed: ClientFeed;
  readonly intake: Intake;
  toldExit: boolean;
}

/** A program that is gone takes all input: nobody is to wait for it. */
const nobody = { hasRoom: () => true, write: () => true };

/** Serves one client at a time: the newest that attaches. Others that only connect get the hello. */
export class HolderServer {
  readonly server: Server;
  readonly #held: () => Held;
  readonly #connections = new Set<Socket>();
  #attached: AttachedClient | undefined;
  /** What clients before the present one were sent: all output before this offset. */
  #served = 0;
  #unread = 0;
  #closing = false;
  #exit: ExitRecord | undefined;
  #left: (() => void) | undefined;
  /** Whether a client has ever attached. */
  #seen = false;

  constructor(held: () => Held) {
    this.#held = held;
    this.server = createServer((socket) => this.#accept(socket));
  }

  /** Passes on output that is in the log now. */
  appended(offset: number, bytes: Buffer): void {
    this.#attached?.feed.appended(offset, bytes);
  }

  /** Passes on a size that is in the log now. */
  resized(): void {
    this.#attached?.feed.pump();
  }

  /** Tells the client, and every later one, how much input the program has not taken. */
  unread(bytes: number): void {
    this.#unread = bytes;
    this.#attached?.socket.write(encodeJson(frameType.unread, { unread: bytes }));
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

  /** Whether it has been told to stop listening for good. */
  get closing(): boolean {
    return this.#closing;
  }

  /** Stops listening, lets the client have all output and the exit, ends every connection, and calls back. */
  close(then: () => void): void {
    this.#closing = true;
    this.server.close(then);
    for (const socket of this.#connections)
      if (socket !== this.#attached?.socket || this.#attached.toldExit) socket.end();
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
      if (this.#attached?.socket === socket) {
        this.#served = this.#servedSoFar();
        this.#attached = undefined;
        this.#held().attended(false);
      }
      this.#checkAlone();
    });
    const hello = { ...this.#held().hello, served: this.#servedSoFar(), ...(this.#exit && { exited: this.#exit }) };
    socket.write(encodeJson(frameType.hello, hello));
  }

  #servedSoFar(): number {
    return Math.max(this.#served, this.#attached?.feed.sent ?? 0);
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
    if (this.#attached?.socket === socket) this.#obey(this.#attached, frame);
  }

  #attach(socket: Socket, from: number): void {
    const before = this.#attached;
    if (before?.socket === socket) return;
    const { log, agent, attended } = this.#held();
    const refused = (bytes: number): void => void socket.write(encodeJson(frameType.refused, { refused: bytes }));
    this.#seen = true;
    this.#served = this.#servedSoFar();
    this.#attached = {
      socket,
      feed: new ClientFeed(socket, log, from),
      intake: new Intake(agent ?? nobody, refused),
      toldExit: false,
    };
    before?.socket.destroy();
    if (this.#unread > 0) this.unread(this.#unread);
    attended(true);
    this.#sendExit();
  }

  #obey({ feed, intake }: AttachedClient, { type, payload }: Frame): void {
    const { log, agent, resized, acknowledged } = this.#held();
    const fields = (): unknown => parseJson(payload.toString());
    switch (type) {
      case frameType.in:
        intake.take(payload);
        break;
      case frameType.paste:
        intake.announce(parsePaste(fields()) ?? 0);
        break;
      case frameType.resize: {
        const size = parseSize(fields());
        if (size) resized(size.columns, size.rows);
        break;
      }
      case frameType.signal:
        agent?.signal(parseSignal(fields()) ?? '');
        break;
      case frameType.checkpoint:
        // Nothing is safe with a client that was not sent to it.
        log.checkpoint(Math.min(parseCheckpoint(fields()) ?? 0, feed.position));
        break;
      case frameType.ackExit:
        if (this.#exit) acknowledged();
        break;
      default:
      // A newer client's: it knows that we do not know it.
    }
  }

  #sendExit(): void {
    const { exit, attached } = { exit: this.#exit, attached: this.#attached };
    if (exit === undefined || attached === undefined) return;
    attached.feed.caughtUp(() => {
      attached.toldExit = true;
      attached.socket.write(encodeJson(frameType.exit, exit));
      if (this.#closing) attached.socket.end();
    });
  }
}
