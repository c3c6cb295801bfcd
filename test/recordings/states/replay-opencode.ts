import { z } from 'zod';

import type { Event, FullMessage } from '../../../src/agents/opencode/events.ts';
import {
  type Seen,
  type Snapshot,
  newWatch,
  seeEvent,
  seeLast,
  seeSnapshot,
} from '../../../src/agents/opencode/watch.ts';
import type { Report } from '../../../src/core/model/report.ts';

// As the adapter had them when they were recorded: read and checked.
const event = z.custom<Event>();
const snapshot = z.custom<Snapshot>();
const message = z.custom<FullMessage | null>();

/** opencode's adapter without its connection: what it makes of what its server tells. */
export class OpencodeReplay {
  readonly #report: (report: Report) => void;
  #watch: ReturnType<typeof newWatch>;
  #read: Seen['read'] = null;

  constructor(startedAt: number, report: (report: Report) => void) {
    this.#report = report;
    this.#watch = newWatch({ startedAt, main: null, told: null });
  }

  told(told: unknown): void {
    this.#take(seeEvent(this.#watch, event.parse(told), 'terminal'));
  }

  answered(method: string, result: unknown): void {
    if (method === 'snapshot') this.#take(seeSnapshot(this.#watch, snapshot.parse(result), this.#watch.dialogs.keys()));
    if (method !== 'lastMessage' || this.#read === null) return;
    const last = message.parse(result);
    const { turn } = this.#read;
    const going = last !== null && last.info.time.completed === undefined && last.info.error === undefined;
    // It is asked again for as long as the message goes on.
    if (going && this.#watch.turn.error === null) return;
    this.#take(seeLast(this.#watch, last, turn));
  }

  /** A dialog was answered from the dashboard: its closing is no news. */
  forget(dialog: string): void {
    this.#watch = { ...this.#watch, dialogs: new Map([...this.#watch.dialogs].filter(([name]) => name !== dialog)) };
  }

  #take({ watch, reports, read }: Seen): void {
    this.#watch = watch;
    this.#read = read ?? this.#read;
    for (const report of reports) this.#report(report);
  }
}
