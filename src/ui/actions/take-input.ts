import type { InputEvent } from '../../tty/keys/input-event.ts';
import { findAction } from '../keymap/bindings.ts';
import { deafMs, replaceTop, say, topView } from '../state/store.ts';
import { scopesOf } from '../state/views.ts';
import { type Field, edit, insert } from '../text/field.ts';
import { plainText } from '../text/plain-text.ts';
import { editSentence } from './answering/keep-answer.ts';
import { editAnswer, typeAnswer } from './answering/type-answer.ts';
import { chooseInForm, editForm } from './form.ts';
import { type Dashboard, attempted } from './dashboard.ts';
import { editComment } from './comments.ts';
import { handlers } from './handlers.ts';
import { editNote } from './reject.ts';

/** Takes what was typed anywhere but in a session's terminal. */
export function takeInput(dashboard: Dashboard, event: InputEvent): void {
  if (event.kind !== 'text' && event.kind !== 'key' && event.kind !== 'paste') return;
  const now = dashboard.now();
  if (now < dashboard.store.getState().deafUntil) {
    dashboard.store.setState({ deafUntil: now + deafMs });
    return;
  }
  if (event.kind === 'text') pressKey(dashboard, { name: event.text, text: event.text });
  else if (event.kind === 'key') pressKey(dashboard, { name: event.name, text: null });
  else typeText(dashboard, plainText(event.text.replaceAll('\r', '\n')));
}

/** A key: an action of the innermost scope that knows it, otherwise editing or text for the field that is open. */
export function pressKey(dashboard: Dashboard, key: { name: string; text: string | null }): void {
  const state = dashboard.store.getState();
  const action = findAction(dashboard.bindings, scopesOf(topView(state)), key.name);
  if (action === null) {
    if (key.text !== null) typeText(dashboard, key.text);
    else editText(dashboard, key.name);
    return;
  }
  const handler = handlers[action];
  const reason = handler.reason?.(state) ?? null;
  if (reason !== null) {
    say(dashboard.store, reason, 'bad');
    // Whoever goes on typing must not approve anything by it.
    if (handler.typed === true) dashboard.store.setState({ deafUntil: dashboard.now() + deafMs });
  } else {
    const work = attempted(dashboard, () => handler.run(dashboard, key.name));
    if (work !== null) dashboard.hold(work);
  }
}

function typeText(dashboard: Dashboard, text: string): void {
  const { store } = dashboard;
  const view = topView(store.getState());
  if (view?.kind === 'answers') typeAnswer(store, text);
  else if (view?.kind === 'reject') editNote(store, (field) => insert(field, text));
  else if (view?.kind === 'comment') editComment(store, (field) => insert(field, text));
  else if (view?.kind === 'keep') editSentence(store, (field) => insert(field, text.replaceAll('\n', ' ')));
  else if (view?.kind === 'new-task') {
    if (!editForm(store, (field) => insert(field, text))) chooseInForm(store, text);
  } else if (view?.kind === 'line') editLine(dashboard, (field) => insert(field, text.replaceAll('\n', ' ')));
}

function editText(dashboard: Dashboard, key: string): void {
  const { store } = dashboard;
  const view = topView(store.getState());
  if (view?.kind === 'answers') editAnswer(store, (field) => edit(field, key));
  else if (view?.kind === 'reject') editNote(store, (field) => edit(field, key));
  else if (view?.kind === 'comment') editComment(store, (field) => edit(field, key));
  else if (view?.kind === 'keep') editSentence(store, (field) => edit(field, key));
  else if (view?.kind === 'new-task') {
    if (!editForm(store, (field) => edit(field, key))) chooseInForm(store, key);
  } else if (view?.kind === 'line') editLine(dashboard, (field) => edit(field, key));
}

/** The filter works while it is typed. */
function editLine({ store }: Dashboard, change: (field: Field) => Field | null): void {
  const view = topView(store.getState());
  if (view?.kind !== 'line') return;
  const field = change(view.field);
  if (field === null) return;
  replaceTop(store, { ...view, field });
  if (view.purpose === 'filter') store.setState({ filter: field.text });
}
