import { touchedFiles } from '../../git/worktree/worktree-change.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import type { NoticeWatch } from '../notice-watch.ts';
import { showPastScreen } from '../picture/past-screen.ts';

type Names = 'person/attend' | 'person/calling' | 'question/context';

/** Files that are named beside a question, and lines of its session's screen. */
const mostFiles = 30;
const screenLines = 20;

/** What the person is at, and what they need beside a question. */
export function attentionAnswers(crew: Crew, notices: Pick<NoticeWatch, 'calling'>): Answers<Names> {
  const { ledger, attentions, screens } = crew;
  return {
    'person/attend': (attention, client) => {
      attentions.attend(client, attention);
      return {};
    },
    'person/calling': () => notices.calling(),
    'question/context': async ({ session: id }) => {
      const session = ledger.session(id);
      const { worktree, exit } = session;
      const counted =
        worktree === null
          ? { files: [], more: 0 }
          : await touchedFiles({ worktree: worktree.path, base: worktree.base, most: mostFiles });
      showPastScreen(crew, id);
      const screen = screens.picture(id)?.lastLines(screenLines) ?? exit?.screen ?? [];
      return { ...counted, screen: [...screen] };
    },
  };
}
