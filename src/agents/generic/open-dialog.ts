import type { AgentLink } from '../adapter.ts';
import { DialogNames } from '../signals/dialog-names.ts';
import { type ScreenDialog, questionOf } from '../signals/dialog-text.ts';
import { afterEcho } from '../signals/last-words.ts';
import type { ProgramStatus } from '../signals/program-status.ts';
import type { Finding } from '../signals/rule-reader.ts';
import type { RunNotes } from './run-notes.ts';

/** What is known of the open dialog. */
interface Open {
  readonly dialog: ScreenDialog;
  /** The last row of what matched, as it stood there when nothing was typed yet; null: no rule found it. */
  readonly row: string | null;
  /** The program's own word that opened it; null: a rule did. */
  readonly status: ProgramStatus | null;
}

/** The one dialog that a program without any channel of its own can have open, and how it is answered. */
export class OpenDialog {
  readonly #link: AgentLink;
  readonly #notes: RunNotes;
  readonly #names: DialogNames;
  #open: Open | null = null;

  constructor(link: AgentLink, notes: RunNotes) {
    this.#link = link;
    this.#notes = notes;
    this.#names = new DialogNames(link);
  }

  /** A rule found it. */
  shows(finding: Finding, rows: readonly string[]): void {
    if (finding.dialog === null) return;
    const row = rows[finding.rows[1]] ?? null;
    this.#opened({ dialog: finding.dialog, row, status: this.#open?.status ?? null }, finding.rule.name);
  }

  /** The program says that it is blocked; `shown` is what a rule reads from the screen. */
  said(status: ProgramStatus, shown: ScreenDialog | null): void {
    const text =
      status.message ?? status.title ?? (status.kind === null ? 'It waits for you' : `It waits: ${status.kind}`);
    const dialog = shown ?? { text, detail: null, options: [] };
    this.#opened({ dialog, row: null, status }, 'OSC 7501 blocked');
  }

  /** It is not there any more, and not by our answer. */
  gone(rule: string): void {
    const { open } = this.#names;
    this.#open = null;
    if (open === null) return;
    this.#names.closed();
    this.#link.report({ kind: 'dialog-closed', dialog: open, by: 'terminal', rule });
  }

  answered(): void {
    this.#open = null;
    this.#names.closed();
  }

  /** Whether the open dialog has this name, by what was noted: it may not have been seen yet in this daemon. */
  isNamed(name: string): boolean {
    return this.#names.open === name;
  }

  /** The open dialog, if it has this name and was seen. */
  named(
    name: string,
  ): { keyFor(words: string): string; stands(now: Finding | null, said: ProgramStatus | null): boolean } | null {
    const open = this.#open;
    if (open === null || this.#names.open !== name) return null;
    return {
      keyFor: (words) => open.dialog.options.find((option) => option.label === words)?.key ?? words,
      stands: (now, said) => this.#stands(open, now, said),
    };
  }

  /** Whether it still stands there; its last row may go on with what is being typed into it. */
  #stands(open: Open, now: Finding | null, said: ProgramStatus | null): boolean {
    if (open.status !== null) return said === open.status;
    if (now?.dialog != null) return now.dialog.text === open.dialog.text && now.dialog.detail === open.dialog.detail;
    const last = this.#link.screen.lines().findLast((row) => row.trim() !== '');
    return open.row !== null && last?.startsWith(open.row.trimEnd()) === true;
  }

  #opened(open: Open, rule: string): void {
    const before = this.#names.open;
    const dialog = this.#names.opened(open.dialog);
    if (before !== null && before !== dialog) {
      this.#link.report({
        kind: 'dialog-closed',
        dialog: before,
        by: 'terminal',
        rule: 'another dialog took its place',
      });
    }
    this.#open = open;
    const about = afterEcho(open.dialog.detail?.split('\n') ?? [], this.#notes.last).join('\n');
    const questions = [{ ...questionOf(open.dialog, true), detail: about === '' ? null : about }];
    this.#link.report({ kind: 'dialog-opened', dialog, about: 'menu', questions, rule });
  }
}
