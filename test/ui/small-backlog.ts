import { editTask, moveTask } from '../../src/core/decide/backlog.ts';
import type { Decision } from '../../src/core/decide/decision.ts';
import { acceptProposals, refuseProposals } from '../../src/core/decide/proposals.ts';
import type { Task } from '../../src/core/model/task.ts';
import type { World } from '../../src/core/model/world.ts';
import type { Params } from '../../src/wire/requests.ts';
import type { Answers } from '../../src/wire/serve.ts';

type Names = 'scope/match' | 'task/edit' | 'task/move' | 'proposal/accept' | 'proposal/refuse';

const agents = ['claude', 'codex'];

/** The queue of tasks by the real rules; no file is called `nowhere`. */
export function backlogAnswers(
  world: () => World,
  decide: (name: string, params: unknown, decision: Decision) => void,
): Answers<Names> {
  return {
    'scope/match': ({ scope }) => ({ unmatched: scope.filter((glob) => glob.startsWith('nowhere')) }),
    'task/edit': (params) => {
      const task = written(world().sessions[params.session]?.task, params.task);
      decide('task/edit', params, editTask(world(), { id: params.session, task, agents }));
      return {};
    },
    'task/move': (params) => {
      decide('task/move', params, moveTask(world(), { id: params.session, to: params.to }));
      return { priority: world().sessions[params.session]?.task.priority ?? 0 };
    },
    'proposal/accept': (params) => {
      const lead = world().sessions[params.session];
      const first = world().nextId;
      const accepted = params.proposals.map(({ number, task }) => {
        const proposed = lead?.proposals.find((each) => each.number === number)?.task;
        return task === undefined ? { number } : { number, task: written(proposed, task) };
      });
      decide('proposal/accept', params, acceptProposals(world(), { id: params.session, accepted, agents }));
      return { sessions: accepted.map((_, at) => first + at) };
    },
    'proposal/refuse': (params) => {
      const { session: id, proposals: numbers, note } = params;
      decide('proposal/refuse', params, refuseProposals(world(), { id, numbers, note }));
      return {};
    },
  };
}

function written(task: Task | undefined, parts: Params<'task/edit'>['task']): Task {
  if (task === undefined) throw new Error('there is no such task');
  const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  return { ...task, ...given, agent: parts.agent ?? task.agent };
}
