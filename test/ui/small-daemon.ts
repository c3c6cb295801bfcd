import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { revokeAnswer } from '../../src/core/decide/conventions.ts';
import type { Decision } from '../../src/core/decide/decision.ts';
import { answerQuestion, sendAnswers } from '../../src/core/decide/questions.ts';
import { markFiles, removeComment, writeComment } from '../../src/core/decide/review-notes.ts';
import { approveReview, deferReview, rejectReview, takeReview } from '../../src/core/decide/review.ts';
import { askUndo } from '../../src/core/decide/undo.ts';
import { lookAtSessions, tagSession } from '../../src/core/decide/tag.ts';
import { createTask, discardSession, resumeSession, stopSession } from '../../src/core/decide/task.ts';
import { beginSitting, noteRead, setCap } from '../../src/core/decide/pace.ts';
import type { Event } from '../../src/core/model/events.ts';
import type { Attention } from '../../src/core/model/person.ts';
import { Fault } from '../../src/core/fault.ts';
import { reduce } from '../../src/core/reduce.ts';
import type { World } from '../../src/core/model/world.ts';
import { type Connection, openConnection } from '../../src/wire/connection.ts';
import type { Notification } from '../../src/wire/notifications.ts';
import type { Result } from '../../src/wire/requests.ts';
import { type Client, serve } from '../../src/wire/serve.ts';
import { keepInWorld } from './served-conventions.ts';
import { backlogAnswers } from './small-backlog.ts';
import { type ServedLog, logPart } from './served-log.ts';
import { madeUp, noon, repo } from './made-up-world.ts';

/** A whole screen as it crosses the wire. */
type Shown = Extract<Notification, { notify: 'screen' }>['change'];

/** Everything a person does goes through the real wire and the real rules; only agents, git and the journal are left out. */
export interface SmallDaemon {
  readonly socket: string;
  readonly folder: string;
  world: World;
  /** Requests in the order in which they came, without subscriptions. */
  readonly asked: { readonly name: string; readonly params: unknown }[];
  /** What dashboards said of the person in front of them. */
  readonly attended: readonly Attention[];
  /** What is known beside a session's questions. */
  readonly contexts: Map<number, Result<'question/context'>>;
  /** Lets something happen. */
  happen(...events: readonly Event[]): void;
  /** The same at another time than noon. */
  happenAt(at: number, ...events: readonly Event[]): void;
  /** Lets events be lost on their way: the next one leaves a gap. */
  lose(...events: readonly Event[]): void;
  screen(session: number, change: Shown, unread?: number): void;
  /** Patches by path, and texts that were handed in, by name. */
  readonly texts: Map<string, string>;
  /** What every session's log holds; `start` is the offset of its first byte. */
  log: ServedLog;
  connect(): Promise<Connection>;
  /** Ends the listening and all connections, as a crash would. */
  die(): Promise<void>;
  /** Listens again on the same socket. */
  revive(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a daemon that lives in this process, with this world. */
export async function openSmallDaemon(start: World): Promise<SmallDaemon> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-ui-'));
  const socket = join(folder, 'control.sock');
  const clients = new Set<Client>();
  const asked: { name: string; params: unknown }[] = [];
  const watching = new Map<Client, readonly number[]>();
  const screens = new Map<number, Shown>();
  const bugs: unknown[] = [];
  const texts = new Map<string, string>();
  const attended: Attention[] = [];
  const contexts = new Map<number, Result<'question/context'>>();
  const worktree = { what: 'worktree', kept: null, branch: null, path: '/w/1' } as const;
  const gone = { ...worktree, outcome: 'removed', why: null, freed: 123_400_000, session: 8 } as const;
  const stays = {
    ...worktree,
    outcome: 'stays',
    why: '2 files changed since it landed',
    freed: 0,
    session: 7,
  } as const;
  const cleaned = { bytes: gone.freed, removed: 1, cleaned: [gone, stays] };

  const apply = (events: readonly Event[], tell: boolean, at = noon): void => {
    for (const event of events) {
      const recorded = { seq: daemon.world.seq + 1, at, event };
      daemon.world = reduce(daemon.world, recorded);
      if (tell) for (const client of clients) client.notify({ notify: 'event', recorded });
    }
  };
  const decide = (name: string, params: unknown, decision: Decision): void => {
    asked.push({ name, params });
    if ('refused' in decision) throw new Fault(decision.refused);
    apply(decision.events, true);
  };
  const note = (name: string, params: unknown): Record<string, never> => {
    asked.push({ name, params });
    return {};
  };
  const trust = () => (daemon.world.repos[repo.id]?.config === null ? ('untrusted' as const) : ('trusted' as const));
  const here = () => daemon.world.repos[repo.id] ?? repo;
  const commands = ['types: npm run types', 'test: npm test'];
  const listen = () =>
    serve({
      path: socket,
      onBug: (thrown) => bugs.push(thrown),
      answers: {
        'repo/open': () => ({ repo: here(), trust: trust(), commands, problem: null }),
        'repo/trust': (params) => {
          const config = repo.config;
          if (config === null) throw new Error('the made-up repository has a configuration');
          const accepted = here().tampered;
          const trusted: Event = { type: 'repo.trusted', repo: repo.id, target: 'main', hash: 'h', config };
          decide('repo/trust', params, { events: [trusted, { type: 'git.accepted', repo: repo.id, guard: {} }] });
          return { repo: here(), commands, accepted };
        },
        'world/subscribe': (_, client) => {
          clients.add(client);
          client.gone.addEventListener('abort', () => clients.delete(client));
          return { world: daemon.world };
        },
        // Said by every dashboard again and again: no test asks about it but through `attended`.
        'person/attend': (params) => (attended.push(params), {}),
        'question/context': ({ session }) => contexts.get(session) ?? { files: [], more: 0, screen: [] },
        'task/create': (params) => {
          const session = daemon.world.nextId;
          const { path: _path, env: _env, ...rest } = params;
          const task = { ...rest, agent: rest.agent ?? 'claude' };
          decide('task/create', params, createTask(daemon.world, { repo: repo.id, task, agents: ['claude', 'codex'] }));
          return { session, lint: [] };
        },
        ...backlogAnswers(() => daemon.world, decide),
        'session/stop': (params) => (decide('session/stop', params, stopSession(daemon.world, params.session)), {}),
        'session/resume': (params) => {
          decide('session/resume', params, resumeSession(daemon.world, { id: params.session, note: params.note }));
          return {};
        },
        'session/discard': (params) => (
          decide('session/discard', params, discardSession(daemon.world, params.session)),
          {}
        ),
        'session/looked': (params) => (
          decide('session/looked', params, lookAtSessions(daemon.world, params.sessions)),
          {}
        ),
        'session/tag': (params) => (
          decide('session/tag', params, tagSession(daemon.world, { id: params.session, reason: params.reason })),
          {}
        ),
        'question/answer': (params) => {
          const decision = answerQuestion(daemon.world, { id: params.session, ...params });
          decide('question/answer', params, decision);
          return { question: params.question ?? 0 };
        },
        'convention/keep': (params) => {
          decide('convention/keep', params, keepInWorld(daemon.world, params));
          return { id: 'c1', path: '/r/.signalbox/conventions.md' };
        },
        'answer/revoke': (params) => {
          decide(
            'answer/revoke',
            params,
            revokeAnswer(daemon.world, { id: params.session, question: params.question }),
          );
          return { question: params.question ?? 0 };
        },
        'answers/send': (params) => (decide('answers/send', params, sendAnswers(daemon.world, params.session)), {}),
        'review/take': (params) => {
          decide('review/take', params, takeReview(daemon.world, params.session));
          return { session: daemon.world.inHand?.session ?? 0 };
        },
        'review/defer': (params) => (decide('review/defer', params, deferReview(daemon.world, params.session)), {}),
        'review/reject': (params) => {
          decide('review/reject', params, rejectReview(daemon.world, { ...params, id: params.session }));
          return {};
        },
        'review/approve': (params) => {
          decide('review/approve', params, approveReview(daemon.world, { ...params, id: params.session }));
          return {};
        },
        'review/mark': ({ session: id, marks }) => (
          decide('review/mark', { session: id, marks }, markFiles(daemon.world, { id, marks })),
          {}
        ),
        'comment/write': ({ session: id, anchor, ...rest }) => {
          const comment = { ...rest, ...(anchor ?? { quoted: '', before: [], after: [] }) };
          decide('comment/write', comment, writeComment(daemon.world, { id, comment, at: 0 }));
          return {};
        },
        'comment/remove': ({ session: id, id: comment }) => (
          decide('comment/remove', { session: id, id: comment }, removeComment(daemon.world, { id, comment })),
          {}
        ),
        'limits/set': (params) => (decide('limits/set', params, setCap(daemon.world, params.cap)), {}),
        'review/read': (params) => (
          decide('review/read', params, noteRead(daemon.world, { id: params.session, ms: params.ms })),
          {}
        ),
        'sitting/begin': (params) => (decide('sitting/begin', params, beginSitting(daemon.world)), {}),
        'session/diff': ({ path }) => ({
          from: 'a',
          to: 'b',
          files: [],
          mixed: [],
          patch: texts.get(path ?? '') ?? '',
        }),
        'session/evidence': (params) => {
          note('session/evidence', params);
          return { text: texts.get(params.name) ?? '', truncated: false };
        },
        'session/undo': (params) => {
          const session = daemon.world.nextId;
          const landed = daemon.world.sessions[params.session] ?? madeUp(params.session, 'queued');
          decide('session/undo', params, askUndo(daemon.world, { session: landed, snapshot: 'e'.repeat(40) }));
          return { session };
        },
        'session/restore': (params) => (note('session/restore', params), { path: '/w/8', branch: 'signalbox/8' }),
        'worktrees/clean': (params) => (note('worktrees/clean', params), cleaned),
        'session/log': () => ({ text: 'first line\nlast line\n', truncated: false }),
        'screen/watch': (params, client) => {
          watching.set(client, params.sessions);
          for (const session of params.sessions) {
            const change = screens.get(session);
            if (change !== undefined) client.notify({ notify: 'screen', session, change, unread: 0 });
          }
          return {};
        },
        'terminal/open': (params) => (note('terminal/open', params), { terminal: daemon.world.nextTerminal }),
        'screen/type': (params) => note('screen/type', params),
        'screen/zoom': (params) => note('screen/zoom', params),
        'screen/unzoom': (params) => note('screen/unzoom', params),
        'screen/log': ({ from, limit }) => logPart(daemon.log, { from, limit }),
      },
    });

  let server = await listen();
  const daemon: SmallDaemon = {
    socket,
    folder,
    world: start,
    asked,
    attended,
    contexts,
    texts,
    happen: (...events) => apply(events, true),
    happenAt: (at, ...events) => apply(events, true, at),
    lose: (...events) => apply(events, false),
    log: { start: 0, bytes: Buffer.alloc(0), sizes: [{ offset: 0, columns: 100, rows: 30 }] },
    screen: (session, change, unread = 0) => {
      screens.set(session, change);
      for (const [client, sessions] of watching) {
        if (sessions.includes(session)) client.notify({ notify: 'screen', session, change, unread });
      }
    },
    connect: () => openConnection(socket),
    die: () => server.close(),
    revive: async () => {
      server = await listen();
    },
    [Symbol.asyncDispose]: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
      if (bugs.length > 0) throw new AggregateError(bugs, 'the small daemon broke down');
    },
  };
  return daemon;
}
