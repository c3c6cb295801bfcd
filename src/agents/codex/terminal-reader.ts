import type { Report } from '../../core/model/report.ts';
import type { AgentLink, TerminalSignal } from '../adapter.ts';
import { ProgramStatuses } from '../signals/program-status.ts';
import { type StartMenu, startMenu } from './start-menu.ts';

const blockedDialog = 'terminal/blocked';

/**
 * What the tile tells where the app-server does not: the menus before there is a conversation, which the TUI has for
 * itself, and OSC 7501 while the app-server is away.
 */
export class TerminalReader {
  readonly #link: Pick<AgentLink, 'report' | 'screen' | 'type'>;
  readonly #statuses = new ProgramStatuses();
  #menu: StartMenu | null = null;
  /** The option that the person chose in it. */
  #chosen: { readonly label: string; readonly gone: () => void; readonly confirmed?: boolean } | null = null;
  #blocked = false;

  constructor(link: Pick<AgentLink, 'report' | 'screen' | 'type'>) {
    this.#link = link;
  }

  /** `connected`: the app-server tells what the agent does. `before`: it says that there is no conversation yet. */
  seen(signal: TerminalSignal, { connected, before }: { connected: boolean; before: boolean }): void {
    if (signal.kind === 'status' && this.#statuses.hear(signal.body) && !connected) this.#tellStatus();
    if (signal.kind === 'screen') this.#look(before);
  }

  /** Whether a dialog is the menu that is on the screen. */
  shows(dialog: string): boolean {
    return this.#menu?.opened.dialog === dialog;
  }

  /**
   * Chooses an option of the menu on the screen and resolves when the menu is gone. Its number only marks it; Enter is
   * typed when the screen shows it marked, for whatever comes next must not get it.
   */
  async choose(label: string): Promise<void> {
    const key = this.#menu?.keys.get(label);
    if (key === undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#chosen = { label, gone: resolve };
    if (marked(this.#menu) === label) this.#confirm();
    else this.#link.type(key);
    return promise;
  }

  #confirm(): void {
    if (this.#chosen === null || this.#chosen.confirmed) return;
    this.#chosen = { ...this.#chosen, confirmed: true };
    this.#link.type('\r');
  }

  #look(before: boolean): void {
    const menu = before ? startMenu(this.#link.screen.lines()) : null;
    const shown = this.#menu;
    this.#menu = menu;
    if (menu?.opened.dialog === shown?.opened.dialog) {
      if (menu !== null && marked(menu) === this.#chosen?.label) this.#confirm();
      return;
    }
    const chosen = this.#chosen;
    this.#chosen = null;
    if (chosen !== null) chosen.gone();
    else if (shown !== null) this.#closed(shown.opened.dialog, shown.opened.rule);
    if (menu !== null) this.#link.report(menu.opened);
  }

  #tellStatus(): void {
    const status = this.#statuses.now;
    const rule = `OSC 7501 state=${status?.state ?? 'clear'}`;
    if (this.#blocked && status?.state !== 'blocked') this.#closed(blockedDialog, rule);
    this.#blocked = status?.state === 'blocked';
    switch (status?.state) {
      case 'blocked':
        this.#link.report({ ...blocked, rule });
        return;
      case 'working':
        this.#link.report({ kind: 'activity', activity: 'working', words: status.message, rule });
        return;
      case 'idle':
      case 'done':
        this.#link.report({ kind: 'activity', activity: 'resting', words: null, rule });
        return;
      case 'error':
      case undefined:
        this.#link.report({ kind: 'activity', activity: 'unknown', words: status?.message ?? null, rule });
        return;
    }
  }

  #closed(dialog: string, rule: string): void {
    this.#link.report({ kind: 'dialog-closed', dialog, by: 'terminal', rule });
  }
}

const blocked: Omit<Extract<Report, { kind: 'dialog-opened' }>, 'rule'> = {
  kind: 'dialog-opened',
  dialog: blockedDialog,
  about: 'menu',
  questions: [
    {
      text: 'It waits for somebody in its terminal',
      detail: 'Its app-server cannot be reached: only its terminal can answer this.',
      options: [],
      default: null,
      multiple: false,
      freeText: false,
    },
  ],
};

function marked(menu: StartMenu | null): string | null {
  return menu?.opened.questions[0]?.default ?? null;
}
