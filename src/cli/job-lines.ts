import { howJobEnded } from '../core/words/job-words.ts';
import type { ListedJob } from '../wire/job-requests.ts';
import { type Column, table } from './table.ts';
import { span } from './time-words.ts';

const columns: readonly Column[] = [
  { heading: 'of', align: 'right' },
  { heading: 'job', least: 8 },
  { heading: 'state', least: 8 },
  { heading: 'since', align: 'right' },
  { heading: 'address', least: 10 },
  { heading: 'command', least: 12 },
];

/** Jobs as a table of this width; below one that died stand its last lines. */
export function jobLines(jobs: readonly ListedJob[], width: number): string[] {
  const now = Date.now();
  const [headings = '', ...lines] = table(
    columns,
    jobs.map((job) => [
      `#${job.session}`,
      job.name,
      stateOf(job),
      span(now - job.since),
      job.address ?? '',
      job.command,
    ]),
    width,
  );
  return [
    headings,
    ...lines.flatMap((line, at) => {
      const job = jobs[at];
      return [line, ...(job?.state === 'died' ? job.screen.slice(-3).map((last) => `    | ${last}`) : [])];
    }),
  ];
}

function stateOf(job: ListedJob): string {
  switch (job.state) {
    case 'running':
      return 'running';
    case 'ending':
      return 'ending';
    case 'ended':
      return job.exit === 0 ? 'finished' : 'stopped';
    case 'died':
      return `died: ${howJobEnded({ ...job, asked: false })}`;
  }
}
