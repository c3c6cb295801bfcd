import type { RepositoryConfig } from '../model/config.ts';
import type { Convention } from '../model/convention.ts';
import type { Message, Session } from '../model/session.ts';

/**
 * What the agent is told: the task, its boundary, when it is done, when to stop, how to ask and report. With all that
 * has been said since. Pure, so that `signalbox show` can show exactly this.
 */
export function briefing(
  session: Session,
  { config, target, conventions }: { config: RepositoryConfig; target: string; conventions: readonly Convention[] },
): string {
  const { task } = session;
  const checks = config.checks.filter((check) => task.checks.length === 0 || task.checks.includes(check.name));
  const parts = [
    `Task #${session.id}: ${task.title}`,
    task.prompt.trim(),
    section(
      'Boundary',
      task.scope.length === 0
        ? []
        : [
            `Change only: ${task.scope.join(', ')}. Anything else is sent back; signalbox ask --widen GLOB "why" asks for more.`,
          ],
    ),
    section('Done when', [
      `your work, merged onto ${target}, passes:`,
      ...(checks.length === 0
        ? ['- (no check is configured: say how you verified it)']
        : checks.map((check) => `- ${check.name}: ${check.run}`)),
    ]),
    section(
      'Stop and report when',
      task.stop.map((condition) => `- ${condition}`),
    ),
    conventionSection(conventions),
    section('How to work with Signalbox', [
      'You are in your own git worktree on your own branch; commit or not, as you like. Nobody watches while you work.',
      'The end of your turn hands in the work, whatever your last words say: a question belongs into ask, not into prose.',
      '- A decision that is not yours: signalbox ask "question" --option A --option B --default A',
      '  (returns at once; do what does not depend on it, then end your turn: the answer is your next message; --wait waits)',
      '- Answers and feedback that have not reached you yet: signalbox inbox',
      '- Finished: signalbox done --summary "what and why" [--evidence FILE]. It runs the checks on the merged result and tells you what is red.',
      '- You cannot go on: signalbox blocked "why"',
      '- A word on where you are: signalbox progress "text"',
      '- A server or watcher: signalbox job start --name web -- CMD (its port: $SIGNALBOX_JOB_PORT), not in the background of your shell: it outlives you.',
      'The same as tools, where the MCP server signalbox offers them: ask, inbox, done, blocked, progress, job_start, job_list, job_log, job_stop.',
    ]),
    ...sinceThen(session).map((message) =>
      section(message.kind === 'hand-over' ? 'Hand-over' : `Since then (${message.kind}, round ${message.round})`, [
        message.text,
      ]),
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** What the person has decided for every task: it is not asked again. */
function conventionSection(conventions: readonly Convention[]): string {
  return section(
    'Decided for every task (.signalbox/conventions.md); do not ask it again',
    conventions.map(({ sentence }) => `- ${sentence}`),
  );
}

/** What was said since the task was set; an agent that was reset gets the hand-over for all that was said before. */
function sinceThen({ messages }: Session): readonly Message[] {
  const last = messages.findLast(({ kind }) => kind === 'hand-over');
  if (last === undefined) return messages;
  const isNew = ({ kind, delivered }: Message): boolean =>
    kind !== 'hand-over' && (delivered === null || delivered.at >= last.at);
  return [last, ...messages.filter(isNew)];
}

/** What is new in this round: the reasons it was sent back, and answers since. */
export function feedback(session: Session): string {
  return session.messages
    .filter((message) => message.round === session.round)
    .map((message) => message.text)
    .join('\n\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}:\n${lines.join('\n')}`;
}
