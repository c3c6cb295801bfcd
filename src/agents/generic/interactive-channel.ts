import type { AgentLink, Channel, DialogAnswers, TerminalSignal } from '../adapter.ts';
import { afterEcho, lastWordsAbove } from '../signals/last-words.ts';
import { type ProgramStatus, ProgramStatuses } from '../signals/program-status.ts';
import type { Finding } from '../signals/rule-reader.ts';
import { ScreenWatch } from '../signals/screen-watch.ts';
import { rulesFrom } from './configured-rules.ts';
import { OpenDialog } from './open-dialog.ts';
import { RunNotes } from './run-notes.ts';
import { typeAnswer, typePrompt } from './typing.ts';

/** A turn of which nothing tells anything is unknown after so long, ms, without a change on the screen. */
const silentMs = 10_000;
/** A program may show its prompt a moment longer after it took a text: so long, ms, that is no end of a turn. */
const graceMs = 1_500;
/** What a program writes when its turn was broken off by Ctrl-C. */
const brokenOff = /\^C|KeyboardInterrupt/u;

/** The way to a program of which nothing is known but what its terminal tells, and what the person wrote about it. */
export class InteractiveChannel implements Channel {
  readonly #link: AgentLink;
  readonly #notes: RunNotes;
  readonly #statuses = new ProgramStatuses();
  readonly #watch: ScreenWatch;
  readonly #dialog: OpenDialog;
  readonly #hasRules: boolean;
  readonly #hasResting: boolean;
  /** By OSC 7501: it has worked since it last rested. */
  #worked = false;
  /** It has said `done` once: its `idle` is then no end of a turn, but one that was broken off. */
  #saysDone = false;
  /** What is being typed; `text` null: an answer. */
  #typing: { readonly text: string | null; begun: boolean; readonly ended: Promise<void> } | null = null;
  /** A dialog is being answered: that it goes is our doing. */
  #answering = false;
  #begunAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;

  constructor(link: AgentLink) {
    this.#link = link;
    this.#notes = new RunNotes(link.runDir);
    this.#dialog = new OpenDialog(link, this.#notes);
    const rules = rulesFrom(link.options.rules);
    this.#hasRules = rules.length > 0;
    this.#hasResting = (link.options.rules?.resting.length ?? 0) > 0;
    this.#watch = new ScreenWatch(link, rules, (finding) => this.#found(finding));
    if (this.#notes.status !== null) this.#heard(this.#notes.status);
    this.#watch.changed();
  }

  seen(signal: TerminalSignal): void {
    if (signal.kind === 'status') this.#heard(signal.body);
    else if (signal.kind === 'screen' || signal.kind === 'title') {
      this.#watch.changed();
      if (this.#undecided) this.#moves();
    } else if (this.#undecided && !this.#hasRules) {
      this.#unknown(signal.kind, signal.kind === 'bell' ? 'it rang its bell' : signal.text);
    }
  }

  async deliver(text: string): Promise<'delivered' | 'later' | 'unconfirmed'> {
    return this.#notes.prompt === null ? this.#type(text) : 'later';
  }

  async answer(dialog: string, answers: DialogAnswers): Promise<'answered' | 'gone'> {
    while (this.#typing !== null) await this.#typing.ended;
    const shown = this.#watch.atOnce();
    // A daemon that has just begun may have the answer before a rule has settled.
    if (this.#dialog.isNamed(dialog) && shown?.dialog != null) this.#dialog.shows(shown, this.#link.screen.lines());
    const open = this.#dialog.named(dialog);
    const stands = (): boolean => open?.stands(this.#watch.atOnce(), this.#statuses.now) === true;
    if (open === null || !stands()) return 'gone';
    const words = open.keyFor(answers[0] ?? '');
    this.#answering = true;
    try {
      await this.#alone(null, () => typeAnswer(this.#link, { words, stands }));
    } finally {
      this.#answering = false;
    }
    // What it says of itself has told already that it goes on, where it speaks.
    if (this.#dialog.named(dialog) !== null) this.#dialog.answered();
    return 'answered';
  }

  interrupt(): Promise<boolean> {
    return Promise.resolve(!this.#rests() && !this.#asks() && this.#link.type('\x03'));
  }

  close(): void {
    this.#watch.close();
    this.#later(null);
  }

  /** Neither a word of the program nor a rule decides. */
  get #undecided(): boolean {
    return !this.#statuses.spoken && this.#watch.settled && this.#watch.finding === null;
  }

  /** Whether its input rests, by what is shown at this very moment; never by a guess. */
  #rests(): boolean {
    const said = this.#statuses.now?.state;
    // One that failed takes a word as well: it is how it goes on.
    const rests = said === 'idle' || said === 'done' || said === 'error';
    if (this.#asks() || (this.#statuses.spoken && !rests)) return false;
    if (!this.#hasResting) return this.#statuses.spoken;
    return isResting(this.#watch.finding) && isResting(this.#watch.atOnce());
  }

  #asks(): boolean {
    return this.#statuses.now?.state === 'blocked' || this.#watch.atOnce()?.rule.means.kind === 'dialog';
  }

  async #type(text: string): Promise<'delivered' | 'later' | 'unconfirmed'> {
    if (this.#typing !== null || !this.#rests()) return 'later';
    this.#watch.mark();
    return this.#alone(text, async () => {
      const hand = { link: this.#link, rests: () => this.#rests(), asks: () => this.#asks() };
      const outcome = await typePrompt(hand, text);
      if (outcome === 'delivered' && this.#typing?.begun === false) this.#begun(text, 'typed into its terminal');
      return outcome;
    });
  }

  /** Types while nothing else types, and no rule decides by a half-typed text. */
  async #alone<Outcome>(text: string | null, type: () => Promise<Outcome>): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#typing = { text, begun: false, ended: promise };
    try {
      return await type();
    } finally {
      this.#typing = null;
      this.#watch.forget();
      resolve();
    }
  }

  #begun(text: string | null, rule: string): void {
    this.#notes.begun(text);
    this.#begunAt = this.#link.now();
    this.#link.report({ kind: 'prompted', text, rule });
  }

  /** The program said what it does: where it speaks it is its own authority. */
  #heard(body: string): void {
    const before = this.#statuses.now;
    if (!this.#statuses.hear(body)) return;
    this.#notes.heard(body);
    const { now } = this.#statuses;
    const rule = now === null ? 'OSC 7501 clear' : `OSC 7501 ${now.state}`;
    this.#later(null);
    if (now === null) this.#unknown(rule, null);
    else if (now !== before) this.#does(now, rule);
  }

  #does(status: ProgramStatus, rule: string): void {
    const { state, message, title } = status;
    if (state === 'blocked') return this.#dialog.said(status, this.#watch.atOnce()?.dialog ?? null);
    if (this.#answering) this.#dialog.answered();
    else this.#dialog.gone(rule);
    if (state === 'done') this.#saysDone = true;
    if (state === 'working') {
      this.#worked = true;
      const typed = this.#typing?.begun === false ? this.#typing.text : null;
      if (this.#typing !== null) this.#typing.begun = true;
      if (!this.#notes.turn || typed !== null) this.#begun(typed, rule);
      this.#link.report({ kind: 'activity', activity: 'working', words: message ?? title, rule });
    } else if (state === 'error') this.#failed(message ?? 'it says that it failed', rule);
    else if (this.#notes.prompt !== null || !this.#worked) this.#rest(rule, { ended: false });
    else {
      const interrupted = state === 'idle' && this.#saysDone;
      this.#rest(rule, { ended: true, interrupted, words: message });
    }
  }

  /** A rule of the person's decides. What they call a dialog is one, whatever the program says of itself. */
  #found(finding: Finding | null): void {
    if (this.#typing !== null) return;
    const means = finding?.rule.means;
    const begins = means?.kind === 'dialog' || (means?.kind === 'activity' && !isResting(finding));
    // What it was not told by us the person has told it.
    if (begins && !this.#notes.turn && this.#notes.prompt === null) this.#begun(null, finding?.rule.name ?? '');
    if (finding?.dialog != null) return this.#dialog.shows(finding, this.#link.screen.lines());
    if (this.#statuses.spoken) {
      if (this.#statuses.now?.state !== 'blocked') this.#dialog.gone('its rule does not match any more');
      // The program may have said that it rests before its prompt was there to be typed at.
      if (this.#rests()) this.#firstPrompt();
      return;
    }
    this.#later(null);
    this.#dialog.gone(finding?.rule.name ?? 'its rule does not match any more');
    if (finding === null || means === undefined) this.#moves();
    else if (means.kind === 'turn-failed') this.#failed((finding.group ?? finding.text).trim(), finding.rule.name);
    else if (isResting(finding)) this.#restsBy(finding);
    else if (means.kind === 'activity') {
      this.#link.report({ kind: 'activity', activity: means.activity, words: finding.group, rule: finding.rule.name });
    }
  }

  #restsBy(finding: Finding): void {
    const wait = this.#begunAt + graceMs - this.#link.now();
    if (wait > 0) return this.#later(() => this.#watch.forget(), wait);
    const above = afterEcho(this.#link.screen.lines().slice(0, finding.rows[0]), this.#notes.last);
    const words = lastWordsAbove(above, above.length);
    const interrupted = words !== null && brokenOff.test(words);
    this.#rest(finding.rule.name, { ended: this.#notes.turn, interrupted, words });
  }

  #rest(rule: string, turn: { ended: boolean; interrupted?: boolean; words?: string | null }): void {
    this.#worked = false;
    if (!turn.ended) this.#link.report({ kind: 'activity', activity: 'resting', words: null, rule });
    else if (turn.interrupted === true) this.#link.report({ kind: 'interrupted', rule });
    else this.#link.report({ kind: 'turn-ended', words: turn.words ?? null, background: [], held: false, rule });
    if (turn.ended) this.#notes.setTurn(false);
    this.#firstPrompt();
  }

  /** Types the prompt that was not in the command, once. */
  #firstPrompt(): void {
    const { prompt } = this.#notes;
    if (prompt === null || this.#typing !== null || !this.#rests()) return;
    this.#notes.promptTyped();
    void this.#typeFirst(prompt);
  }

  async #typeFirst(prompt: string): Promise<void> {
    const outcome = await this.#type(prompt);
    if (outcome !== 'delivered') this.#link.log(`its first prompt was typed, and nothing shows that it arrived`);
  }

  #failed(reason: string, rule: string): void {
    this.#notes.setTurn(false);
    this.#link.report({ kind: 'turn-failed', reason, rule });
    // It stays on the screen, and is history from here on.
    this.#watch.mark();
    this.#watch.changed();
  }

  /** Nothing decides: while its screen moves in a turn it works; then, or without a turn, nobody knows. */
  #moves(): void {
    if (!this.#notes.turn || !this.#hasRules) return this.#unknown('no rule matches', null);
    this.#link.report({
      kind: 'activity',
      activity: 'working',
      words: null,
      rule: 'no prompt shows, its screen moves',
    });
    this.#later(() => this.#unknown(`silent for ${silentMs / 1000} s`, null), silentMs);
  }

  #unknown(rule: string, words: string | null): void {
    this.#link.report({ kind: 'activity', activity: 'unknown', words, rule });
  }

  #later(what: (() => void) | null, ms = 0): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = what === null ? null : setTimeout(what, ms);
    this.#timer?.unref();
  }
}

function isResting(finding: Finding | null): boolean {
  return finding?.rule.means.kind === 'activity' && finding.rule.means.activity === 'resting';
}
