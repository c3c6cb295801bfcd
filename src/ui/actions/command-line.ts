import { capWords } from '../../core/words/cap-words.ts';
import { keyOf } from '../keymap/bindings.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { popView, pushView, say, topView } from '../state/store.ts';
import { askToClean, askToDiscard, askToReset, askToStop, askToUndo } from '../state/confirmations.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { startTypedJob } from './jobs.ts';
import { restoreWork } from './landed.ts';
import { resumedWords } from './resumed-words.ts';
import { refuseNoted } from './proposals.ts';
import { queueTaskFile } from './queue.ts';
import { actInReview } from './review-state.ts';
import { searchScrollback } from './scrollback.ts';

const aboutNumbers = ['cap', 'stop', 'resume', 'reset', 'defer', 'discard', 'undo', 'restore'];

/** Runs what was typed after `:`; what it does not know it answers with what it does. */
async function runCommand(dashboard: Dashboard, typed: string): Promise<void> {
  const { store, link } = dashboard;
  const [word = '', argument = '', ...rest] = typed.trim().split(/\s+/u);
  if (word === '') return;
  if (word === 'quit' || word === 'q') {
    dashboard.quit();
    return;
  }
  if (word === 'clean') {
    if (argument === '') pushView(store, askToClean());
    else say(store, `clean takes nothing, not "${[argument, ...rest].join(' ')}"`, 'bad');
    return;
  }
  if (word === 'cap' && argument === 'auto' && rest.length === 0) {
    await link.request('limits/set', { cap: 'auto' });
    say(store, capWords(store.getState().world) ?? 'the cap follows your pace', 'good');
    return;
  }
  if (word === 'tasks') {
    await queueTaskFile(dashboard, typed.trim().slice('tasks'.length).trim());
    return;
  }
  const number = Number(argument.replace('#', ''));
  if (!aboutNumbers.includes(word))
    say(
      store,
      `${word} is no command: ${keyOf(dashboard.bindings, 'board.help')} lists them, at ${keyOf(dashboard.bindings, 'board.command')}`,
      'bad',
    );
  else if ((rest.length > 0 && word !== 'reset') || !Number.isInteger(number) || number < 1) {
    const given = [argument, ...rest].join(' ');
    const takes = word === 'cap' ? 'one number, or auto' : 'one number';
    say(store, `${word} takes ${takes}${given === '' ? '' : `, not "${given}"`}`, 'bad');
  } else if (word !== 'cap' && store.getState().world.sessions[number] === undefined) {
    say(store, `there is no session #${number}`, 'bad');
  } else if (word === 'cap') {
    await link.request('limits/set', { cap: number });
    say(store, capWords(store.getState().world) ?? `the cap is ${number}`, 'good');
  } else if (word === 'resume') {
    const session = store.getState().world.sessions[number];
    await link.request('session/resume', { session: number, note: null });
    if (session !== undefined) say(store, resumedWords(session), 'good');
  } else if (word === 'reset') {
    const title = store.getState().world.sessions[number]?.task.title ?? '';
    const note = rest.length === 0 ? null : rest.join(' ');
    pushView(store, askToReset({ session: number, title, note }));
  } else if (word === 'defer') {
    await link.request('review/defer', { session: number });
    say(store, `#${number} waits for its review, after the others`, 'good');
  } else if (word === 'restore') await restoreWork(dashboard, number);
  else {
    const title = store.getState().world.sessions[number]?.task.title ?? '';
    const ask = word === 'stop' ? askToStop : word === 'undo' ? askToUndo : askToDiscard;
    pushView(store, ask(number, title));
  }
}

/** What keys do on the filter and command line. */
export const lineActions: Readonly<Record<ActionOf<'line'>, Handler>> = {
  'line.enter': {
    run: async (dashboard) => {
      const view = topView(dashboard.store.getState());
      if (view?.kind !== 'line') return;
      popView(dashboard.store);
      const { text } = view.field;
      if (view.purpose === 'command') await runCommand(dashboard, text);
      else if (view.purpose === 'search') actInReview(dashboard, { type: 'search', text });
      else if (view.purpose === 'find') searchScrollback(dashboard, text);
      else if (view.purpose === 'job') await startTypedJob(dashboard, text);
      else if (view.purpose === 'refuse') await refuseNoted(dashboard, text);
    },
  },
  'line.leave': {
    run: ({ store }) => {
      const view = topView(store.getState());
      popView(store);
      if (view?.kind === 'line' && view.purpose === 'filter') store.setState({ filter: '' });
    },
  },
};
