import { join } from 'node:path';
import { Fault } from '../../core/fault.ts';
import type { Session } from '../../core/model/session.ts';
import { sessionsOf } from '../../core/model/world.ts';
import { openLog } from '../../runner/log/log-reader.ts';
import { runFolder, sessionFolder, terminalFolder } from '../../wire/places.ts';
import type { Result } from '../../wire/requests.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { plainTail, plainText } from '../picture/plain-tail.ts';

/** What was written down: as plain text for reading, as bytes for replaying. */
export function logAnswers(crew: Crew): Answers<'session/log' | 'screen/log'> {
  return {
    'session/log': async ({ session, check, limit }) => logText(crew, crew.ledger.session(session), { check, limit }),
    'screen/log': ({ session, from, limit }) => logPiece(runDirOf(crew, session), { from, limit }),
  };
}

/** The end of the agent's output, of its set-up before it has run, or of a check's log. */
async function logText(
  crew: Crew,
  session: Session,
  { check, limit }: { check: string | null; limit: number },
): Promise<Result<'session/log'>> {
  if (check !== null) return plainTail(checkLog(session, check), limit);
  if (session.runs === 0) return plainTail(join(sessionFolder(crew.places, session.id), 'setup.log'), limit);
  const log = openLog(runFolder(crew.places, session.id, session.runs));
  const from = Math.max(log.start, log.end - limit);
  return plainText(log.read(from, log.end - from), from > 0);
}

function checkLog(session: Session, check: string): string {
  const result = session.verdict?.checks.find((candidate) => candidate.name === check);
  if (result !== undefined && result.log !== '') return result.log;
  const names = session.verdict?.checks.filter(({ log }) => log !== '').map(({ name }) => name) ?? [];
  throw new Fault({
    code: 'not-found',
    message: `#${session.id} has no log of a check ${check}`,
    hint: names.length === 0 ? 'no check has run yet' : `checks: ${names.join(', ')}`,
  });
}

/** The newest run of a session, a terminal in its worktree, or a job, also one that has ended. */
function runDirOf({ ledger, places }: Crew, screen: number): string {
  const owner = sessionsOf(ledger.world).find(({ terminals, endedJobs }) =>
    [...terminals, ...endedJobs].some(({ number }) => number === screen),
  );
  if (owner !== undefined) return terminalFolder(places, owner.id, screen);
  return runFolder(places, screen, ledger.session(screen).runs);
}

/** A piece of a run's byte log with the sizes that it was made for. */
function logPiece(runDir: string, { from, limit }: { from: number | null; limit: number }): Result<'screen/log'> {
  const log = openLog(runDir);
  const { start, end, sizes } = log;
  const first = Math.min(end, Math.max(start, from ?? end - limit));
  const bytes = log.read(first, limit);
  const inForce = sizes.findLast((size) => size.offset <= first);
  const later = sizes.filter((size) => size.offset > first && size.offset < first + bytes.length);
  return {
    start,
    end,
    from: first,
    bytes: bytes.toString('base64'),
    sizes: inForce === undefined ? later : [{ ...inForce, offset: first }, ...later],
  };
}
