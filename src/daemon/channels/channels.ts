import type { Adapter, Channel, TerminalSignal } from '../../agents/adapter.ts';
import type { AgentOptions } from '../../core/model/config.ts';
import type { Crew } from '../crew.ts';
import { makeLink } from './make-link.ts';
import { TerminalEar } from './terminal-ear.ts';

/** A run that is spoken with. */
export interface SpokenRun {
  readonly session: number;
  readonly run: number;
  readonly adapter: Adapter;
  readonly options: AgentOptions;
  readonly pid: number;
  readonly runDir: string;
}

interface Open {
  readonly run: number;
  readonly channel: Channel;
  readonly ear: TerminalEar;
  readonly closed: AbortController;
}

/** The channels of all agents that run: one for each session, opened when its run is followed and closed with it. */
export class Channels {
  readonly #crew: Crew;
  readonly #open = new Map<number, Open>();
  readonly #arrivals = new Set<() => void>();

  constructor(crew: Crew) {
    this.#crew = crew;
  }

  /** Opens the way to a run; the returned function closes it. */
  open(spoken: SpokenRun): () => void {
    const { session, run, adapter } = spoken;
    const closed = new AbortController();
    const channel = adapter.open(makeLink(this.#crew, spoken, closed.signal));
    const ear = new TerminalEar((signal) => this.#heard(session, channel, signal));
    const opened: Open = { run, channel, ear, closed };
    this.#open.set(session, opened);
    for (const arrived of this.#arrivals) arrived();
    // What it shows already: a daemon that comes later finds it so.
    ear.look(this.#crew.screens.title(session));
    return () => {
      if (this.#open.get(session) === opened) this.#open.delete(session);
      ear.stop();
      closed.abort();
      channel.close();
    };
  }

  /** The channel of this run; null when it is not spoken with (yet). */
  of(session: number, run: number): Channel | null {
    const open = this.#open.get(session);
    return open?.run === run ? open.channel : null;
  }

  /** What the program of a session said through its terminal. */
  signalled(session: number, signal: TerminalSignal): void {
    this.#open.get(session)?.ear.heard(signal);
  }

  /** The screen of a session has changed. */
  shown(session: number): void {
    const open = this.#open.get(session);
    if (open !== undefined) open.ear.look(this.#crew.screens.title(session));
  }

  /** A hook of a session's agent; one that comes before its channel is open waits for it. */
  async hook(session: number, event: unknown, call: { request: string; gone: AbortSignal }): Promise<unknown> {
    const { channel, closed } = await this.#arrived(session, call.gone);
    const gone = AbortSignal.any([call.gone, closed.signal]);
    try {
      return (await channel.hook?.(event, { request: call.request, gone })) ?? null;
    } finally {
      // A channel that was closed under a hook that waits has no reply for it: it is to look for the next daemon.
      if (closed.signal.aborted) await aborted(call.gone);
    }
  }

  #arrived(session: number, gone: AbortSignal): Promise<Open> {
    const open = this.#open.get(session);
    if (open !== undefined) return Promise.resolve(open);
    return new Promise((resolve, reject) => {
      const look = () => {
        const arrived = this.#open.get(session);
        if (arrived === undefined) return;
        finish();
        resolve(arrived);
      };
      const left = () => {
        finish();
        reject(gone.reason);
      };
      const finish = () => {
        this.#arrivals.delete(look);
        gone.removeEventListener('abort', left);
      };
      this.#arrivals.add(look);
      gone.addEventListener('abort', left);
      if (gone.aborted) left();
    });
  }

  #heard(session: number, channel: Channel, signal: TerminalSignal): void {
    try {
      channel.seen?.(signal);
    } catch (thrown) {
      // A bug of one adapter must not take the screen of its session along.
      this.#crew.log(`the adapter of #${session} broke down on a ${signal.kind} signal`, thrown);
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
