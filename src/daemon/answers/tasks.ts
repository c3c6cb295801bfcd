import { createTask, discardSession, resumeSession, stopSession } from '../../core/decide/task.ts';
import { closeSideTerminal, openSideTerminal } from '../../core/decide/terminals.ts';
import { Fault } from '../../core/fault.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Task } from '../../core/model/task.ts';
import { lintSentences } from '../backlog/match-scope.ts';
import { agentNamed } from '../backlog/written-task.ts';
import { agentsOf } from '../setting/agent-command.ts';
import { clientEnvironment } from '../setting/agent-environment.ts';
import type { Crew } from '../crew.ts';
import { isBeingMoved } from '../effects/clean-worktree.ts';
import { trustedAt } from '../setting/trusted.ts';

type Names =
  | 'task/create'
  | 'terminal/open'
  | 'terminal/close'
  | 'session/stop'
  | 'session/interrupt'
  | 'session/resume'
  | 'session/discard';

/** Tasks come in, sessions are stopped, resumed and given up. */
export function taskAnswers(crew: Crew): Answers<Names> {
  const { ledger } = crew;
  return {
    'task/create': async ({ path, env, agent, done, lead, source, ...task }) => {
      const repo = await trustedAt(crew, path);
      const agents = Object.keys(agentsOf(crew.places, repo.config));
      const written: Task = {
        ...task,
        agent: agentNamed(crew, repo.config, agent),
        ...(done === undefined || done.length === 0 ? {} : { done }),
        ...(lead === true ? { lead } : {}),
        ...(source === undefined ? {} : { source }),
      };
      const lint = await lintSentences(crew, { repo, task: written });
      const session = ledger.world.nextId;
      // Before the task is acknowledged: a session without its environment could not be started after a crash.
      crew.journal.keepEnvironment(session, clientEnvironment(env));
      ledger.decide((world) => createTask(world, { repo: repo.id, agents, task: written }));
      return { session, lint };
    },
    'terminal/open': ({ session: id, env, ...opened }) => {
      const terminal = ledger.world.nextTerminal;
      crew.journal.keepEnvironment(terminal, clientEnvironment(env));
      ledger.decide((world) => openSideTerminal(world, { id, ...opened }));
      return { terminal };
    },
    'terminal/close': ({ session: id, terminal }) =>
      decided(ledger.decide((world) => closeSideTerminal(world, { id, terminal }))),
    'session/stop': ({ session }) => decided(ledger.decide((world) => stopSession(world, session))),
    'session/interrupt': async ({ session: id }) => {
      const session = ledger.session(id);
      const channel = session.run === null ? null : crew.channels.of(id, session.run.number);
      if (channel !== null && (await channel.interrupt())) return {};
      throw new Fault({
        code: 'refused',
        message: `#${id} has no turn that can be broken off`,
        hint: `signalbox stop ${id} ends its process`,
      });
    },
    'session/resume': ({ session, note }) => {
      if (isBeingMoved(crew, session)) {
        const message = `the worktree of #${session} is just being cleaned up or restored`;
        throw new Fault({ code: 'refused', message, hint: 'try again in a few seconds' });
      }
      return decided(ledger.decide((world) => resumeSession(world, { id: session, note })));
    },
    'session/discard': ({ session }) => decided(ledger.decide((world) => discardSession(world, session))),
  };
}

/** A decision that was not refused has no more to say. */
export function decided(_accepted: void): Record<string, never> {
  return {};
}
