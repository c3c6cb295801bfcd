import type { Report } from '../../../src/core/model/report.ts';
import type { TrueState } from './state-recording.ts';

export type ShownState = Exclude<TrueState, 'ended'> | 'unknown';

/** What an adapter's reports so far say that its agent does, in the words of the recordings. */
export class Shown {
  #open = new Map<string, 'permission' | 'question' | 'menu'>();
  #doing: ShownState = 'starting';
  /** Options of the dialog that opened last. */
  options: readonly string[] = [];
  /** The rule that decided last. */
  rule = '';

  take(report: Report): void {
    if ('rule' in report) this.rule = report.rule;
    switch (report.kind) {
      case 'activity': {
        const rests = report.activity === 'resting' || report.activity === 'held';
        // Why it rests was told before.
        if (rests && (this.#doing === 'interrupted' || this.#doing === 'failed')) return;
        this.#doing = report.activity === 'held' ? 'resting' : report.activity;
        return;
      }
      case 'dialog-opened':
        this.#open.set(report.dialog, report.about);
        this.options = report.questions[0]?.options ?? [];
        return;
      case 'dialog-closed':
        this.#open.delete(report.dialog);
        return;
      case 'turn-ended':
        this.#doing = report.background.length > 0 ? 'background' : 'resting';
        return;
      case 'interrupted':
        this.#doing = 'interrupted';
        return;
      case 'turn-failed':
        this.#doing = 'failed';
        return;
      case 'prompted':
        this.#doing = 'working';
        return;
      case 'conversation':
      case 'sub-work':
        return;
    }
  }

  /** We answered a dialog: its adapter does not report that. */
  answered(dialog: string): void {
    this.#open.delete(dialog);
  }

  get dialog(): string | null {
    return [...this.#open.keys()][0] ?? null;
  }

  get state(): ShownState {
    return [...this.#open.values()][0] ?? this.#doing;
  }
}
