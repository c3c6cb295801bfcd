import { z } from 'zod';
import type { Proposal } from '../../core/model/proposal.ts';
import type { Session } from '../../core/model/session.ts';
import { type World, sessionsOf } from '../../core/model/world.ts';
import { openProposals } from '../../core/rules/lead.ts';
import { lintTask } from '../../core/rules/lint-task.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { sessionIn } from '../repository-here.ts';
import { print, printJson } from '../shell.ts';
import { columnsFor, hanging } from '../wrapped.ts';

/** Tasks that leads propose and nobody has decided about. */
export const proposalsCommand = commandEntry({
  name: 'proposals',
  words: '[id]',
  does: 'tasks that lead sessions propose, with what they lack; of one lead or of all',
  audience: 'anyone',
  flags: [{ flags: '--all', does: 'also those that are decided' }],
  options: z.object({ all: z.boolean().default(false) }),
  async run({ shell, words, options, json }) {
    const { world } = await withDaemon(shell, (connection) => connection.request('world/get', {}));
    const leads = words[0] === undefined ? sessionsOf(world) : [sessionIn(world, parseId(words[0]))];
    const shown = leads
      .map((lead) => ({ lead, proposals: options.all ? lead.proposals : openProposals(lead) }))
      .filter(({ proposals }) => proposals.length > 0);
    if (json) {
      printJson(
        shell,
        shown.flatMap(({ lead, proposals }) =>
          proposals.map((each) => ({ lead: lead.id, ...each, lint: lintOf(world, lead, each) })),
        ),
      );
      return;
    }
    if (shown.length === 0) print(shell, options.all ? 'no proposals' : 'no proposals wait for you');
    for (const { lead, proposals } of shown) {
      print(
        shell,
        `#${lead.id} ${lead.task.title} proposes ${proposals.length === 1 ? '1 task' : `${proposals.length} tasks`}`,
      );
      for (const each of proposals) print(shell, ...proposalLines({ world, lead, each }, columnsFor(shell)));
    }
    const first = shown.find(({ lead }) => openProposals(lead).length > 0)?.lead.id;
    if (first !== undefined)
      print(
        shell,
        '',
        `decide with: signalbox accept ${first} N... | --all, signalbox refuse ${first} N... --note TEXT`,
      );
  },
});

interface Shown {
  readonly world: World;
  readonly lead: Session;
  readonly each: Proposal;
}

function proposalLines({ world, lead, each }: Shown, columns: number): string[] {
  const { number, task, afterProposals, why, decided } = each;
  const part = (name: string, text: string): string[] => hanging(`     ${name}: `, text, columns);
  const after = [...task.after.map((id) => `#${id}`), ...afterProposals.map((other) => `proposal ${other}`)];
  const note = decided?.note == null ? '' : `: ${decided.note}`;
  const became =
    decided === null ? [] : [decided.session === null ? `     refused${note}` : `     accepted as #${decided.session}`];
  return [
    ...hanging(`  ${number}. `, task.title, columns),
    ...(task.prompt === task.title ? [] : part('prompt', task.prompt)),
    ...part('scope', task.scope.length === 0 ? 'anywhere' : task.scope.join(', ')),
    ...(task.done === undefined ? [] : part('done', task.done.join('; '))),
    ...(task.stop.length === 0 ? [] : part('stop', task.stop.join('; '))),
    ...(after.length === 0 ? [] : part('after', after.join(', '))),
    ...(why === null ? [] : part('why', why)),
    ...(decided === null ? lintOf(world, lead, each).flatMap((finding) => part('lint', finding)) : became),
  ];
}

function lintOf(world: World, lead: Session, { task }: Proposal): string[] {
  const sessions = sessionsOf(world).filter(({ repo }) => repo === lead.repo);
  const checks = world.repos[lead.repo]?.config?.checks.length ?? 0;
  return lintTask(task, { sessions, checks, unmatched: null }).map(({ text }) => text);
}
