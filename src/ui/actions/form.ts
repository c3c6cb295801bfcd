import type { ActionOf } from '../keymap/keymap.ts';
import { type TaskDraft, withTaskDraft } from '../state/drafts.ts';
import {
  type DashboardState,
  type DashboardStore,
  currentRepo,
  popView,
  replaceTop,
  say,
  topView,
} from '../state/store.ts';
import { type ReadForm, type TaskField, isLong, readForm, takesText, taskFields } from '../state/task-form.ts';
import type { ViewOf } from '../state/views.ts';
import { type Field, insert, moveLine } from '../text/field.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { writeInEditor } from './form-editor.ts';
import { agentChoices, emptied, formPlace, openDraftKey, openForm, taskDraft } from './open-form.ts';
import { openTrust } from './trust.ts';

/** Opens the form, or the trust dialog where the repository's commands were never trusted. */
export async function openNewTask(dashboard: Dashboard): Promise<void> {
  const state = dashboard.store.getState();
  if (currentRepo(state)?.config === null) {
    await openTrust(dashboard, true);
    return;
  }
  openForm(dashboard.store);
}

function formView(state: DashboardState): ViewOf<'new-task'> | null {
  const view = topView(state);
  return view?.kind === 'new-task' ? view : null;
}

function goTo(store: DashboardStore, field: TaskField): void {
  const state = store.getState();
  const view = formView(state);
  if (view === null) return;
  replaceTop(store, { ...view, field, cursor: takesText(field) ? taskDraft(state)[field].length : 0 });
}

function step(store: DashboardStore, by: 1 | -1): void {
  const view = formView(store.getState());
  if (view === null) return;
  const at = taskFields.indexOf(view.field) + by;
  goTo(store, taskFields[(at + taskFields.length) % taskFields.length] ?? 'title');
}

function changeTask(store: DashboardStore, change: (draft: TaskDraft) => TaskDraft): void {
  store.setState((state) => ({ drafts: withTaskDraft(state.drafts, openDraftKey(state), change(taskDraft(state))) }));
}

/** Moves inside a long text first, then between fields. */
function vertical(store: DashboardStore, { by, key }: { by: 1 | -1; key: string }): void {
  const view = formView(store.getState());
  if (view === null) return;
  if (isLong(view.field) && (key === 'up' || key === 'down') && editForm(store, (field) => moveLine(field, by))) return;
  step(store, by);
}

/** Changes the text under the cursor; false where the field takes no text or nothing changed. */
export function editForm(store: DashboardStore, change: (field: Field) => Field | null): boolean {
  const state = store.getState();
  const view = formView(state);
  if (view === null || !takesText(view.field)) return false;
  const name = view.field;
  const changed = change({ text: taskDraft(state)[name], cursor: view.cursor });
  if (changed === null) return false;
  const text = isLong(name) ? changed.text : changed.text.replaceAll('\n', ' ');
  changeTask(store, (draft) => ({ ...draft, [name]: text }));
  replaceTop(store, { ...view, cursor: changed.cursor });
  return true;
}

/** A key or text on a field that is chosen and not typed: arrows and space choose, digits toggle checks. */
export function chooseInForm(store: DashboardStore, key: string): void {
  const state = store.getState();
  const view = formView(state);
  if (view === null) return;
  const forward = key === 'right' || key === ' ';
  if (view.field === 'kind' && (forward || key === 'left')) {
    changeTask(store, (draft) => ({ ...draft, kind: draft.kind === 'isolated' ? 'judgement' : 'isolated' }));
  }
  if (view.field === 'agent' && (forward || key === 'left')) {
    const choices = agentChoices(state);
    changeTask(store, (draft) => {
      const at = choices.indexOf(draft.agent) + (forward ? 1 : -1);
      return { ...draft, agent: choices[(at + choices.length) % choices.length] ?? null };
    });
  }
  if (view.field === 'lead' && (forward || key === 'left'))
    changeTask(store, (draft) => ({ ...draft, lead: !draft.lead }));
  if (view.field === 'checks') chooseCheck(store, { view, key });
}

function chooseCheck(store: DashboardStore, { view, key }: { view: ViewOf<'new-task'>; key: string }): void {
  const { checks } = formPlace(store.getState());
  if (key === 'left') replaceTop(store, { ...view, cursor: Math.max(0, view.cursor - 1) });
  if (key === 'right')
    replaceTop(store, { ...view, cursor: Math.max(0, Math.min(checks.length - 1, view.cursor + 1)) });
  const name = key === ' ' ? checks[view.cursor] : checks[Number.parseInt(key, 10) - 1];
  if (name === undefined) return;
  const { without } = taskDraft(store.getState());
  const off = without.includes(name) ? without.filter((other) => other !== name) : [...without, name];
  if (checks.every((check) => off.includes(check))) {
    say(store, 'at least one check stays: work that nothing verifies cannot be told apart from work that fails', 'bad');
    return;
  }
  changeTask(store, (draft) => ({ ...draft, without: off }));
}

async function submit(dashboard: Dashboard): Promise<void> {
  const { store } = dashboard;
  const state = store.getState();
  const view = formView(state);
  if (view === null || view.sending) return;
  const task = readForm(taskDraft(state), formPlace(state));
  if ('wrong' in task) {
    say(store, task.wrong, 'bad');
    return;
  }
  const key = openDraftKey(state);
  replaceTop(store, { ...view, sending: true });
  try {
    const { selected, words } = await send(dashboard, view, task);
    store.setState((now) => ({ drafts: withTaskDraft(now.drafts, key, null), selected }));
    popView(store);
    say(store, words, 'good');
  } finally {
    const now = formView(store.getState());
    if (now !== null) replaceTop(store, { ...now, sending: false });
  }
}

/** Queues a new task, writes a queued one anew, or lets a proposal become what was written. */
async function send(
  { link, path, env }: Dashboard,
  { about }: ViewOf<'new-task'>,
  task: Exclude<ReadForm, { wrong: string }>,
): Promise<{ selected: number; words: string }> {
  if (about === null) {
    const { session } = await link.request('task/create', { path, ...task, env });
    return { selected: session, words: `#${session} ${task.title} is queued` };
  }
  const { session, proposal } = about;
  if (proposal === null) {
    await link.request('task/edit', { session, task });
    return { selected: session, words: `#${session} ${task.title} is written anew` };
  }
  const { sessions } = await link.request('proposal/accept', { session, proposals: [{ number: proposal, task }] });
  const [made = session] = sessions;
  return { selected: made, words: `proposal ${proposal} of #${session} is #${made}, as you wrote it` };
}

/** Opens the long text under the cursor, else the goal, in the person's own editor. */
async function openEditor(dashboard: Dashboard): Promise<void> {
  const { store } = dashboard;
  const view = formView(store.getState());
  if (view === null) return;
  const field = isLong(view.field) ? view.field : 'goal';
  const written = await writeInEditor(dashboard, { name: field, text: taskDraft(store.getState())[field] });
  if (written === null) say(store, 'the text is as it was');
  else changeTask(store, (draft) => ({ ...draft, [field]: written }));
  goTo(store, field);
}

/** What keys do in the form. */
export const formActions: Readonly<Record<ActionOf<'form'>, Handler>> = {
  'form.next': { run: ({ store }, key) => vertical(store, { by: 1, key }) },
  'form.previous': { run: ({ store }, key) => vertical(store, { by: -1, key }) },
  'form.enter': {
    run: ({ store }) => {
      const view = formView(store.getState());
      if (view === null) return;
      if (isLong(view.field)) editForm(store, (field) => insert(field, '\n'));
      else step(store, 1);
    },
  },
  'form.submit': {
    reason: (state) => (formView(state)?.sending === true ? 'the task is being queued' : null),
    run: submit,
  },
  'form.editor': { run: openEditor },
  'form.empty': {
    run: ({ store }) => {
      store.setState((state) => ({ drafts: withTaskDraft(state.drafts, openDraftKey(state), emptied(state)) }));
      goTo(store, 'title');
    },
  },
  'form.leave': { run: ({ store }) => popView(store) },
};
