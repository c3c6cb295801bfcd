import { askCommand } from './agent/ask.ts';
import { blockedCommand } from './agent/blocked.ts';
import { doneCommand } from './agent/done.ts';
import { inboxCommand } from './agent/inbox.ts';
import { mcpCommand } from './agent/mcp.ts';
import { progressCommand } from './agent/progress.ts';
import type { CommandEntry } from './command-entry.ts';
import { answerCommand } from './person/answer.ts';
import { approveCommand } from './person/approve.ts';
import { commentCommand } from './person/comment.ts';
import { conventionsCommand } from './person/conventions.ts';
import { deferCommand } from './person/defer.ts';
import { questionsCommand } from './person/questions.ts';
import { rejectCommand } from './person/reject.ts';
import { reviewCommand } from './person/review.ts';
import { undoCommand } from './person/undo.ts';
import { completionCommand } from './setup/completion.ts';
import { daemonCommand } from './setup/daemon.ts';
import { demoCommand } from './setup/demo.ts';
import { doctorCommand } from './setup/doctor.ts';
import { initCommand } from './setup/init.ts';
import { terminalCommand } from './setup/terminal.ts';
import { trustCommand } from './setup/trust.ts';
import { attachCommand } from './work/attach.ts';
import { capCommand } from './work/cap.ts';
import { cleanCommand } from './work/clean.ts';
import { dashboardCommand } from './work/dashboard.ts';
import { diffCommand } from './work/diff.ts';
import { digestCommand } from './work/digest.ts';
import { discardCommand } from './work/discard.ts';
import { editCommand } from './work/edit.ts';
import { interruptCommand } from './work/interrupt.ts';
import { jobCommand } from './work/job.ts';
import { listCommand } from './work/list.ts';
import { logCommand } from './work/log.ts';
import { newCommand } from './work/new.ts';
import { resetCommand } from './work/reset.ts';
import { restoreCommand } from './work/restore.ts';
import { resumeCommand } from './work/resume.ts';
import { shellCommand } from './work/shell.ts';
import { showCommand } from './work/show.ts';
import { statsCommand } from './work/stats.ts';
import { stopCommand } from './work/stop.ts';
import { tagCommand } from './work/tag.ts';

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  dashboardCommand,
  initCommand,
  trustCommand,
  doctorCommand,
  demoCommand,
  daemonCommand,
  completionCommand,
  terminalCommand,
  newCommand,
  listCommand,
  showCommand,
  logCommand,
  diffCommand,
  attachCommand,
  shellCommand,
  editCommand,
  jobCommand,
  statsCommand,
  digestCommand,
  capCommand,
  interruptCommand,
  stopCommand,
  resumeCommand,
  resetCommand,
  discardCommand,
  restoreCommand,
  cleanCommand,
  questionsCommand,
  answerCommand,
  conventionsCommand,
  reviewCommand,
  commentCommand,
  approveCommand,
  rejectCommand,
  deferCommand,
  undoCommand,
  tagCommand,
  askCommand,
  inboxCommand,
  doneCommand,
  blockedCommand,
  progressCommand,
  mcpCommand,
];
