import type { Action } from '../keymap/keymap.ts';
import { answersActions } from './answering/answers.ts';
import { keepActions } from './answering/keep-answer.ts';
import { revokeActions } from './answering/revoke-answer.ts';
import { boardActions } from './board.ts';
import { jobActions } from './jobs.ts';
import { commentActions } from './comments.ts';
import { lineActions } from './command-line.ts';
import type { Handler } from './dashboard.ts';
import { digestActions } from './digest.ts';
import { dialogActions } from './dialogs.ts';
import { formActions } from './form.ts';
import { proposalsActions } from './proposals.ts';
import { rejectActions } from './reject.ts';
import { reviewActions } from './review.ts';
import { scrollbackActions } from './scrollback.ts';
import { statsActions } from './stats.ts';
import { tagActions } from './tag.ts';
import { textActions } from './text.ts';
import { trustActions } from './trust.ts';
import { zoomActions } from './zoom.ts';

/** Every action and what it does; an action without a handler does not compile. */
export const handlers: Readonly<Record<Action, Handler>> = {
  ...boardActions,
  ...zoomActions,
  ...jobActions,
  ...answersActions,
  ...keepActions,
  ...revokeActions,
  ...formActions,
  ...proposalsActions,
  ...reviewActions,
  ...commentActions,
  ...rejectActions,
  ...textActions,
  ...scrollbackActions,
  ...digestActions,
  ...statsActions,
  ...tagActions,
  ...trustActions,
  ...lineActions,
  ...dialogActions,
};
