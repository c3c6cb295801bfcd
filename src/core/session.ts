import type { SessionId, Task } from './task.ts';
import type { Verdict } from './verdict.ts';

/** The words of the states; the same on the screen, in JSON and in the journal. */
export const states = [
  'queued',
  'preparing',
  'working',
  'asking',
  'checking',
  'ready',
  'reviewing',
  'landing',
  'landed',
  'stuck',
  'failed',
  'stopped',
  'discarded',
] as const;
export type State = (typeof states)[number];

/** Something the agent needs decided. `number` counts within the session from 1. */
export interface Question {
  readonly number: number;
  readonly text: string;
  readonly options: readonly string[];
  /** The agent's own recommendation. */
  readonly default: string | null;
  readonly blocking: boolean;
  readonly askedAt: number;
  readonly answer: { readonly text: string; readonly at: number; readonly keep: boolean } | null;
  /** The answer has been put into a message for the agent. */
  readonly sent: boolean;
  /** The session ended before it was answered. */
  readonly withdrawn: boolean;
}

/** What is to reach the agent, each once: answers, a red gate's reasons, a rejection's note, a person's word. */
export interface Message {
  readonly number: number;
  readonly kind: 'answers' | 'red' | 'rejected' | 'note';
  readonly text: string;
  readonly at: number;
  /** The questions that an `answers` message answers. */
  readonly questions: readonly number[];
  /** How it was handed over; null while held. `request` is the id of the agent's call that took it. */
  readonly delivered: { readonly by: 'inbox' | 'wait' | 'start'; readonly request: string; readonly at: number } | null;
}

/** One start of the agent's process. `wanted`: called for, perhaps starting. `alive`: seen running. */
export interface Run {
  readonly number: number;
  readonly phase: 'wanted' | 'alive';
  readonly pid: number | null;
  readonly startedAt: number | null;
  /** Messages known when it was called for; the newer ones are its feedback's boundary. */
  readonly messagesFrom: number;
  /** The agent's own calls are answered only for the run that makes them. */
  readonly waiting: boolean;
}

/** How a run ended. */
export interface Exit {
  readonly run: number;
  readonly exit: number | null;
  readonly signal: string | null;
  readonly at: number;
  /** The last lines of its screen. */
  readonly screen: readonly string[];
}

/** Why the gate is running. */
export type GatePurpose = 'round' | 'refresh' | 'landing';

export interface GateRun {
  readonly purpose: GatePurpose;
  readonly since: number;
  /** Which check is running, in words. */
  readonly doing: string;
  /** A later call for a gate came while this one ran on an older snapshot. */
  readonly again: boolean;
}

export interface Approval {
  readonly at: number;
  readonly snapshot: string;
  readonly candidate: string;
  /** What the person was told and approved all the same: `unchecked`, `unread`. */
  readonly acknowledged: readonly string[];
}

export interface LandingIntent {
  readonly from: string;
  readonly to: string;
  readonly checkouts: readonly string[];
}

export interface Landing {
  readonly since: number;
  /** Journalled before anything is moved; null before that. */
  readonly intent: LandingIntent | null;
  /** What it waits for, a sentence; null when it goes on by itself. */
  readonly waits: string | null;
}

export interface Worktree {
  readonly path: string;
  readonly branch: string;
  /** The commit of the target it started from. */
  readonly base: string;
}

/** One line of a session's history. */
export interface HistoryEntry {
  readonly at: number;
  readonly what: string;
}

/** A task being worked on. */
export interface Session {
  readonly id: SessionId;
  readonly repo: string;
  readonly task: Task;
  readonly state: State;
  readonly since: number;
  readonly createdAt: number;
  /** First time it left the queue. */
  readonly startedAt: number | null;
  readonly queuedAs: 'start' | 'rework';
  readonly round: number;
  /** Counted red gates since the start or the last rejection. */
  readonly reds: number;
  /** Run number and snapshot of the last counted red: the same again costs no round. */
  readonly lastRed: string | null;
  readonly runs: number;
  readonly run: Run | null;
  /** Set when the present run is waited for (ms of patience), then ended. */
  readonly ending: { readonly why: 'finished' | 'rework' | 'stopped'; readonly since: number } | null;
  readonly exit: Exit | null;
  readonly worktree: Worktree | null;
  readonly prepared: boolean;
  readonly questions: readonly Question[];
  readonly messages: readonly Message[];
  readonly summary: string | null;
  readonly evidence: readonly string[];
  readonly progress: string | null;
  readonly gate: GateRun | null;
  readonly verdict: Verdict | null;
  readonly approval: Approval | null;
  readonly landing: Landing | null;
  readonly landed: { readonly commit: string | null; readonly at: number } | null;
  /** Why it is stuck, failed, stopped or discarded: a sentence. */
  readonly reason: string | null;
  readonly readyAt: number | null;
  readonly deferredAt: number | null;
  /** Counts of the worktree against its base. */
  readonly change: { readonly files: number; readonly added: number; readonly removed: number };
  /** Request ids of the agent's calls that have acted, newest last. */
  readonly requests: readonly string[];
  /** Effects that broke in a row without a result. */
  readonly breakdowns: number;
  readonly history: readonly HistoryEntry[];
}

/** Whether a session in this state has an agent at work: what the word "live" means. */
export function isLive(session: Session): boolean {
  switch (session.state) {
    case 'preparing':
    case 'working':
    case 'asking':
    case 'checking':
      return true;
    case 'stuck':
      return session.run !== null;
    case 'queued':
    case 'ready':
    case 'reviewing':
    case 'landing':
    case 'landed':
    case 'failed':
    case 'stopped':
    case 'discarded':
      return false;
  }
}

/** A place under the cap is taken by a live session, and by a process that has not ended yet. */
export function takesPlace(session: Session): boolean {
  return isLive(session) || session.run !== null;
}

/** Ended for good: nothing will happen to it by itself. */
export function isOver(session: Session): boolean {
  return session.state === 'landed' || session.state === 'discarded';
}

/** Questions that wait for the person. */
export function openQuestions(session: Session): readonly Question[] {
  return session.questions.filter((question) => question.answer === null && !question.withdrawn);
}

/** Messages that have not reached the agent. */
export function heldMessages(session: Session): readonly Message[] {
  return session.messages.filter((message) => message.delivered === null);
}
