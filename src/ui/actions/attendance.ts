import { Fault } from '../../core/fault.ts';
import type { Attention } from '../../core/model/person.ts';
import type { InputEvent } from '../../tty/keys/input-event.ts';
import { doingNow, judgementHere, newsSince } from '../state/attending.ts';
import type { DashboardState } from '../state/store.ts';
import type { Dashboard } from './dashboard.ts';

/** While one types the daemon is told so no more often, ms. */
const typingGapMs = 15_000;
/** A call that came so long ago, ms, is not rung for any more. */
const staleCallMs = 30_000;

/**
 * Tells the daemon what the person in front of this dashboard is at, rings when it calls them, and says what was held
 * back while they were in a judgement task.
 */
export class Attendance {
  readonly #dashboard: Dashboard;
  #focused = true;
  #inputAt: number;
  #sent: Attention | null = null;
  /** The judgement task that the person is in, and since when. */
  #in: { readonly judgement: number; readonly since: number } | null = null;

  constructor(dashboard: Dashboard) {
    this.#dashboard = dashboard;
    this.#inputAt = dashboard.now();
  }

  /** Follows the state; returns what ends it. */
  follow(): () => void {
    const { store } = this.#dashboard;
    this.#tell();
    return store.subscribe((state, before) => {
      if (state.link.kind === 'lost') this.#sent = null;
      if (state.views !== before.views || state.link !== before.link) this.#tell();
      if (state.world.person.notified !== before.world.person.notified) this.#ring(state);
      if (state.views !== before.views || state.world.inHand !== before.world.inHand) this.#settle(state);
    });
  }

  /** Something came in from the terminal: what a person does, or whether they look. */
  heard(event: InputEvent): void {
    if (event.kind === 'focus') this.#focused = event.focused;
    else if (isDone(event)) {
      // Whoever types looks, whatever the terminal said last.
      this.#focused = true;
      this.#inputAt = this.#dashboard.now();
    } else return;
    this.#tell();
  }

  #tell(): void {
    const { store, link } = this.#dashboard;
    const state = store.getState();
    if (state.link.kind === 'lost') return;
    const now: Attention = { ...doingNow(state), focused: this.#focused, inputAt: this.#inputAt };
    const last = this.#sent;
    const same = last?.doing === now.doing && last.session === now.session && last.focused === now.focused;
    if (last !== null && same && now.inputAt - last.inputAt < typingGapMs) return;
    this.#sent = now;
    link.request('person/attend', now).catch((thrown: unknown) => {
      // It is said anew with the next connection.
      if (!(thrown instanceof Fault)) this.#dashboard.crash(thrown);
    });
  }

  #ring({ world }: DashboardState): void {
    const { notified } = world.person;
    // A snapshot after a lost connection may bring an old one.
    if (notified !== null && this.#dashboard.now() - notified.at < staleCallMs) this.#dashboard.ring(notified.text);
  }

  #settle(state: DashboardState): void {
    const judgement = judgementHere(state);
    const was = this.#in;
    if (judgement === (was?.judgement ?? null)) return;
    this.#in = judgement === null ? null : { judgement, since: this.#dashboard.now() };
    if (was === null) return;
    const news = newsSince(state, was);
    if (news !== null) this.#dashboard.store.setState({ news });
  }
}

function isDone(event: InputEvent): boolean {
  if (event.kind === 'mouse') return event.action !== 'move';
  return event.kind === 'key' || event.kind === 'text' || event.kind === 'paste';
}
