import type { Report } from '../../core/model/report.ts';
import { readDialog } from '../signals/dialog-text.ts';

type Opened = Extract<Report, { kind: 'dialog-opened' }>;

/** The footers of the menus that Codex shows before there is a conversation: a new model, trust, hooks, a login. */
const footers: readonly RegExp[] = [
  /^\s*(?:enter\/esc|enter) (?:to )?(?:confirm|continue|select)\b/iu,
  /^\s*press enter to (?:continue|confirm)\b/iu,
];

export interface StartMenu {
  readonly opened: Opened;
  /** What is typed to choose an option, by its label. */
  readonly keys: ReadonlyMap<string, string>;
}

/** The menu on a screen before the first turn; null when there is none. */
export function startMenu(rows: readonly string[]): StartMenu | null {
  const last = rows.findLastIndex((row) => footers.some((footer) => footer.test(row)));
  const first = rows.findIndex((row) => row.trim() !== '');
  if (last === -1 || first === -1 || first > last) return null;
  const { options } = readDialog(rows.slice(0, last), [first, first]);
  // What has a footer like it and nothing to choose is no menu.
  if (options.length === 0) return null;
  const [title = '', ...rest] = rows
    .slice(first, last)
    .map((row) => row.trim())
    .filter((row) => row !== '' && !/^[›>]?\s*\d+\. /u.test(row));
  return {
    opened: {
      kind: 'dialog-opened',
      dialog: `start-menu/${title}`,
      about: 'menu',
      questions: [
        {
          text: title,
          detail: rest.length === 0 ? null : rest.join('\n'),
          options: options.map(({ label }) => label),
          default: options.find(({ marked }) => marked)?.label ?? null,
          multiple: false,
          freeText: false,
        },
      ],
      rule: 'screen: a menu before the first turn',
    },
    keys: new Map(options.map(({ label, key }) => [label, key])),
  };
}
