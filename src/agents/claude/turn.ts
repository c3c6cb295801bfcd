import type { Activity, Report } from '../../core/model/report.ts';
import type { RegistryEntry } from './registry.ts';

/**
 * Where the session's own turn is.
 * - `unknown`: nothing has told yet (a later daemon).
 * - `starting`: it runs, and has not taken a prompt.
 * - `running`: a prompt was taken. `busy`: it works, and no prompt told why (a command of its own).
 * - `held`: at its end, its hook waits for our word. `ending`: it has that, and may rest in a moment.
 * - `background`: it is over, and something will wake it. `over`: it is over.
 */
type Phase = 'unknown' | 'starting' | 'running' | 'busy' | 'held' | 'ending' | 'background' | 'over';

/** How long "idle" must stand before a turn without an end counts as broken off, ms: the hook of its end may be on its way. */
const graceMs = 100;
/** The same before background work counts as ended without a word, ms. */
const endedGraceMs = 10_000;

/** The end of a turn behind which something goes on. */
interface BackgroundEnd {
  readonly words: string | null;
  readonly background: readonly string[];
  /** It may end without a prompt, and the registry then says that the session rests. */
  readonly endsUnheard: boolean;
}

interface TurnOptions {
  readonly tell: (report: Report) => void;
  readonly now: () => number;
  /** What an earlier daemon saw it doing; null: there was none. */
  readonly before: Activity | null;
}

/**
 * The session's own turn, from its hooks and its entry in the registry. Hooks say why something changed, the registry also
 * tells what no hook does. What the registry said before a hook came is older than what the hook said.
 */
export class Turn {
  readonly #options: TurnOptions;
  #phase: Phase = 'unknown';
  /** Since when, ms since the epoch. */
  #since = 0;
  #grace: NodeJS.Timeout | undefined;
  /** What it said before background work that may end without a word; null: none may. */
  #lastWords: { readonly words: string | null } | null = null;
  /** What the registry said last. */
  #entry: RegistryEntry | undefined;
  #shown: { readonly activity: Activity; readonly words: string | null } = { activity: 'unknown', words: null };

  constructor(options: TurnOptions) {
    this.#options = options;
    if (options.before === 'starting') this.#phase = 'starting';
  }

  /** Whether it works, so that an interrupt makes sense. */
  get isUnderWay(): boolean {
    return this.#phase === 'running' || this.#phase === 'busy' || this.#phase === 'held';
  }

  /** Whether nothing has been heard of it but that it runs. */
  get isStarting(): boolean {
    return this.#phase === 'starting' || this.#phase === 'unknown';
  }

  starting(rule: string): void {
    if (!this.isStarting) return;
    this.#enter('starting');
    this.#show('starting', null, rule);
  }

  /** A prompt was taken; `text` null when it is not the person's and not ours. */
  prompted(text: string | null, rule: string): void {
    this.#enter('running');
    this.#options.tell({ kind: 'prompted', text, rule });
    this.#show('working', null, rule);
  }

  /** It works, on this; null: on nothing in particular. */
  works(words: string | null, rule: string): void {
    if (this.#phase !== 'running') this.#enter('running');
    this.#show('working', words, rule);
  }

  /** It does something of its own, which is no turn: it ends without a word. */
  isBusyWith(words: string, rule: string): void {
    if (!this.isUnderWay) this.#enter('busy');
    this.#show('working', words, rule);
  }

  /** Its model does not answer, and it tries again. Null: it answers. */
  retries(words: string | null): void {
    if (this.#phase !== 'running' && this.#phase !== 'busy') return;
    if (words !== null) this.#show('retrying', words, 'screen: retrying');
    else if (this.#shown.activity === 'retrying') this.#show('working', null, 'screen: not retrying any more');
  }

  /** It has ended, and what is in `background` will wake it. */
  endedWithBackground({ words, background, endsUnheard }: BackgroundEnd): void {
    const rule = 'hook Stop with background work';
    this.#enter('background');
    this.#lastWords = endsUnheard ? { words } : null;
    this.#options.tell({ kind: 'turn-ended', words, background, held: false, rule });
    this.#show('background', background[0] ?? null, rule);
  }

  /** It has ended, and waits at its end for our word. */
  held(words: string | null): void {
    this.#enter('held');
    this.#options.tell({ kind: 'turn-ended', words, background: [], held: true, rule: 'hook Stop' });
    this.#show('held', null, 'hook Stop');
  }

  /** It has our word to end. Another hook may still send it on: the registry says when it rests. */
  letGo(): void {
    if (this.#phase !== 'held') return;
    // Escape has its session rest first, and ends its hook then.
    this.#enter('ending', this.#since);
    if (this.#entry !== undefined) this.registry(this.#entry);
  }

  /** It goes on with our word. */
  sentOn(text: string): void {
    this.prompted(text, 'hook Stop: sent on');
  }

  /** It was broken off, and rests. */
  brokenOff(rule: string): void {
    this.#enter('over');
    this.#options.tell({ kind: 'interrupted', rule });
    this.#shown = { activity: 'resting', words: null };
  }

  failed(reason: string, rule: string): void {
    this.#enter('over');
    this.#options.tell({ kind: 'turn-failed', reason, rule });
    this.#shown = { activity: 'resting', words: null };
  }

  /** What the registry says now. */
  registry(entry: RegistryEntry): void {
    this.#entry = entry;
    const known = this.#phase === 'unknown' || this.#phase === 'starting';
    if (!known && entry.statusUpdatedAt < this.#since) return;
    if (entry.status === 'idle' || entry.status === 'shell') {
      this.#rests(entry);
      return;
    }
    this.#stopGrace();
    // Background work keeps it "busy", and a helper that asks makes it "waiting": the turn is over all the same.
    if (this.isUnderWay || this.#phase === 'background') return;
    const phase = this.#phase === 'unknown' ? phaseOf(this.#options.before) : 'busy';
    this.#enter(phase, entry.statusUpdatedAt);
    if (phase !== 'background') this.#show('working', null, `registry: ${entry.status}`);
  }

  close(): void {
    this.#stopGrace();
  }

  #rests(entry: RegistryEntry): void {
    switch (this.#phase) {
      case 'over':
        this.#showRest(entry);
        return;
      case 'background':
        if (entry.status === 'idle') this.#endsUnheard(entry);
        return;
      case 'unknown':
      case 'busy':
      case 'ending':
        this.#over(entry);
        return;
      case 'starting':
        // It says so until it takes the prompt of its command line, which a hook of the person's may hold up.
        return;
      case 'held':
      case 'running': {
        const broken = this.#phase === 'running';
        this.#afterGrace(graceMs, () => {
          if (broken) this.brokenOff(`registry: ${entry.status}, and no hook told an end`);
          this.#over(entry);
        });
      }
    }
  }

  /** What ran behind it ends with a prompt of its own, unless the person has ended it: then that was the turn's end. */
  #endsUnheard(entry: RegistryEntry): void {
    const last = this.#lastWords;
    if (last === null) return;
    this.#afterGrace(endedGraceMs, () => {
      const rule = 'registry: idle, and the background work has ended without a word';
      this.#enter('over', entry.statusUpdatedAt);
      this.#options.tell({ kind: 'turn-ended', words: last.words, background: [], held: false, rule });
      this.#show('resting', null, rule);
    });
  }

  #over(entry: RegistryEntry): void {
    this.#enter('over', entry.statusUpdatedAt);
    this.#showRest(entry);
  }

  #showRest({ status }: RegistryEntry): void {
    if (status === 'shell') this.#show('background', 'a shell still runs', 'registry: shell');
    else this.#show('resting', null, 'registry: idle');
  }

  /** Does it when the session still rests, and nothing else was heard, after this time. */
  #afterGrace(ms: number, then: () => void): void {
    this.#grace ??= setTimeout(() => {
      this.#grace = undefined;
      if (this.#entry?.status === 'idle' || this.#entry?.status === 'shell') then();
    }, ms);
  }

  #stopGrace(): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
  }

  #enter(phase: Phase, at = this.#options.now()): void {
    this.#stopGrace();
    this.#phase = phase;
    this.#since = at;
  }

  #show(activity: Activity, words: string | null, rule: string): void {
    if (this.#shown.activity === activity && this.#shown.words === words) return;
    this.#shown = { activity, words };
    this.#options.tell({ kind: 'activity', activity, words, rule });
  }
}

/** What a session that an earlier daemon saw, and that is busy, goes on with: what began as a turn ends as one. */
function phaseOf(before: Activity | null): Phase {
  if (before === 'background') return 'background';
  return before === 'working' || before === 'retrying' ? 'running' : 'busy';
}
