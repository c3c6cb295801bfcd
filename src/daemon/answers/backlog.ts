import { editTask, moveTask } from '../../core/decide/backlog.ts';
import { acceptProposals, refuseProposals } from '../../core/decide/proposals.ts';
import type { backlogRequests } from '../../wire/backlog-requests.ts';
import type { Answers } from '../../wire/serve.ts';
import { queueFile } from '../backlog/queue-file.ts';
import { unmatchedGlobs } from '../backlog/match-scope.ts';
import { rewritten } from '../backlog/written-task.ts';
import type { Crew } from '../crew.ts';
import { lookAtRepository } from '../setting/repositories.ts';
import { rulesOf, trustedAt } from '../setting/trusted.ts';
import { decided } from './tasks.ts';

/** Tasks that wait are moved and written anew, files of them are queued, and proposals decided. */
export function backlogAnswers(crew: Crew): Answers<Exclude<keyof typeof backlogRequests, 'task/create'>> {
  const { ledger } = crew;
  return {
    'task/edit': ({ session: id, task: written }) => {
      const { config, agents } = rulesOf(crew, ledger.session(id).repo);
      const task = rewritten({ crew, config }, ledger.session(id).task, written);
      return decided(ledger.decide((world) => editTask(world, { id, task, agents })));
    },
    'task/move': ({ session: id, to }) => {
      ledger.decide((world) => moveTask(world, { id, to }));
      return { priority: ledger.session(id).task.priority };
    },
    'scope/match': async ({ path, scope }) => {
      const { repo } = await lookAtRepository(crew, path);
      return { unmatched: await unmatchedGlobs(repo, scope) };
    },
    'tasks/queue': async (order) => queueFile(crew, await trustedAt(crew, order.path), order),
    'proposal/accept': ({ session: id, proposals }) => {
      const lead = ledger.session(id);
      const { config, agents } = rulesOf(crew, lead.repo);
      const accepted = proposals.map(({ number, task: written }) => {
        const proposed = lead.proposals.find((each) => each.number === number)?.task;
        if (written === undefined || proposed === undefined) return { number };
        return { number, task: rewritten({ crew, config }, proposed, written) };
      });
      const first = ledger.world.nextId;
      // Before they are acknowledged, as with every task: they get what their lead was started with.
      const env = crew.journal.environment(id);
      accepted.forEach((_, at) => crew.journal.keepEnvironment(first + at, env));
      ledger.decide((world) => acceptProposals(world, { id, accepted, agents }));
      const made = ledger.world.nextId - first;
      return { sessions: Array.from({ length: made }, (_, at) => first + at) };
    },
    'proposal/refuse': ({ session: id, proposals, note }) =>
      decided(ledger.decide((world) => refuseProposals(world, { id, numbers: proposals, note }))),
  };
}
