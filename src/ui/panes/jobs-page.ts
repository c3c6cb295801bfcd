import { listJobs } from '../../core/words/list-jobs.ts';
import { howJobEnded } from '../../core/words/job-words.ts';
import { selectedJob } from '../actions/jobs.ts';
import type { Glyphs } from '../glyphs.ts';
import type { DashboardState } from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import { age } from '../text/duration.ts';
import { fit, wrap } from '../text/fit.ts';
import { oneLine } from '../text/plain-text.ts';
import { type Page, type StyledLine, type Tone, fitLine, line } from '../text/styled-line.ts';

type ListedJob = ReturnType<typeof listJobs>[number];

/** Last lines of a job that died. */
const shownLines = 3;

/** What is drawn of a job. */
interface JobSource {
  readonly job: ListedJob;
  readonly here: boolean;
  readonly now: number;
  readonly columns: number;
  readonly glyphs: Glyphs;
}

/** The jobs of a session: those that run with their address, those that died with their last lines. */
export function jobsPage(
  state: DashboardState,
  { view, columns, glyphs }: { view: ViewOf<'jobs'>; columns: number; glyphs: Glyphs },
): Page {
  const session = state.world.sessions[view.session];
  const jobs = session === undefined ? [] : listJobs(session);
  const selected = selectedJob(state, view);
  const lines: StyledLine[] = [];
  let focus = 0;
  for (const job of jobs) {
    const here = job.terminal === selected?.terminal;
    if (here) focus = lines.length;
    lines.push(...jobLines({ job, here, now: state.now, columns, glyphs }), []);
  }
  if (jobs.length === 0) {
    const none = 'None yet. Dev servers and watchers run here beside the agent, and end with the session.';
    lines.push(...wrap(none, columns).map((text) => line(text, 'quiet')), []);
  }
  return { lines, focus, cursor: null };
}

function jobLines({ job, here, now, columns, glyphs }: JobSource): StyledLine[] {
  const pointer = here ? glyphs.pointer : ' ';
  const head: StyledLine = [
    { text: `${pointer} ${oneLine(job.name)}`, strong: true, ...(here ? { tone: 'accent' } : {}) },
    { text: '  ' },
    { text: stateWords(job, glyphs), tone: toneOf(job) },
    { text: ` ${age(job.since, now)}`, tone: 'quiet' },
    ...(job.address === null ? [] : [{ text: `  ${job.address}`, tone: 'accent' as const }]),
    ...(job.by === 'agent' ? [{ text: '  by the agent', tone: 'quiet' as const }] : []),
  ];
  const last = job.state === 'died' ? job.screen.filter((text) => text.trim() !== '').slice(-shownLines) : [];
  const below = [`$ ${oneLine(job.command)}`, ...last.map((text) => `| ${oneLine(text)}`)];
  return [
    fitLine(head, columns, glyphs.ellipsis),
    ...below.map((text) => line(`  ${fit(text, columns - 2, glyphs.ellipsis)}`, 'quiet')),
  ];
}

function stateWords(job: ListedJob, { ok, bad, skipped }: Glyphs): string {
  switch (job.state) {
    case 'running':
      return `${ok} running`;
    case 'ending':
      return `${skipped} ending`;
    case 'ended':
      return `${skipped} ${howJobEnded({ ...job, asked: job.exit !== 0 })}`;
    case 'died':
      return `${bad} died: ${howJobEnded({ ...job, asked: false })}`;
  }
}

function toneOf({ state }: ListedJob): Tone {
  switch (state) {
    case 'running':
      return 'good';
    case 'died':
      return 'bad';
    case 'ending':
    case 'ended':
      return 'quiet';
  }
}
