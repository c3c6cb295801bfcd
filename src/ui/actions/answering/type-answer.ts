import { onlyInTerminal, takesText } from '../../state/answer-text.ts';
import { draftOf } from '../../state/sitting.ts';
import { type DashboardState, type DashboardStore, replaceTop, say } from '../../state/store.ts';
import { type Field, insert } from '../../text/field.ts';
import { answersView, changeDraft, questionAtKeys, questionUp } from './sitting-view.ts';

/** Why nothing can be typed for the question that is up, a sentence; null when it can. */
export function typingReason(state: DashboardState): string | null {
  const up = questionAtKeys(state);
  if (up === null) return 'no question is open';
  if (takesText(up.question)) return null;
  if (onlyInTerminal(up.question)) return 'only its terminal can answer this';
  const digits = up.question.multiple ? 'the digits pick them' : 'a digit picks one';
  return `this takes its options only, no other text: ${digits}`;
}

/** Begins to type at the end of what was typed so far. */
export function startTyping(store: DashboardStore): void {
  const state = store.getState();
  const view = answersView(state);
  const up = questionAtKeys(state);
  if (view !== null && up !== null) replaceTop(store, { ...view, typing: draftOf(state.drafts, up).text.length });
}

/** Puts typed or pasted text into the answer; says so where there is no place for it. */
export function typeAnswer(store: DashboardStore, text: string): void {
  const state = store.getState();
  const reason = typingReason(state);
  if (answersView(state)?.typing != null) editAnswer(store, (field) => insert(field, text));
  else if (reason !== null) say(store, reason, 'bad');
}

/** Changes the text of the answer that is being typed; `change` gives null for what is no editing. */
export function editAnswer(store: DashboardStore, change: (field: Field) => Field | null): void {
  const state = store.getState();
  const view = answersView(state);
  const up = view === null ? null : questionUp(state, view);
  if (view === null || view.typing === null || up === null) return;
  const changed = change({ text: draftOf(state.drafts, up).text, cursor: view.typing });
  if (changed === null) return;
  replaceTop(store, { ...view, typing: changed.cursor });
  const { text } = changed;
  changeDraft(store, up, ({ options }) => ({ text, options: text === '' ? options : [] }));
}
