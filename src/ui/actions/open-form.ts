import { sessionsOf } from '../../core/model/world.ts';
import type { Task } from '../../core/model/task.ts';
import { type TaskDraft, emptyTask, withTaskDraft } from '../state/drafts.ts';
import { type DashboardState, type DashboardStore, currentRepo, pushView } from '../state/store.ts';
import { type FormPlace, draftKey, draftOf } from '../state/task-form.ts';
import type { TaskFormAbout, ViewOf } from '../state/views.ts';

/** The form that is open, also while something lies over it. */
function formOf(state: DashboardState): ViewOf<'new-task'> | null {
  return state.views.findLast((view) => view.kind === 'new-task') ?? null;
}

/** Where the draft of the open form is kept. */
export function openDraftKey(state: DashboardState): string {
  return draftKey(state.repo, formOf(state)?.about ?? null);
}

/** The draft of the open form. */
export function taskDraft(state: DashboardState): TaskDraft {
  return state.drafts.tasks[openDraftKey(state)] ?? emptyTask;
}

/** The repository of the open form: of what is written anew, else the one the dashboard stands in. */
function formRepo(state: DashboardState): string {
  const about = formOf(state)?.about ?? null;
  return (about === null ? undefined : state.world.sessions[about.session]?.repo) ?? state.repo;
}

/** What surrounds the open form. */
export function formPlace(state: DashboardState): FormPlace {
  const repo = formRepo(state);
  return {
    checks: (state.world.repos[repo]?.config?.checks ?? []).map(({ name }) => name),
    sessions: sessionsOf(state.world).filter((session) => session.repo === repo),
  };
}

/** Agents that a form can choose from; null is the configured default. */
export function agentChoices(state: DashboardState): readonly (string | null)[] {
  const named = Object.keys(currentRepo(state)?.config?.agents ?? {});
  const { agent } = taskDraft(state);
  return [null, ...named, ...(agent === null || named.includes(agent) ? [] : [agent])];
}

/** Opens the form of a new task where its draft was left. */
export function openForm(store: DashboardStore): void {
  open(store, null);
}

/** Opens the form of a task that is there, as it is or as it was left half written. */
export function openFormOf(store: DashboardStore, about: TaskFormAbout): void {
  const state = store.getState();
  const task = taskOf(state, about);
  if (task === null) return;
  const key = draftKey(state.repo, about);
  if (state.drafts.tasks[key] === undefined) {
    const checks = (state.world.repos[state.world.sessions[about.session]?.repo ?? '']?.config?.checks ?? []).map(
      ({ name }) => name,
    );
    store.setState(({ drafts }) => ({ drafts: withTaskDraft(drafts, key, draftOf(task, checks)) }));
  }
  open(store, about);
}

/** The task that a form writes anew; null when it is gone. */
function taskOf(state: DashboardState, { session: id, proposal }: TaskFormAbout): Task | null {
  const session = state.world.sessions[id];
  if (session === undefined) return null;
  if (proposal === null) return session.task;
  return session.proposals.find(({ number }) => number === proposal)?.task ?? null;
}

/** What a form is emptied to: nothing, or the task as it is. */
export function emptied(state: DashboardState): TaskDraft | null {
  const about = formOf(state)?.about ?? null;
  const task = about === null ? null : taskOf(state, about);
  return task === null ? null : draftOf(task, formPlace(state).checks);
}

function open(store: DashboardStore, about: TaskFormAbout | null): void {
  pushView(store, { kind: 'new-task', about, field: 'title', cursor: 0, sending: false });
  const state = store.getState();
  const view = formOf(state);
  const cursor = taskDraft(state).title.length;
  if (view !== null)
    store.setState(({ views }) => ({ views: views.map((each) => (each === view ? { ...view, cursor } : each)) }));
}
