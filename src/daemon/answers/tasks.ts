import { createTask, discardSession, resumeSession, setCap, stopSession } from '../../core/decide/task.ts';
import { closeSideTerminal, openSideTerminal } from '../../core/decide/terminals.ts';
import { Fault } from '../../core/fault.ts';
import { resolveTarget } from '../../git/repository.ts';
import type { Answers } from '../../wire/serve.ts';
import { agentsOf, chooseAgent, defaultAgent } from '../setting/agent-command.ts';
import { clientEnvironment } from '../setting/agent-environment.ts';
import type { Crew } from '../crew.ts';
import { isBeingMoved } from '../effects/clean-worktree.ts';
import { lookAtRepository } from '../setting/repositories.ts';

type Names =
  | 'task/create'
  | 'terminal/open'
  | 'terminal/close'
  | 'session/stop'
  | 'session/interrupt'
  | 'session/resume'
  | 'session/discard'
  | 'limits/set';

/** Tasks come in, sessions are stopped, resumed and given up. */
export function taskAnswers(crew: Crew): Answers<Names> {
  const { ledger } = crew;
  return {
    'task/create': async ({ path, env, agent, ...task }) => {
      const { repo, commands, problem } = await lookAtRepository(crew, path);
      if (problem !== null) throw new Fault({ code: 'config', message: problem });
      if (repo.config === null) throw untrusted(repo.root, commands);
      await resolveTarget(repo.root, repo.target);
      const agents = Object.keys(agentsOf(crew.places, repo.config));
      const name = agent ?? defaultAgent(crew.places, repo.config);
      if (name === null) {
        throw new Fault({
          code: 'refused',
          message: 'the task names no agent and the configuration has no default',
          hint:
            agents.length === 0
              ? 'define one under agents: in .signalbox/config.yaml'
              : `--agent ${agents.join(' | ')}, or agent: in the configuration`,
        });
      }
      // An agent that is not wholly defined is refused now, not when its turn comes.
      if (agents.includes(name)) chooseAgent(crew.places, { config: repo.config, name });
      const session = ledger.world.nextId;
      // Before the task is acknowledged: a session without its environment could not be started after a crash.
      crew.journal.keepEnvironment(session, clientEnvironment(env));
      ledger.decide((world) => createTask(world, { repo: repo.id, agents, task: { ...task, agent: name } }));
      return { session };
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
    'limits/set': ({ cap }) => decided(ledger.decide((world) => setCap(world, cap))),
  };
}

/** A decision that was not refused has no more to say. */
export function decided(_accepted: void): Record<string, never> {
  return {};
}

function untrusted(root: string, commands: readonly string[]): Fault {
  const would = commands.length === 0 ? '' : `; it would run: ${commands.join(' | ')}`;
  return new Fault({
    code: 'untrusted',
    message: `${root} is not trusted yet${would}`,
    hint: 'signalbox trust, or signalbox init when it has no configuration',
  });
}
