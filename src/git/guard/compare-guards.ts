import { unreadable } from './guard-config.ts';
import { digestMark } from './guard-files.ts';
import type { Guard } from './read-guard.ts';

const shownLength = 60;

/** What was changed from one guard to the other: a sentence each, with what it was and what it is now. */
export function compareGuards(before: Guard, after: Guard): string[] {
  if (after[unreadable] !== undefined) return [`${unreadable}: ${after[unreadable]}`];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names.flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    return was === is ? [] : (say(name, was, is) ?? []);
  });
}

function say(name: string, was: string | undefined, is: string | undefined): string | null {
  if (name.startsWith('refs/heads/')) {
    const branch = name.slice('refs/heads/'.length);
    // That a checkout knows of it now is how it ought to be.
    if (is === undefined) return null;
    return `${branch} was moved to ${is.slice(0, 7)} past its checkout, which shows that as changes taken back`;
  }
  if (name.startsWith('refs/replace/')) {
    const object = name.slice('refs/replace/'.length, 'refs/replace/'.length + 7);
    return is === undefined
      ? `the object ${object} is no longer replaced`
      : `the object ${object} is replaced by ${is.slice(0, 7)}`;
  }
  if (is === undefined)
    return `${name} is gone${was?.startsWith(digestMark) === true ? '' : ` (it was ${short(was ?? '')})`}`;
  if (is.startsWith(digestMark)) return sayFile(name, was, is);
  if (was === undefined || was.startsWith(digestMark)) return `${name} is new: ${short(is)}`;
  return `${name} is now ${short(is)} (it was ${short(was)})`;
}

function sayFile(name: string, was: string | undefined, is: string): string {
  if (was === undefined) return `${name} is new`;
  const [content, mode] = is.split(' ');
  const [oldContent, oldMode] = was.split(' ');
  if (content === oldContent && mode !== oldMode) return `${name} has mode ${mode} now (it had ${oldMode})`;
  return `${name} was changed`;
}

/** The lines that say anything, in one. */
function short(text: string): string {
  const said = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('; ');
  return said.length <= shownLength ? said : `${said.slice(0, shownLength - 1)}…`;
}
