import { askUndo, undoable } from '../../core/decide/undo.ts';
import { Fault } from '../../core/fault.ts';
import type { Session } from '../../core/model/session.ts';
import type { Repo } from '../../core/model/world.ts';
import { isAncestor, itemRef, setRef } from '../../git/plumbing/refs.ts';
import { nameSome } from '../../git/plumbing/raw-path.ts';
import { buildRevert } from '../../git/revert.ts';
import { effectiveTarget } from '../../git/upstream.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';

/** The taking back of a landing. */
export function undoAnswers(crew: Crew): Answers<'session/undo'> {
  const { ledger, journal } = crew;
  return {
    'session/undo': async ({ session: id }) => {
      const { root, snapshot } = await reversal(crew, ledger.session(id));
      const session = ledger.world.nextId;
      // Its checks run in the environment of the work that it takes back; before it is acknowledged, as for a task.
      journal.keepEnvironment(session, journal.environment(id));
      ledger.decide((world) => askUndo(world, { session: ledger.session(id), snapshot }));
      await setRef(root, itemRef(session, 'snap'), snapshot);
      return { session };
    },
  };
}

/** The commit that takes it back on the target as it is now. @throws Fault 'refused' when there is none */
async function reversal(crew: Crew, session: Session): Promise<{ root: string; snapshot: string }> {
  const { world } = crew.ledger;
  const found = undoable(world, session);
  if ('refused' in found) throw new Fault({ code: 'refused', message: found.refused, hint: found.hint });
  const repo = world.repos[session.repo];
  if (repo === undefined) throw new Error(`#${session.id} has no repository`);
  const { root } = repo;
  const { base: target } = await effectiveTarget({ root, branch: repo.target });
  const short = found.commit.slice(0, 7);
  if (!(await isAncestor(root, found.commit, target))) {
    throw new Fault({
      code: 'refused',
      message: `what #${session.id} landed (${short}) is not on ${repo.target} any more`,
    });
  }
  const message = `Take back #${session.id}`;
  const reverted = await buildRevert({ root, target, ...fromTo(found), message, atMs: crew.now() });
  if (reverted.kind === 'clean') return { root, snapshot: reverted.commit };
  throw cannotBe(session, repo, reverted.kind === 'conflict' ? reverted.files : []);
}

function fromTo({ from, commit }: { from: string; commit: string }): { from: string; to: string } {
  return { from, to: commit };
}

function cannotBe({ id, landed }: Session, { target }: Repo, files: readonly string[]): Fault {
  if (files.length === 0)
    return new Fault({ code: 'refused', message: `nothing of what #${id} landed is left on ${target}` });
  return new Fault({
    code: 'refused',
    message: `#${id} cannot be taken back by itself: ${nameSome([...files])} changed since`,
    hint: `revert it by hand (git revert ${landed?.commit?.slice(0, 7) ?? ''}), or give that to an agent: signalbox new`,
  });
}
