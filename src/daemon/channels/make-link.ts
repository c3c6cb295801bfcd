import { randomUUID } from 'node:crypto';
import type { AgentLink } from '../../agents/adapter.ts';
import { withKeptAnswers } from '../../core/decide/conventions.ts';
import { decideReport } from '../../core/decide/report.ts';
import type { Report } from '../../core/model/report.ts';
import { sessionFolder } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';
import { readStart } from '../effects/start-file.ts';
import { afterTurn } from './after-turn.ts';
import type { SpokenRun } from './channels.ts';

/** What an adapter's channel has of its session. */
export function makeLink(crew: Crew, spoken: SpokenRun, closed: AbortSignal): AgentLink {
  const { session: id, run, options, pid, runDir } = spoken;
  const { ledger, screens } = crew;
  const session = () => ledger.session(id);
  const { worktree, repo } = session();
  return {
    run,
    runDir,
    stateDir: sessionFolder(crew.places, id),
    worktree: worktree?.path ?? '',
    repository: ledger.world.repos[repo]?.root ?? '',
    env: readStart(runDir),
    options,
    pid,
    session,
    report: (report: Report) => {
      if (closed.aborted) return;
      if (report.kind === 'dialog-opened' || report.kind === 'turn-ended') crew.conventions.look(repo);
      ledger.decide((world) => withKeptAnswers(world, decideReport(session(), { run, report, request: randomUUID() })));
      if (report.kind === 'turn-ended' || report.kind === 'activity') crew.stirred(id);
    },
    afterTurn: (request, gone) => afterTurn(crew, { id, run, request, gone }),
    screen: {
      lines: () => screens.lines(id),
      title: () => screens.title(id),
      bracketedPaste: () => screens.bracketedPaste(id),
      cursor: () => screens.cursor(id),
    },
    type: (bytes) => !closed.aborted && screens.typeForAdapter(id, Buffer.from(bytes)),
    now: crew.now,
    log: (what, thrown) => crew.log(`#${id} (${spoken.adapter.name}): ${what}`, thrown),
    closed,
  };
}
