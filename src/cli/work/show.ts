import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { explainState } from '../../core/explain-state.ts';
import { type ListedSession, listSession } from '../../core/listing.ts';
import { describeExit } from '../../core/reduce/agent.ts';
import { type Session, openQuestions, saidOf } from '../../core/session.ts';
import type { Connection } from '../../wire/connection.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { verdictLines } from '../evidence-lines.ts';
import { parseId } from '../parse-words.ts';
import { sessionIn } from '../repository-here.ts';
import { print, printJson } from '../shell.ts';
import { moment } from '../time-words.ts';
import { whyLines } from '../why-lines.ts';

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
      sessionIn(got.world, id);
      return { ...got, briefing: await briefingOf(connection, id) };
    });
    const session = sessionIn(world, id);
    const listed = listSession(world, session);
    if (!json) {
      print(
        shell,
        ...lines(session, listed),
        ...(briefing === null ? [] : ['', 'what the agent is told:', briefing.trimEnd()]),
      );
      return;
    }
    const { task, verdict, history, summary, evidence, messages, exit, landed, reason } = session;
    printJson(shell, {
      ...listed,
      task,
      reason,
      summary,
      evidence,
      verdict,
      asked: session.questions,
      messages,
      lastExit: exit,
      landed,
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

function lines(session: Session, listed: ListedSession): string[] {
  const { task, verdict, exit } = session;
  const said = saidOf(session);
  return [
    `#${session.id} ${task.title}`,
    `state:    ${session.state}${listed.activity === session.state ? '' : `: ${listed.activity}`}`,
    `round:    ${session.round}, ${task.kind}, agent ${task.agent}`,
    ...(task.scope.length === 0 ? [] : [`scope:    ${task.scope.join(', ')}`]),
    ...(task.after.length === 0 ? [] : [`after:    ${task.after.map((id) => `#${id}`).join(', ')}`]),
    ...(session.worktree === null
      ? []
      : [`branch:   ${session.worktree.branch}`, `worktree: ${session.worktree.path}`]),
    `changed:  ${listed.files} ${listed.files === 1 ? 'file' : 'files'} +${listed.added} -${listed.removed}`,
    ...(said === '' ? [] : [`summary:  ${said}`]),
    ...openQuestions(session).map((question) => `question ${question.number}: ${question.text}`),
    ...(verdict === null ? [] : ['', ...verdictLines(verdict)]),
    ...(exit === null ? [] : ['', `last run: the agent ${describeExit(exit)}`]),
    ...(exit === null || session.state !== 'failed' ? [] : exit.screen.map((line) => `  | ${line}`)),
    '',
    ...session.history.map((entry) => `${moment(entry.at)}  ${entry.what.split('\n', 1)[0] ?? ''}`),
  ];
}
