import type { Session } from '../core/model/session.ts';
import type { Attentions } from './attentions.ts';
import type { Places } from '../wire/places.ts';
import type { Journal } from '../journal/journal.ts';
import type { Ledger } from './ledger.ts';
import type { Log } from './log.ts';
import type { HookPort } from './channels/hook-port.ts';
import type { Channels } from './channels/channels.ts';
import type { Screens } from './picture/screens.ts';
import type { GateSlots } from './gate-slots.ts';
import type { GuardWatch } from './guard-watch.ts';
import type { ConventionsWatch } from './conventions-watch.ts';

/** What effects and requests work with; one of each in a daemon. */
export interface Crew {
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly places: Places;
  readonly screens: Screens;
  /** What the person is at in each dashboard. */
  readonly attentions: Attentions;
  /** The ways to agents that run and are spoken with. */
  readonly channels: Channels;
  readonly hooks: HookPort;
  readonly gates: GateSlots;
  /** Knows what was changed of git's own files. */
  readonly guards: GuardWatch;
  /** Knows the conventions as their files have them. */
  readonly conventions: ConventionsWatch;
  readonly log: Log;
  readonly now: () => number;
  /** Folder with this build's own `signalbox`, first on an agent's PATH. */
  readonly ownCommands: string;
  /** Set when all state was moved: agents' calls must find the same daemon. */
  readonly movedHome: string | null;
  /** Listens on a session's own socket; resolves when its agent can be heard. */
  readonly hear: (session: number) => Promise<void>;
  /** The session's agent showed something: its worktree may have changed. */
  readonly stirred: (session: number) => void;
  /** A session's changes were counted, and were other than before or not. */
  readonly counted: (session: Session, changed: boolean) => void;
  /** The gate of a session judges this snapshot; null: it has ended. */
  readonly judging: (session: number, snapshot: string | null) => void;
}
