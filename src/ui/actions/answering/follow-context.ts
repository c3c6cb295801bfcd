import { Fault } from '../../../core/fault.ts';
import type { Session } from '../../../core/model/session.ts';
import { type Dashboard, attempt } from '../dashboard.ts';
import { openSittingOf, questionUp } from './sitting-view.ts';

/** So old, ms, what is known beside a question is asked for again; and sooner where its session has changed. */
const oldMs = 5000;
const changedMs = 1000;

/** Asks the daemon for what is to be known beside the question that is up, again as long as it is. */
export class ContextFollower {
  readonly #dashboard: Dashboard;
  /** Of which session as it then was, and when, it was asked for last; null: it has not been answered yet. */
  #last: { readonly session: Session; readonly at: number } | null = null;
  #asking = false;

  constructor(dashboard: Dashboard) {
    this.#dashboard = dashboard;
  }

  /** The state has changed, or the clock has gone on. */
  follow(): void {
    const { store, now } = this.#dashboard;
    const state = store.getState();
    const view = openSittingOf(state);
    const up = view === null ? null : questionUp(state, view);
    if (up === null) {
      this.#last = null;
      return;
    }
    if (this.#asking || state.link.kind === 'lost') return;
    const { session } = up;
    const last = this.#last?.session.id === session.id ? this.#last : null;
    const age = now() - (last?.at ?? -Infinity);
    if (age < changedMs || (age < oldMs && last?.session === session)) return;
    this.#last = { session, at: now() };
    this.#asking = true;
    attempt(this.#dashboard, () => this.#ask(session.id));
  }

  async #ask(session: number): Promise<void> {
    const { store, link, now } = this.#dashboard;
    try {
      const context = await link.request('question/context', { session });
      store.setState(({ contexts }) => ({ contexts: { ...contexts, [session]: { ...context, at: now() } } }));
    } catch (thrown) {
      // It is beside the question: one can be answered without, and it is asked for again.
      if (!(thrown instanceof Fault)) throw thrown;
    } finally {
      this.#asking = false;
    }
    this.follow();
  }
}
