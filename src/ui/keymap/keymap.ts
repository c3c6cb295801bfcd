/**
 * Every key of the dashboard, in one table: what reads keys, the footer, the help overlay and the README's table come from
 * it. A key is named as the input router does: `a`, `A`, `enter`, `ctrl-s`, `shift-tab`. `short` is the footer's
 * word; without one an action is in the help overlay only.
 */
export interface KeymapRow {
  readonly scope: string;
  readonly keys: readonly string[];
  readonly action: string;
  readonly does: string;
  readonly short?: string;
}

export const keymap = [
  // board
  { scope: 'board', keys: ['n'], action: 'board.new', does: 'write a new task', short: 'new' },
  {
    scope: 'board',
    keys: ['enter'],
    action: 'board.open',
    does: 'open the session: its real terminal, all keys go to it',
    short: 'open',
  },
  {
    scope: 'board',
    keys: ['a'],
    action: 'board.answer',
    does: 'answer all open questions in one sitting',
    short: 'answer',
  },
  { scope: 'board', keys: ['A'], action: 'board.answer-one', does: "answer this session's questions" },
  { scope: 'board', keys: ['r'], action: 'board.review', does: 'take the next review in hand', short: 'review' },
  {
    scope: 'board',
    keys: ['o'],
    action: 'board.log',
    does: "read the session's output and the logs of its checks",
    short: 'log',
  },
  { scope: 'board', keys: ['S'], action: 'board.stop', does: 'stop the session (asks first)' },
  { scope: 'board', keys: ['R'], action: 'board.resume', does: 'resume a stopped, failed or stuck session' },
  { scope: 'board', keys: ['x'], action: 'board.discard', does: 'discard the session (asks first)' },
  {
    scope: 'board',
    keys: ['t'],
    action: 'board.trust',
    does: "trust the repository's commands (shows them first)",
    short: 'trust',
  },
  {
    scope: 'board',
    keys: ['p'],
    action: 'board.pane',
    does: 'next pane where they do not fit side by side',
    short: 'pane',
  },
  {
    scope: 'board',
    keys: ['/'],
    action: 'board.filter',
    does: 'show only sessions whose title, state or number matches',
    short: 'filter',
  },
  {
    scope: 'board',
    keys: [':'],
    action: 'board.command',
    does: 'type a command: cap N, stop ID, resume ID, discard ID, quit',
    short: 'command',
  },
  { scope: 'board', keys: ['left', 'h'], action: 'board.left', does: 'select the session to the left' },
  { scope: 'board', keys: ['right', 'l'], action: 'board.right', does: 'select the session to the right' },
  { scope: 'board', keys: ['up', 'k'], action: 'board.up', does: 'select the session above' },
  { scope: 'board', keys: ['down', 'j'], action: 'board.down', does: 'select the session below' },
  { scope: 'board', keys: ['tab'], action: 'board.next', does: 'select the next session' },
  { scope: 'board', keys: ['shift-tab'], action: 'board.previous', does: 'select the session before' },
  { scope: 'board', keys: ['pagedown', ']'], action: 'board.page-down', does: 'next page of tiles' },
  { scope: 'board', keys: ['pageup', '['], action: 'board.page-up', does: 'page of tiles before' },
  {
    scope: 'board',
    keys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    action: 'board.number',
    does: 'select a session by its number',
  },
  { scope: 'board', keys: ['escape'], action: 'board.clear', does: 'drop the filter and the message' },
  { scope: 'board', keys: ['?'], action: 'board.help', does: 'show all keys', short: 'help' },
  { scope: 'board', keys: ['q'], action: 'board.quit', does: 'leave the dashboard; agents go on', short: 'quit' },
  // the session's terminal
  {
    scope: 'zoom',
    keys: ['ctrl-]'],
    action: 'zoom.leave',
    does: 'back to the board (twice: send the key itself)',
    short: 'back',
  },
  {
    scope: 'picture',
    keys: ['escape', 'q', 'enter'],
    action: 'picture.leave',
    does: 'back to the board',
    short: 'back',
  },
  // answering
  {
    scope: 'answers',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    action: 'answers.pick',
    does: 'pick an option',
    short: 'pick',
  },
  {
    scope: 'answers',
    keys: ['y'],
    action: 'answers.default',
    does: 'your call: the recommended answer, or let the agent decide',
    short: 'your call',
  },
  { scope: 'answers', keys: ['i', 't'], action: 'answers.type', does: 'type an answer', short: 'type' },
  {
    scope: 'answers',
    keys: ['enter'],
    action: 'answers.record',
    does: 'record the answer; the next question comes up',
    short: 'record',
  },
  { scope: 'answers', keys: ['tab', 'down', 'j'], action: 'answers.next', does: 'next question' },
  { scope: 'answers', keys: ['shift-tab', 'up', 'k'], action: 'answers.previous', does: 'question before' },
  {
    scope: 'answers',
    keys: ['escape', 'q'],
    action: 'answers.close',
    does: 'close the sitting: answers given so far are sent',
    short: 'close and send',
  },
  { scope: 'typing', keys: ['enter'], action: 'typing.record', does: 'record the typed answer', short: 'record' },
  { scope: 'typing', keys: ['alt-enter', 'ctrl-j'], action: 'typing.newline', does: 'new line in the answer' },
  { scope: 'typing', keys: ['ctrl-y'], action: 'typing.default', does: 'your call instead', short: 'your call' },
  {
    scope: 'typing',
    keys: ['tab'],
    action: 'typing.next',
    does: 'next question, keeping the half-typed answer',
    short: 'next',
  },
  {
    scope: 'typing',
    keys: ['escape'],
    action: 'typing.stop',
    does: 'stop typing; the text is kept',
    short: 'stop typing',
  },
  // new task
  { scope: 'form', keys: ['tab', 'down'], action: 'form.next', does: 'next field', short: 'next' },
  { scope: 'form', keys: ['shift-tab', 'up'], action: 'form.previous', does: 'field before' },
  { scope: 'form', keys: ['enter'], action: 'form.enter', does: 'new line in a long text, otherwise next field' },
  { scope: 'form', keys: ['ctrl-s'], action: 'form.submit', does: 'queue the task', short: 'queue it' },
  { scope: 'form', keys: ['ctrl-x'], action: 'form.empty', does: 'empty the form' },
  {
    scope: 'form',
    keys: ['escape'],
    action: 'form.leave',
    does: 'back to the board; the form is kept',
    short: 'back, kept',
  },
  // review
  {
    scope: 'review',
    keys: ['y'],
    action: 'review.approve',
    does: 'approve: it lands in the background',
    short: 'approve',
  },
  { scope: 'review', keys: ['n'], action: 'review.reject', does: 'reject with a reason and a note', short: 'reject' },
  { scope: 'review', keys: ['d'], action: 'review.defer', does: 'defer: back to the end of the queue', short: 'defer' },
  { scope: 'review', keys: ['x'], action: 'review.discard', does: 'discard the work (asks first)', short: 'discard' },
  {
    scope: 'review',
    keys: ['c'],
    action: 'review.comment',
    does: 'comment on this line; it goes into the note of a rejection',
    short: 'comment',
  },
  {
    scope: 'review',
    keys: ['enter', 'v'],
    action: 'review.toggle-page',
    does: 'between the brief and the diff',
    short: 'brief/diff',
  },
  { scope: 'review', keys: ['f'], action: 'review.next-file', does: 'next file', short: 'next file' },
  { scope: 'review', keys: ['F'], action: 'review.previous-file', does: 'file before' },
  { scope: 'review', keys: [']'], action: 'review.next-hunk', does: 'next hunk' },
  { scope: 'review', keys: ['['], action: 'review.previous-hunk', does: 'hunk before' },
  {
    scope: 'review',
    keys: ['m'],
    action: 'review.mark-read',
    does: 'mark the file read, or unread again',
    short: 'read',
  },
  {
    scope: 'review',
    keys: ['o'],
    action: 'review.next-check',
    does: 'logs of the checks and the output, one after the other',
    short: 'logs',
  },
  {
    scope: 'review',
    keys: ['u'],
    action: 'review.adopt-verdict',
    does: 'read the newer verdict',
    short: 'newer verdict',
  },
  { scope: 'review', keys: ['down', 'j'], action: 'review.down', does: 'one line down' },
  { scope: 'review', keys: ['up', 'k'], action: 'review.up', does: 'one line up' },
  { scope: 'review', keys: ['pagedown', ' '], action: 'review.page-down', does: 'one page down, then the next file' },
  { scope: 'review', keys: ['pageup', 'b'], action: 'review.page-up', does: 'one page up' },
  { scope: 'review', keys: ['home', 'g'], action: 'review.top', does: 'to the top' },
  { scope: 'review', keys: ['end', 'G'], action: 'review.bottom', does: 'to the end' },
  { scope: 'review', keys: ['left', 'h'], action: 'review.left', does: 'to the left in long lines' },
  { scope: 'review', keys: ['right', 'l'], action: 'review.right', does: 'to the right in long lines' },
  { scope: 'review', keys: ['tab'], action: 'review.toggle-focus', does: 'between the file list and the diff' },
  {
    scope: 'review',
    keys: ['z'],
    action: 'review.toggle-folded',
    does: 'fold or unfold the file, or long texts of the brief',
  },
  { scope: 'review', keys: ['/'], action: 'review.search', does: 'search in what is shown', short: 'search' },
  { scope: 'review', keys: ['>'], action: 'review.search-next', does: 'next match' },
  { scope: 'review', keys: ['<'], action: 'review.search-previous', does: 'match before' },
  {
    scope: 'review',
    keys: ['escape', 'q'],
    action: 'review.leave',
    does: 'back to the board; the item stays in hand',
    short: 'back',
  },
  { scope: 'review', keys: ['?'], action: 'review.help', does: 'show all keys', short: 'help' },
  // rejecting
  { scope: 'reject', keys: ['tab'], action: 'reject.reason', does: 'next reason', short: 'reason' },
  {
    scope: 'reject',
    keys: ['alt-enter', 'ctrl-j'],
    action: 'reject.newline',
    does: 'new line in the note',
    short: 'new line',
  },
  { scope: 'reject', keys: ['enter'], action: 'reject.send', does: 'send the rejection to the agent', short: 'reject' },
  { scope: 'reject', keys: ['escape'], action: 'reject.leave', does: 'back to the review', short: 'back' },
  // texts
  { scope: 'text', keys: ['down', 'j'], action: 'text.down', does: 'one line down' },
  { scope: 'text', keys: ['up', 'k'], action: 'text.up', does: 'one line up' },
  { scope: 'text', keys: ['pagedown', ' '], action: 'text.page-down', does: 'one page down', short: 'page' },
  { scope: 'text', keys: ['pageup', 'b'], action: 'text.page-up', does: 'one page up' },
  { scope: 'text', keys: ['home', 'g'], action: 'text.top', does: 'to the top', short: 'top' },
  { scope: 'text', keys: ['end', 'G'], action: 'text.bottom', does: 'to the end', short: 'end' },
  { scope: 'text', keys: ['tab'], action: 'text.next', does: 'the next log', short: 'next log' },
  { scope: 'text', keys: ['escape', 'q', '?'], action: 'text.leave', does: 'back', short: 'back' },
  // dialogs and lines
  { scope: 'confirm', keys: ['y'], action: 'confirm.yes', does: 'do it', short: 'yes' },
  { scope: 'confirm', keys: ['n', 'escape'], action: 'confirm.no', does: 'leave it', short: 'no' },
  { scope: 'trust', keys: ['y'], action: 'trust.yes', does: 'trust these commands', short: 'trust' },
  { scope: 'trust', keys: ['n', 'escape'], action: 'trust.no', does: 'do not trust them', short: 'not now' },
  { scope: 'line', keys: ['enter'], action: 'line.enter', does: 'take the typed line', short: 'take' },
  { scope: 'line', keys: ['escape'], action: 'line.leave', does: 'leave it', short: 'back' },
  // everywhere but in a session's terminal
  { scope: 'any', keys: ['ctrl-l'], action: 'any.redraw', does: 'draw the screen anew' },
  { scope: 'any', keys: ['ctrl-c'], action: 'any.interrupt', does: 'leave the view, on the board the dashboard' },
] as const satisfies readonly KeymapRow[];

export type Action = (typeof keymap)[number]['action'];
export type Scope = (typeof keymap)[number]['scope'];
/** The actions of one scope. */
export type ActionOf<S extends Scope> = Extract<(typeof keymap)[number], { scope: S }>['action'];
