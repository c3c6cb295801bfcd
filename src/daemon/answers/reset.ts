import { resetSession } from '../../core/decide/reset.ts';
import { Fault } from '../../core/fault.ts';
import type { Session } from '../../core/model/session.ts';
import type { HandedFile } from '../../core/words/hand-over.ts';
import { worktreeFiles } from '../../git/worktree/worktree-files.ts';
import type { resetRequests } from '../../wire/reset-requests.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { decided } from './tasks.ts';

/** A fresh context for an agent. */
export function resetAnswers(crew: Crew): Answers<keyof typeof resetRequests> {
  const { ledger } = crew;
  return {
    'session/reset': async ({ session: id, note }) => {
      const asked = resetSession(ledger.world, { id, note, files: [] });
      if ('refused' in asked) throw new Fault(asked.refused);
      const files = await changedFiles(crew, ledger.session(id));
      return decided(ledger.decide((world) => resetSession(world, { id, note, files })));
    },
  };
}

/** What the agent has changed so far. That git cannot say it keeps nobody from a fresh start. */
async function changedFiles({ log }: Crew, { id, worktree }: Session): Promise<readonly HandedFile[]> {
  if (worktree === null) return [];
  try {
    return await worktreeFiles({ worktree: worktree.path, base: worktree.base });
  } catch (thrown) {
    log(`the changes of #${id} cannot be listed for its hand-over`, thrown);
    return [];
  }
}
