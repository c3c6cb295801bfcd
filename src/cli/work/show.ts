import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { explainState } from '../../core/words/explain-state.ts';
import { stillToAcknowledge } from '../../core/rules/acknowledge.ts';
import { landingPlace, landingWait } from '../../core/rules/landing-place.ts';
import { type ListedSession, listSession } from '../../core/words/listing.ts';
import { describeExit } from '../../core/reduce/agent.ts';
import { type Session, isOver, openQuestions, saidOf } from '../../core/model/session.ts';
import { messageDelivery, messageName } from '../../core/words/delivery-words.ts';
import { listJobs } from '../../core/words/list-jobs.ts';
import { shortBytes } from '../../core/words/short-bytes.ts';
import type { Connection } from '../../wire/connection.ts';
import { commandEntry } from '../command-entry.ts';
import { commentLines } from '../comment-lines.ts';
import { withDaemon } from '../connect-daemon.ts';
import { type EvidenceSubject, handedInLines, verdictLines } from '../evidence-lines.ts';
import { parseId } from '../parse-words.ts';
import { sessionIn } from '../repository-here.ts';
import { printedSession } from '../printed-session.ts';
import { print, printJson } from '../shell.ts';
import { moment } from '../time-words.ts';
import { whyLines } from '../why-lines.ts';
import { columnsFor, hanging } from '../wrapped.ts';

/** Shows all that is known about one session. */
export const showCommand = commandEntry({
  name: 'show',
  words: '<id>',
  does: 'all about one session: task, state, gate, questions, history, what the agent was told',
  audience: 'anyone',
  flags: [
    { flags: '--why', does: 'only why it is in its state: the rule, the signal, what was last seen of its agent' },
  ],
  options: z.object({ why: z.boolean().default(false) }),
  async run({ shell, words, options, json }) {
    const id = parseId(words[0]);
    if (options.why) {
      const { world } = await withDaemon(shell, (connection) => connection.request('world/get', {}));
      const why = explainState(world, sessionIn(world, id));
      if (json) printJson(shell, why);
      else print(shell, ...whyLines(why, Date.now()));
      return;
    }
    const { world, briefing } = await withDaemon(shell, async (connection) => {
      const got = await connection.request('world/get', {});
      // Nobody is told anything by what takes a landing back.
      const { undoes } = sessionIn(got.world, id);
      return { ...got, briefing: undoes === null ? await briefingOf(connection, id) : null };
    });
    const session = sessionIn(world, id);
    const listed = listSession(world, session);
    if (!json) {
      print(
        shell,
        ...lines(listed, { world, session, columns: columnsFor(shell) }),
        ...(briefing === null
          ? []
          : ['', 'what the agent is told:', ...hanging('', briefing.trimEnd(), columnsFor(shell))]),
      );
      return;
    }
    const { task, verdict, outlook, history, summary, evidence, messages, reason } = session;
    const { gate, approval, landing, landed, exit, kept, ports, terminals, comments, reviewed } = session;
    printJson(shell, {
      ...printedSession(world, session),
      task,
      reason,
      summary,
      evidence,
      gate,
      verdict,
      outlook,
      acknowledge: stillToAcknowledge(session, []),
      approval,
      landing,
      landed,
      kept,
      ports,
      terminals,
      jobs: listJobs(session),
      asked: session.questions,
      messages,
      comments,
      reviewed,
      lastExit: exit,
      history,
      briefing,
    });
  },
});

/** Without trust there is no configuration, and so nothing that an agent would be told. */
async function briefingOf(connection: Connection, id: number): Promise<string | null> {
  try {
    return (await connection.request('session/briefing', { session: id })).text;
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'untrusted') return null;
    throw thrown;
  }
}

function lines(listed: ListedSession, subject: EvidenceSubject): string[] {
  const { world, session, columns } = subject;
  const { task, verdict, exit, ports, diskBytes, kept, undoes } = session;
  const said = saidOf(session);
  const part = (name: string, text: string): string[] => hanging(`${name}:`.padEnd(10), text, columns);
  const place = landingPlace(world, session);
  const waits = landingWait(world, session);
  const activity = waits ?? listed.activity;
  return [
    `#${session.id} ${task.title}`,
    ...part('state', `${session.state}${activity === session.state ? '' : `: ${activity}`}`),
    ...(place === null || place.of === 1 ? [] : part('lands', `${place.place} of ${place.of} approved`)),
    ...(undoes === null ? [] : part('undoes', `the landing of #${undoes.session}`)),
    ...(undoes === null ? part('round', `${session.round}, ${task.kind}, agent ${task.agent}`) : []),
    ...(task.scope.length === 0 ? [] : part('scope', task.scope.join(', '))),
    ...(task.after.length === 0 ? [] : part('after', task.after.map((id) => `#${id}`).join(', '))),
    ...(task.done === undefined ? [] : part('done', task.done.join('; '))),
    ...(task.parent === undefined ? [] : part('lead', `#${task.parent} proposed it`)),
    ...(task.source === undefined ? [] : part('from', task.source)),
    ...proposalsWords(session.proposals).flatMap((words) => part('proposes', words)),
    ...(session.worktree === null
      ? []
      : [`branch:   ${session.worktree.branch}`, `worktree: ${session.worktree.path}`]),
    ...(ports === null ? [] : part('ports', `${ports.first} to ${ports.first + ports.count - 1}`)),
    ...listJobs(session).flatMap((job) =>
      part('job', `${job.name} ${job.state}: ${job.command}${job.address === null ? '' : ` (${job.address})`}`),
    ),
    ...(diskBytes === null ? [] : part('disk', shortBytes(diskBytes))),
    ...(kept === null ? [] : part('kept', `its work is at ${kept.ref}: signalbox restore ${session.id}`)),
    ...part('changed', `${listed.files} ${listed.files === 1 ? 'file' : 'files'} +${listed.added} -${listed.removed}`),
    ...(said === '' ? [] : part('summary', said)),
    ...handedInLines(subject),
    ...openQuestions(session).flatMap((question) => hanging(`question ${question.number}: `, question.text, columns)),
    ...undeliveredLines(subject),
    ...(verdict === null ? verdictLines(subject) : ['', ...verdictLines(subject)]),
    ...(session.comments.length === 0 ? [] : ['', ...commentLines(session.comments, columns)]),
    ...(exit === null ? [] : ['', `last run: the agent ${describeExit(exit)}`]),
    ...(exit === null || session.state !== 'failed' ? [] : exit.screen.map((line) => `  | ${line}`)),
    '',
    ...session.history.flatMap((entry) =>
      hanging(`${moment(entry.at)}  `, entry.what.split('\n', 1)[0] ?? '', columns),
    ),
  ];
}

/** What is to be said to its agent and has not reached it, and why. */
function undeliveredLines({ session, columns }: EvidenceSubject): string[] {
  if (isOver(session)) return [];
  const waiting = session.messages.filter(({ delivered }) => delivered === null);
  return waiting.flatMap((message) => {
    const { state, why } = messageDelivery(session, message);
    const words = `${messageName(message)}${why === null ? '' : `: ${why}`}`;
    return hanging(`${state}:`.padEnd(10), words, columns);
  });
}

/** What a lead has proposed, in one line of numbers; nothing for all others. */
function proposalsWords(proposals: Session['proposals']): string[] {
  if (proposals.length === 0) return [];
  const open = proposals.filter(({ decided }) => decided === null).length;
  const accepted = proposals.flatMap(({ decided }) => decided?.session ?? []);
  const refused = proposals.length - open - accepted.length;
  const became = accepted.length === 0 ? [] : [`accepted as ${accepted.map((id) => `#${id}`).join(', ')}`];
  const rest = [...(refused === 0 ? [] : [`${refused} refused`]), ...(open === 0 ? [] : [`${open} undecided`])];
  return [[`${proposals.length} ${proposals.length === 1 ? 'task' : 'tasks'}`, ...became, ...rest].join('; ')];
}
