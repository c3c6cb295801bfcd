import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../../core/has-code.ts';
import type { AgentLink } from '../adapter.ts';
import { type Announced, announcedAs, announcedSchema, tell } from './dialog.ts';
import { type ScreenDialog, dialogOf, sameDialog, screenDialogSchema } from './screen.ts';

const openSchema = z.object({
  id: z.string(),
  at: z.number(),
  screen: screenDialogSchema,
  announced: announcedSchema.nullable(),
});
export type OpenDialog = Readonly<z.infer<typeof openSchema>>;
const keptSchema = z.object({ open: openSchema.nullable(), waiting: z.array(announcedSchema) });

/** A dialog counts once it has stood for so long, and is gone once it has been away for so long; ms. A frame may come in parts. */
const standsMs = 40;
const goneMs = 150;

/**
 * The dialog that the agent shows. The screen decides which one is open and when it is gone; what hooks announced says
 * what it is about in full. Kept in the run's folder: a later daemon finds the same dialog under the same name.
 */
export class OpenDialogs {
  readonly #link: AgentLink;
  readonly #file: string;
  #open: OpenDialog | null;
  #waiting: Announced[];
  #coming: { screen: ScreenDialog; since: number } | null = null;
  #awaySince: number | null = null;
  /** The open dialog is being answered by us: its end is not reported. */
  #answering: string | null = null;

  constructor(link: AgentLink) {
    this.#link = link;
    this.#file = join(link.runDir, 'gemini-dialogs.json');
    const kept = readKept(this.#file);
    this.#open = kept.open;
    this.#waiting = kept.waiting;
  }

  get open(): OpenDialog | null {
    return this.#open;
  }

  /** A hook told of a dialog that will be shown. */
  announce(one: Announced): void {
    this.#waiting.push(one);
    // The same again is another one, even when it looks alike.
    if (this.#open !== null && one.at > this.#open.at && announcedAs(this.#open.screen, [one]) !== null) {
      const shown = this.#open.announced;
      if (shown !== null && shown.kind === one.kind && this.#waiting.length === 1)
        this.#close('another of the kind came');
    }
    this.#keep();
  }

  /** A turn begins or ends: what was announced and never shown will not be. */
  forget(): void {
    if (this.#waiting.length === 0) return;
    this.#waiting = [];
    this.#keep();
  }

  /**
   * Looks at the screen. `expected`: there may be a dialog, by the title or because the agent is just starting. Gives the
   * time after which it is to be looked at again, ms; null when nothing is pending.
   */
  look(expected: boolean): number | null {
    const shown = expected ? dialogOf(this.#link.screen.lines()) : null;
    const now = this.#link.now();
    if (this.#open !== null) {
      if (shown !== null && sameDialog(shown, this.#open.screen)) {
        this.#awaySince = null;
        return null;
      }
      this.#awaySince ??= now;
      if (expected && shown === null && now - this.#awaySince < goneMs) return goneMs - (now - this.#awaySince) + 1;
      if (shown !== null && !this.#stands(shown, now)) return standsMs + 1;
      this.#close(shown === null ? 'its dialog has left the screen' : 'its screen shows another dialog');
    }
    if (shown === null) {
      this.#coming = null;
      return null;
    }
    if (!this.#stands(shown, now)) return standsMs + 1;
    this.#begin(shown, now);
    return null;
  }

  /** Answers the open dialog by `act`, whose effect on the screen is then nobody else's doing. */
  async answering<Result>(id: string, act: () => Promise<Result>): Promise<Result> {
    this.#answering = id;
    try {
      return await act();
    } finally {
      this.#answering = null;
    }
  }

  #stands(screen: ScreenDialog, now: number): boolean {
    if (this.#coming === null || !sameDialog(this.#coming.screen, screen)) this.#coming = { screen, since: now };
    return now - this.#coming.since >= standsMs;
  }

  #begin(screen: ScreenDialog, now: number): void {
    const announced = announcedAs(screen, this.#waiting);
    const { about, questions } = tell(screen, announced);
    this.#open = { id: `${about}-${this.#link.run}-${now}`, at: now, screen: { ...screen }, announced };
    this.#waiting = this.#waiting.filter((one) => one !== announced);
    this.#coming = null;
    this.#awaySince = null;
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
    if (gone !== null && gone.id !== this.#answering)
      this.#link.report({ kind: 'dialog-closed', dialog: gone.id, by: 'terminal', rule });
  }

  #keep(): void {
    writeFileSync(this.#file, JSON.stringify({ open: this.#open, waiting: this.#waiting }), { mode: 0o600 });
  }
}

function readKept(file: string): z.infer<typeof keptSchema> {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (thrown) {
    // Cut off by a crash: the dialog is then found anew, under another name.
    if (hasCode(thrown, 'ENOENT') || thrown instanceof SyntaxError) return { open: null, waiting: [] };
    throw thrown;
  }
}
