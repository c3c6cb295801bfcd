import type { Activity, Report } from '../../core/model/report.ts';

/** What the screen says, for the time in which its server does not answer. Texts of 1.18.33. */
const activityRules: readonly { readonly text: RegExp; readonly activity: Activity }[] = [
  { text: /\[retrying (in|attempt)\b/, activity: 'retrying' },
  { text: /\besc (again to )?interrupt\b/, activity: 'working' },
];

/** Dialogs that then only its terminal answers. A menu's title stands left of `esc`. */
const dialogRules: readonly { readonly text: RegExp; readonly title: string | null }[] = [
  { text: /△ Permission required/, title: 'Permission required' },
  { text: /\besc dismiss\b/, title: 'A question' },
  { text: /^\s*[┃│]?\s*(\S.*?\S)\s{3,}esc\s*$/, title: null },
];

const ourDialog = /^screen-/;

interface Asked {
  /** Dialogs that are open as far as our side knows. */
  readonly open: readonly string[];
  /** Nothing was heard of it since its start. */
  readonly starting: boolean;
  readonly now: number;
}

/** What can be said by the screen alone: the first rule that fits decides, and where none does nobody knows. */
export function askScreen(lines: readonly string[], { open, starting, now }: Asked): Report[] {
  const shown = open.find((dialog) => ourDialog.test(dialog));
  for (const line of lines) {
    const rule = dialogRules.find(({ text }) => text.test(line));
    if (rule === undefined) continue;
    if (shown !== undefined) return [];
    return [menu(`screen-${now}`, rule.title ?? rule.text.exec(line)?.[1] ?? 'A dialog', line)];
  }
  const closed: Report[] =
    shown === undefined
      ? []
      : [{ kind: 'dialog-closed', dialog: shown, by: 'terminal', rule: 'it is not on the screen any more' }];
  const found = activityRules.find(({ text }) => lines.some((line) => text.test(line)));
  // A slow start is still a start.
  if (found === undefined && starting) return closed;
  const rule = found === undefined ? 'neither its server nor its screen says' : `screen: ${found.text.source}`;
  return [...closed, { kind: 'activity', activity: found?.activity ?? 'unknown', words: null, rule }];
}

function menu(dialog: string, title: string, line: string): Report {
  const text = `${title}: answer in its terminal`;
  const question = { text, detail: null, options: [], default: null, multiple: false, freeText: false };
  return { kind: 'dialog-opened', dialog, about: 'menu', questions: [question], rule: `screen: ${line.trim()}` };
}
