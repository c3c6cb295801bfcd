import { restartJob, startJob, stopJob } from '../../core/decide/jobs.ts';
import type { World } from '../../core/model/world.ts';
import { jobAddress } from '../../core/words/job-words.ts';
import { listJobs } from '../../core/words/list-jobs.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import {
  type DashboardState,
  type DashboardStore,
  popView,
  pushView,
  replaceTop,
  say,
  topView,
} from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import { fieldOf } from '../text/field.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { openHelp } from './open-help.ts';
import { refusal } from './refusal.ts';
import { tellFocus } from './tell-focus.ts';
import { openTexts } from './text.ts';

type ListedJob = ReturnType<typeof listJobs>[number];

/** The job that keys act on: the first one when the chosen one is gone. */
export function selectedJob({ world }: { readonly world: World }, view: ViewOf<'jobs'>): ListedJob | null {
  const session = world.sessions[view.session];
  const jobs = session === undefined ? [] : listJobs(session);
  return jobs.find((job) => job.name === view.job) ?? jobs[0] ?? null;
}

interface Here {
  readonly view: ViewOf<'jobs'>;
  readonly job: ListedJob | null;
}

function here(state: DashboardState): Here | null {
  const view = topView(state);
  return view?.kind === 'jobs' ? { view, job: selectedJob(state, view) } : null;
}

/** Why nothing can be done with the chosen job; null when something can. */
function about(judge: (state: DashboardState, at: Here & { job: ListedJob }) => string | null) {
  return (state: DashboardState): string | null => {
    const at = here(state);
    if (at?.job == null) return 'there is no job yet: n starts one';
    return judge(state, { ...at, job: at.job });
  };
}

function move(store: DashboardStore, by: number): void {
  const state = store.getState();
  const at = here(state);
  const session = at === null ? undefined : state.world.sessions[at.view.session];
  if (at?.job == null || session === undefined) return;
  const jobs = listJobs(session);
  const index = jobs.findIndex(({ terminal }) => terminal === at.job?.terminal) + by;
  const next = jobs[(index + jobs.length) % jobs.length];
  if (next !== undefined) replaceTop(store, { ...at.view, job: next.name });
}

function isRunning({ state }: ListedJob): boolean {
  return state === 'running' || state === 'ending';
}

async function open(dashboard: Dashboard): Promise<void> {
  const { store, link } = dashboard;
  const at = here(store.getState());
  if (at?.job == null) return;
  const { job, view } = at;
  if (!isRunning(job)) {
    readJob(dashboard, at.view, job);
    return;
  }
  pushView(store, { kind: 'zoom', session: view.session, terminal: job.terminal });
  tellFocus(dashboard, job.terminal, true);
  const { columns, rows } = layoutScreen(store.getState().size).zoom;
  if (rows >= 2) await link.request('screen/zoom', { session: job.terminal, columns, rows });
}

function readJob(dashboard: Dashboard, { session }: ViewOf<'jobs'>, { name }: ListedJob): void {
  openTexts(dashboard, [{ title: `#${session} job ${name}`, session, source: { kind: 'job', name } }]);
}

/** Starts a job with a command that was typed; nothing typed starts nothing. */
export async function startTypedJob({ store, link }: Dashboard, typed: string): Promise<void> {
  const view = topView(store.getState());
  const command = typed.trim();
  if (view?.kind !== 'jobs' || command === '') return;
  sayStarted(store, view, await link.request('job/start', { session: view.session, name: null, command }));
}

interface Started {
  readonly name: string;
  readonly port: number | null;
  readonly running: boolean;
}

function sayStarted(store: DashboardStore, view: ViewOf<'jobs'>, { name, port, running }: Started): void {
  if (topView(store.getState())?.kind === 'jobs') replaceTop(store, { ...view, job: name });
  const where = port === null ? '' : `: ${jobAddress(port)}`;
  say(store, `job ${oneLine(name)} ${running ? 'runs already' : 'is started'}${where}`, 'good');
}

/** What keys do in the list of a session's jobs. */
export const jobActions: Readonly<Record<ActionOf<'jobs'>, Handler>> = {
  'jobs.next': { run: ({ store }) => move(store, 1) },
  'jobs.previous': { run: ({ store }) => move(store, -1) },
  'jobs.open': { reason: about(() => null), run: open },
  'jobs.log': {
    reason: about(() => null),
    run: (dashboard) => {
      const at = here(dashboard.store.getState());
      if (at?.job != null) readJob(dashboard, at.view, at.job);
    },
  },
  'jobs.new': {
    reason: (state) => {
      const at = here(state);
      if (at === null) return null;
      // A name that nobody has: what counts is whether one may be started at all.
      const wanted = { id: at.view.session, name: 'new-job', command: 'true', replace: true, by: 'person' } as const;
      return refusal(startJob(state.world, wanted));
    },
    run: ({ store }) => pushView(store, { kind: 'line', purpose: 'job', field: fieldOf('') }),
  },
  'jobs.preview': {
    reason: (state) => {
      const at = here(state);
      if (at === null) return null;
      const wanted = { id: at.view.session, name: null, command: null, replace: true, by: 'person' } as const;
      return refusal(startJob(state.world, wanted));
    },
    run: async ({ store, link }) => {
      const at = here(store.getState());
      if (at === null) return;
      sayStarted(
        store,
        at.view,
        await link.request('job/start', { session: at.view.session, name: null, command: null }),
      );
    },
  },
  'jobs.restart': {
    reason: about(({ world }, { view, job }) =>
      refusal(restartJob(world, { id: view.session, name: job.name, by: 'person' })),
    ),
    run: async ({ store, link }) => {
      const at = here(store.getState());
      if (at?.job == null) return;
      const { view, job } = at;
      sayStarted(store, view, await link.request('job/restart', { session: view.session, name: job.name }));
    },
  },
  'jobs.stop': {
    reason: about(({ world }, { view, job }) => refusal(stopJob(world, { id: view.session, name: job.name }))),
    run: async ({ store, link }) => {
      const at = here(store.getState());
      if (at?.job == null) return;
      await link.request('job/stop', { session: at.view.session, name: at.job.name });
      say(store, `job ${oneLine(at.job.name)} is being stopped`, 'good');
    },
  },
  'jobs.leave': { run: ({ store }) => popView(store) },
  'jobs.help': { run: ({ store }) => openHelp(store) },
};
