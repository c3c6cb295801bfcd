import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../../core/has-code.ts';
import type { AgentLink } from '../adapter.ts';
import { type Announced, announcedAs, announcedSchema, tell } from './dialog.ts';
import {
  type ScreenDialog,
  cameBefore,
  dialogOf,
  draftOf,
  looksAlike,
  sameDialog,
  screenDialogSchema,
} from './screen.ts';

const openSchema = z.object({
  id: z.string(),
  at: z.number(),
  screen: screenDialogSchema,
  announced: announcedSchema.nullable(),
});
export type OpenDialog = Readonly<z.infer<typeof openSchema>>;
const keptSchema = z.object({
  open: openSchema.nullable(),
  behind: z.array(openSchema),
  waiting: z.array(announcedSchema),
});

/** A dialog counts once it has stood for so long, ms: a frame may come in parts. */
const standsMs = 40;
/** While the title says that there is one, it is gone only after so long, ms; without that at once. */
const goneMs = 2_000;
/** One that a hook has told of is shown within so long, ms, or waits behind the open one. */
const aboutMs = 1_000;
/** Those behind are gone when nothing has been shown for so long, ms. */
const noneMs = 1_000;

/**
 * The dialog that the agent shows. The screen decides which one is open and when it is gone; what hooks announced says
 * what it is about in full. Kept in the run's folder: a later daemon finds the same dialog under the same name.
 */
export class OpenDialogs {
  readonly #link: AgentLink;
  readonly #file: string;
  #open: OpenDialog | null;
  /** Those that were shown, and now wait behind the open one. */
  #behind: OpenDialog[];
  #waiting: Announced[];
  #announcedAt = 0;
  #coming: { screen: ScreenDialog; since: number } | null = null;
  #awaySince: number | null = null;
  #noneSince: number | null = null;
  /** Those that are being answered by us: their end is not reported. */
  readonly #answering = new Set<string>();

  constructor(link: AgentLink) {
    this.#link = link;
    this.#file = join(link.runDir, 'gemini-dialogs.json');
    const kept = readKept(this.#file);
    this.#open = kept.open;
    this.#behind = kept.behind;
    this.#waiting = kept.waiting;
  }

  get open(): OpenDialog | null {
    return this.#open;
  }

  /** Whether this dialog has not been answered, shown at this moment or not. */
  has(id: string): boolean {
    return this.#open?.id === id || this.#behind.some((one) => one.id === id);
  }

  /** No dialog is about to be shown, perhaps in front of the open one: hooks tell of each right before. */
  get isSettled(): boolean {
    return this.#waiting.length === 0 || this.#link.now() - this.#announcedAt > aboutMs;
  }

  /** A hook told of a dialog that will be shown. */
  announce(one: Announced): void {
    this.#waiting.push(one);
    this.#announcedAt = this.#link.now();
    // The same again is another one, even when it looks alike.
    if (this.#open !== null && one.at > this.#open.at && announcedAs(this.#open.screen, [one]) !== null) {
      const shown = this.#open.announced;
      if (shown !== null && shown.kind === one.kind && this.#waiting.length === 1)
        this.#close('another of the kind came');
    }
    this.#keep();
  }

  /** A turn begins or ends: what was announced and never shown will not be, and what waits is gone. */
  forget(): void {
    if (this.#waiting.length === 0 && this.#behind.length === 0) return;
    const gone = this.#behind;
    this.#waiting = [];
    this.#behind = [];
    this.#keep();
    for (const one of gone) this.#reportGone(one, 'its dialogs have left the screen');
  }

  /**
   * Looks at the screen. `expected`: there may be a dialog, by the title or because the agent is just starting. Gives the
   * time after which it is to be looked at again, ms; null when nothing is pending.
   */
  look(expected: boolean): number | null {
    const lines = this.#link.screen.lines();
    const shown = expected ? dialogOf(lines) : null;
    // While the input box is there no dialog is, whatever the title says still.
    const perhaps = expected && draftOf(lines) === null;
    const now = this.#link.now();
    if (this.#open !== null) {
      if (shown !== null && sameDialog(shown, this.#open.screen)) {
        this.#awaySince = null;
        return null;
      }
      this.#awaySince ??= now;
      if (perhaps && shown === null && now - this.#awaySince < goneMs) return goneMs - (now - this.#awaySince) + 1;
      if (shown !== null && !this.#stands(shown, now)) return standsMs + 1;
      if (shown !== null && cameBefore(shown, this.#open.screen)) {
        this.#behind.push(this.#open);
        this.#open = null;
      } else this.#close(shown === null ? 'its dialog has left the screen' : 'its screen shows another dialog');
    }
    if (shown === null) {
      this.#coming = null;
      return this.#none(now);
    }
    this.#noneSince = null;
    if (!this.#stands(shown, now)) return standsMs + 1;
    this.#begin(shown, now);
    return null;
  }

  #none(now: number): number | null {
    if (this.#behind.length === 0) return null;
    this.#noneSince ??= now;
    const left = this.#noneSince + noneMs - now;
    if (left <= 0) this.forget();
    return left <= 0 ? null : left + 1;
  }

  /** Answers the open dialog by `act`, whose effect on the screen is then nobody else's doing. */
  async answering<Result>(id: string, act: () => Promise<Result>): Promise<Result> {
    this.#answering.add(id);
    try {
      return await act();
    } finally {
      this.#answering.delete(id);
    }
  }

  #stands(screen: ScreenDialog, now: number): boolean {
    if (this.#coming === null || !sameDialog(this.#coming.screen, screen)) this.#coming = { screen, since: now };
    return now - this.#coming.since >= standsMs;
  }

  #begin(screen: ScreenDialog, now: number): void {
    this.#coming = null;
    this.#awaySince = null;
    const known = this.#behind.find((one) => looksAlike(one.screen, screen));
    if (known !== undefined) {
      this.#behind = this.#behind.filter((one) => one !== known);
      this.#open = { ...known, screen: { ...screen } };
      return this.#keep();
    }
    const announced = announcedAs(screen, this.#waiting);
    const { about, questions } = tell(screen, announced);
    this.#open = { id: `${about}-${this.#link.run}-${now}`, at: now, screen: { ...screen }, announced };
    this.#waiting = this.#waiting.filter((one) => one !== announced);
    this.#keep();
    const rule =
      announced === null ? 'its screen shows a dialog' : 'hook Notification, and its screen shows the dialog';
    this.#link.report({ kind: 'dialog-opened', dialog: this.#open.id, about, questions, rule });
  }

  #close(rule: string): void {
    const gone = this.#open;
    this.#open = null;
    this.#awaySince = null;
    this.#keep();
    if (gone !== null) this.#reportGone(gone, rule);
  }

  #reportGone({ id }: OpenDialog, rule: string): void {
    if (!this.#answering.has(id)) this.#link.report({ kind: 'dialog-closed', dialog: id, by: 'terminal', rule });
  }

  #keep(): void {
    const kept = { open: this.#open, behind: this.#behind, waiting: this.#waiting };
    writeFileSync(this.#file, JSON.stringify(kept), { mode: 0o600 });
  }
}

function readKept(file: string): z.infer<typeof keptSchema> {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (thrown) {
    // Cut off by a crash: the dialog is then found anew, under another name.
    if (hasCode(thrown, 'ENOENT') || thrown instanceof SyntaxError) return { open: null, behind: [], waiting: [] };
    throw thrown;
  }
}
