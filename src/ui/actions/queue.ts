import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Destination, notQueued } from '../../core/decide/backlog.ts';
import { Fault } from '../../core/fault.ts';
import { queueOf } from '../../core/rules/admission.ts';
import { allProposals } from '../../core/rules/lead.ts';
import { longestTaskFile } from '../../wire/backlog-requests.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { type DashboardState, pushView, say, selectedSession } from '../state/store.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { openFormOf } from './open-form.ts';
import { refusal } from './refusal.ts';

type QueueAction = Extract<
  ActionOf<'board'>,
  'board.edit-task' | 'board.earlier' | 'board.later' | 'board.raise' | 'board.lower' | 'board.proposals'
>;

/** Why the selected session cannot be moved or written anew; null when it can. */
function queuedReason(state: DashboardState): string | null {
  const session = selectedSession(state);
  if (session === null) return 'there is no task yet: n writes one';
  const wrong = notQueued(session);
  return wrong === null ? null : refusal(wrong);
}

/** Moves the selected task one place, among what the board shows. */
async function move({ store, link }: Dashboard, by: 1 | -1): Promise<void> {
  const state = store.getState();
  const session = selectedSession(state);
  if (session === null) return;
  const queue = queueOf(state.world).filter(
    (other) => other.queuedAs === 'start' && (state.all || other.repo === state.repo),
  );
  const other = queue[queue.findIndex(({ id }) => id === session.id) + by];
  if (other === undefined) {
    say(store, `#${session.id} is the ${by === 1 ? 'last' : 'first'} in the queue`);
    return;
  }
  const to: Destination = by === 1 ? { behind: other.id } : { before: other.id };
  const { priority } = await link.request('task/move', { session: session.id, to });
  store.setState({ selected: session.id });
  const taken = priority === session.task.priority ? '' : `, with its priority ${priority}`;
  say(store, `#${session.id} starts ${by === 1 ? 'after' : 'before'} #${other.id}${taken}`, 'good');
}

async function prioritise({ store, link }: Dashboard, by: 1 | -1): Promise<void> {
  const session = selectedSession(store.getState());
  if (session === null) return;
  const priority = session.task.priority + by;
  await link.request('task/edit', { session: session.id, task: { priority } });
  store.setState({ selected: session.id });
  say(store, `#${session.id} has priority ${priority}`, 'good');
}

/** What the board's keys do with what waits to start. */
export const queueActions: Readonly<Record<QueueAction, Handler>> = {
  'board.edit-task': {
    reason: queuedReason,
    run: ({ store }) => {
      const session = selectedSession(store.getState());
      if (session !== null) openFormOf(store, { session: session.id, proposal: null });
    },
  },
  'board.earlier': { reason: queuedReason, run: (dashboard) => move(dashboard, -1) },
  'board.later': { reason: queuedReason, run: (dashboard) => move(dashboard, 1) },
  'board.raise': { reason: queuedReason, run: (dashboard) => prioritise(dashboard, 1) },
  'board.lower': { reason: queuedReason, run: (dashboard) => prioritise(dashboard, -1) },
  'board.proposals': {
    reason: ({ world }) => (allProposals(world).length === 0 ? 'no lead proposes a task' : null),
    run: ({ store }) => pushView(store, { kind: 'proposals', at: 0 }),
  },
};

const howTo = 'tasks FILE, and when some of it is queued already: tasks FILE new | all';

/** Queues a file of tasks, named on the command line. */
export async function queueTaskFile({ store, link, path, env }: Dashboard, typed: string): Promise<void> {
  const [, named = '', which] = /^(.*?)(?:\s+(new|all))?$/u.exec(typed) ?? [];
  if (named === '') {
    say(store, howTo, 'bad');
    return;
  }
  const file = resolve(path, named.replace(/^~(?=\/)/u, homedir()));
  const text = readTasks(file);
  const again = which === 'new' || which === 'all' ? which : 'none';
  const { errors, tasks } = await link.request('tasks/queue', { path, file, text, dryRun: false, again, env });
  const [first] = errors;
  if (first !== undefined) {
    const known = tasks.some((task) => task.known !== null);
    const more = errors.length === 1 ? '' : `; ${errors.length - 1} more: signalbox new --file shows them`;
    const way = known ? `; ":tasks ${named} new" queues what is new, "all" all of it once more` : more;
    say(store, `nothing was queued: ${named}:${first.line}: ${first.text}${way}`, 'bad');
    return;
  }
  const made = tasks.flatMap(({ session }) => session ?? []);
  const doubts = tasks.filter(({ lint }) => lint.length > 0).length;
  const lint = doubts === 0 ? '' : `; ${doubts} of them ${doubts === 1 ? 'lacks' : 'lack'} something: E shows it`;
  say(
    store,
    `${made.length === 1 ? '1 task is' : `${made.length} tasks are`} queued: ${made.map((id) => `#${id}`).join(' ')}${lint}`,
    'good',
  );
}

function readTasks(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.length <= longestTaskFile) return text;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Fault({ code: 'environment', message: `${file} cannot be read`, hint: why }, { cause: thrown });
  }
  throw new Fault({ code: 'refused', message: `${file} has more than ${longestTaskFile} characters` });
}
