import type { Found } from '../../core/model/findings.ts';
import type { Detector, FileChange } from './change.ts';
import { changedLines, hunksOf } from './changed-lines.ts';
import { isCheckName, loosenedCommand } from './commands.ts';
import { isFixture, splitPath } from './paths.ts';
import { cut } from './weakened/sentences.ts';

/** The commands that work is judged by: scripts of package.json, targets of make and just, shell scripts of checks. */
export const detectCheckScripts: Detector = (changes) => changes.flatMap(look);

const recipes = /^(?:GNU)?[Mm]akefile$|\.mk$|^\.?[Jj]ustfile$|^Taskfile\.ya?ml$|^tox\.ini$|^noxfile\.py$/;
const shell = /\.(?:sh|bash)$/;
const shellOfChecks = /(?:^|[/._-])(?:ci|tests?|checks?|lint|verify|build)(?:$|[/._-])/;

function look(change: FileChange): Found[] {
  if (change.before?.id === change.after?.id || isFixture(change.path)) return [];
  const { name } = splitPath(change.path);
  if (name === 'package.json' || name === 'composer.json' || name === 'deno.json') return scripts(change);
  if (recipes.test(name)) return targets(change);
  return shell.test(name) && shellOfChecks.test(change.path) ? shellLines(change) : [];
}

function scripts({ path, before, after }: FileChange): Found[] {
  const [old, now] = [scriptsOf(before?.text ?? null), scriptsOf(after?.text ?? null)];
  if (old === null || now === null) return [];
  const lines = (after?.text ?? '').split('\n');
  const common = { rule: 'check-command-changed', file: path } as const;
  return [...old]
    .filter(([name]) => isCheckName(name))
    .flatMap(([name, was]): Found[] => {
      const is = now.get(name);
      if (is === was) return [];
      if (is === undefined) {
        const renamed = [...now].some(([other, command]) => command === was && !old.has(other));
        const says = `the script "${name}" was removed: ${cut(was)}`;
        return renamed ? [] : [{ ...common, certain: false, line: null, side: 'candidate', says }];
      }
      const loosened = loosenedCommand(was, is);
      if (loosened === null && asksForMore(expanded(was, old), expanded(is, now))) return [];
      const at = lines.findIndex((text) => text.includes(`"${name}"`) && text.includes(JSON.stringify(is)));
      const says = `the script "${name}" changed${loosened ? ` so that ${loosened.why}` : ''}: ${cut(was)} became ${cut(is)}`;
      const certain = loosened?.certain ?? false;
      return [{ ...common, certain, line: at < 0 ? null : at + 1, side: 'candidate', says }];
    });
}

/** The steps of a script, with those of the scripts that it runs. */
function expanded(command: string, all: ReadonlyMap<string, string>, depth = 0): string[] {
  return command.split('&&').flatMap((step) => {
    const called = /^\s*(?:npm|pnpm|yarn|bun)(?: run)?(?: -s| --silent)* ([\w:.-]+)\s*$/.exec(step)?.[1];
    const inner = called === undefined || depth > 4 ? undefined : all.get(called);
    return inner === undefined ? [step.trim()] : expanded(inner, all, depth + 1);
  });
}

function asksForMore(was: readonly string[], is: readonly string[]): boolean {
  return was.every((step) => is.includes(step));
}

function scriptsOf(text: string | null): Map<string, string> | null {
  if (text === null) return null;
  try {
    const whole: unknown = JSON.parse(text);
    const found: unknown =
      whole instanceof Object && 'scripts' in whole
        ? whole.scripts
        : whole instanceof Object && 'tasks' in whole
          ? whole.tasks
          : {};
    if (!(found instanceof Object)) return new Map();
    return new Map(
      Object.entries(found).map(([name, command]) => [
        name,
        typeof command === 'string' ? command : JSON.stringify(command),
      ]),
    );
  } catch {
    // A manifest that nobody can read fails its own checks.
    return null;
  }
}

/** Recipe lines of targets by which work is judged, with what came and went under the same target. */
function targets(change: FileChange): Found[] {
  return hunksOf(change).flatMap(({ removed, added }) => {
    const [first] = added.length > 0 ? added : removed;
    if (first === undefined) return [];
    const isNow = added.length > 0;
    const target = targetOf(isNow ? change.after?.text : change.before?.text, first.line);
    const was = removed.map(({ text }) => text.trim()).join(' && ');
    const is = added.map(({ text }) => text.trim().replace(/^-(?=\w)/, '|| true ')).join(' && ');
    const loosened = isNow ? loosenedCommand(was, is) : null;
    if (loosened === null && (target === null || !isCheckName(target) || removed.length === 0)) return [];
    return [
      {
        rule: 'check-command-changed' as const,
        certain: (loosened?.certain ?? false) && target !== null && isCheckName(target),
        file: change.path,
        line: first.line,
        side: isNow ? ('candidate' as const) : ('target' as const),
        says: `${target === null ? 'a command' : `the target "${target}"`} changed${loosened ? ` so that ${loosened.why}` : ''}: ${isNow ? cut(is) : `${cut(was)} was removed`}`,
      },
    ];
  });
}

/** The nearest line above that begins a target or a section. */
function targetOf(text: string | null | undefined, line: number): string | null {
  const lines = (text ?? '').split('\n').slice(0, line);
  for (const above of lines.toReversed()) {
    const name = /^\[([^\]]+)\]|^([\w.-]+)[^=:]*:(?!=)|^ {2}([\w.:-]+):\s*$|^def (\w+)/.exec(above);
    if (name) return name[1] ?? name[2] ?? name[3] ?? name[4] ?? null;
  }
  return null;
}

function shellLines(change: FileChange): Found[] {
  if (change.before === null) return [];
  const { removed, added } = changedLines(change);
  const was = removed.map(({ text }) => text).join('\n');
  return added.flatMap(({ line, text }): Found[] => {
    const loosened = loosenedCommand(was, text);
    if (loosened === null || !loosened.certain) return [];
    const says = `a command changed so that ${loosened.why}: ${cut(text)}`;
    return [{ rule: 'check-command-changed', certain: true, file: change.path, line, side: 'candidate', says }];
  });
}
