import { type TaskDraft, emptyTask } from '../state/drafts.ts';
import { type DashboardState, type DashboardStore, currentRepo, pushView } from '../state/store.ts';

/** The form's draft for the repository the dashboard stands in. */
export function taskDraft(state: DashboardState): TaskDraft {
  return state.drafts.tasks[state.repo] ?? emptyTask;
}

/** Agents that a form can choose from; null is the configured default. */
export function agentChoices(state: DashboardState): readonly (string | null)[] {
  return [null, ...Object.keys(currentRepo(state)?.config?.agents ?? {})];
}

/** Opens the form of a new task where its draft was left. */
export function openForm(store: DashboardStore): void {
  const cursor = taskDraft(store.getState()).title.length;
  pushView(store, { kind: 'new-task', field: 'title', cursor, sending: false });
}
