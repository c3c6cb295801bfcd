import { clashesSentence } from '../core/rules/clashes.ts';
import { landingWait } from '../core/rules/landing-place.ts';
import type { Session } from '../core/model/session.ts';
import { repoRedWords } from '../core/rules/target-red.ts';
import type { Repo, World } from '../core/model/world.ts';
import { type PrintedSession, printedSession } from './printed-session.ts';
import { type Column, table } from './table.ts';
import { hanging } from './wrapped.ts';

const columns: readonly Column[] = [
  { heading: 'id', align: 'right' },
  { heading: 'state' },
  { heading: 'title', least: 16 },
  { heading: 'kind', least: 4 },
  { heading: 'agent', least: 6 },
  { heading: 'round', align: 'right', least: 2 },
  { heading: 'changed', least: 6 },
  { heading: 'asks', align: 'right', least: 2 },
  { heading: 'now', least: 17 },
];

/** Sessions as a table of this width; conflicts to come stand below their session, where there is room for them. */
export function listLines(world: World, sessions: readonly Session[], width: number): string[] {
  const entries = sessions.map((session) => {
    const printed = printedSession(world, session);
    const clashes = clashesSentence(printed.clashes, world.repos[session.repo]?.target ?? 'the target');
    return { cells: row(printed, landingWait(world, session)), clashes };
  });
  const [headings = '', ...lines] = table(
    columns,
    entries.map(({ cells }) => cells),
    width,
  );
  const below = entries.map(({ clashes }) => (clashes === '' ? [] : hanging('    ! ', clashes, width)));
  return [headings, ...lines.flatMap((line, at) => [line, ...(below[at] ?? [])])];
}

/** What concerns all sessions of a repository, once. */
export function repositoryLines(repo: Repo): string[] {
  const red = repoRedWords(repo);
  const { name, tampered } = repo;
  return [
    ...(red === null ? [] : [`✗ ${red}`]),
    ...(tampered.length === 0
      ? []
      : [`! git's own files of ${name} changed, nothing lands until signalbox trust accepts it:`]),
    ...tampered.map((change) => `    ${change}`),
  ];
}

function row(printed: PrintedSession, landing: string | null): string[] {
  const { files, added, removed } = printed;
  return [
    `#${printed.id}`,
    printed.state,
    printed.title,
    printed.kind,
    printed.agent,
    String(printed.round),
    files === 0 ? '' : `${files}f +${added} -${removed}`,
    printed.questions === 0 ? '' : String(printed.questions),
    nowWords(printed, landing),
  ];
}

/** What is going on with a session. */
function nowWords(printed: PrintedSession, landing: string | null): string {
  const undoes = printed.undoes === null ? '' : `takes back #${printed.undoes}`;
  // Why the target is red is said once, below.
  const waits = printed.state === 'checking' ? null : (landing ?? printed.waits);
  return [undoes, waits ?? printed.activity].filter((part) => part !== '').join('; ');
}
