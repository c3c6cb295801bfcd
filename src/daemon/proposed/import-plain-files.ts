import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** What other tools' files say about new worktrees. */
export interface ImportedFiles {
  readonly copy: readonly string[];
  readonly link: readonly string[];
  /** Commands, which are shown and not taken over by themselves: with the file that they come from. */
  readonly setup: readonly { readonly from: string; readonly run: string }[];
  /** Sentences for the person. */
  readonly advice: readonly string[];
}

/** Reads the worktree files of other tools; a broken one is its owner's to see in their own tool. */
export function importPlainFiles(root: string): ImportedFiles {
  const read = (name: string): string | null =>
    existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8') : null;
  const parts = [
    worktreeInclude(read('.worktreeinclude')),
    claude(parsed(read('.claude/settings.json'), claudeSchema)),
    cursor(parsed(read('.cursor/worktrees.json'), cursorSchema)),
    conductor(parsed(read('conductor.json'), conductorSchema)),
    workmux(parsed(read('.workmux.yaml'), workmuxSchema)),
  ].filter((part) => part !== null);
  return {
    copy: [...new Set(parts.flatMap((part) => part.copy ?? []))].filter(isAllowed),
    link: [...new Set(parts.flatMap((part) => part.link ?? []))].filter(isAllowed),
    setup: parts.flatMap((part) => part.setup ?? []),
    advice: parts.flatMap((part) => part.advice ?? []),
  };
}

type Part = Partial<ImportedFiles> | null;

/** Lines in `.gitignore` syntax that name ignored files to copy. */
function worktreeInclude(text: string | null): Part {
  if (text === null) return null;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return { copy: lines.map(fromGitignore) };
}

/** The same pattern as ours: a slash at its start or inside binds it to the top folder, else it holds at any depth. */
function fromGitignore(line: string): string {
  const negated = line.startsWith('!');
  const text = (negated ? line.slice(1) : line).replace(/^\\(?=[#!])/, '').replace(/(?<!\\)\s+$/, '');
  const anchored = text.replace(/\/$/, '').includes('/');
  const pattern = anchored ? text.replace(/^\//, '') : `**/${text}`;
  return `${negated ? '!' : ''}${pattern}`;
}

const strings = z.array(z.string()).default([]);

const claudeSchema = z.object({
  worktree: z.object({ symlinkDirectories: strings, sparsePaths: strings }).optional(),
});

function claude(file: z.infer<typeof claudeSchema> | null): Part {
  if (file?.worktree === undefined) return null;
  const { symlinkDirectories, sparsePaths } = file.worktree;
  const sparse = `.claude/settings.json asks for sparse worktrees (${sparsePaths.join(', ')}): a worktree here is sparse where your checkout is (git sparse-checkout set)`;
  return { link: symlinkDirectories, advice: sparsePaths.length === 0 ? [] : [sparse] };
}

const commandsSchema = z.union([z.string(), z.array(z.string())]).optional();
const cursorSchema = z.object({ 'setup-worktree': commandsSchema, 'setup-worktree-unix': commandsSchema });

/** A text is a script below `.cursor`, a list is commands. */
function cursor(file: z.infer<typeof cursorSchema> | null): Part {
  const given = file?.['setup-worktree-unix'] ?? file?.['setup-worktree'];
  if (given === undefined) return null;
  const runs = typeof given === 'string' ? [`sh .cursor/${given}`] : given;
  return { setup: runs.map((run) => ({ from: '.cursor/worktrees.json', run: inOurWords(run) })) };
}

const conductorSchema = z.object({ scripts: z.object({ setup: z.string().optional() }).optional() });

function conductor(file: z.infer<typeof conductorSchema> | null): Part {
  const run = file?.scripts?.setup;
  return run === undefined ? null : { setup: [{ from: 'conductor.json', run: inOurWords(run) }] };
}

const workmuxSchema = z.object({
  files: z.object({ copy: strings, symlink: strings }).optional(),
  post_create: strings,
});

/** This stands for the person's own list. */
const withoutGlobal = (list: readonly string[]): string[] => list.filter((each) => each !== '<global>');

function workmux(file: z.infer<typeof workmuxSchema> | null): Part {
  if (file === null) return null;
  return {
    copy: withoutGlobal(file.files?.copy ?? []),
    link: withoutGlobal(file.files?.symlink ?? []),
    setup: withoutGlobal(file.post_create).map((run) => ({ from: '.workmux.yaml', run: inOurWords(run) })),
  };
}

const variables: Readonly<Record<string, string>> = {
  ROOT_WORKTREE_PATH: 'SIGNALBOX_REPOSITORY',
  CONDUCTOR_ROOT_PATH: 'SIGNALBOX_REPOSITORY',
  WM_PROJECT_ROOT: 'SIGNALBOX_REPOSITORY',
  CONDUCTOR_WORKSPACE_PATH: 'PWD',
  WM_WORKTREE_PATH: 'PWD',
  CONDUCTOR_PORT: 'SIGNALBOX_PORT',
};

/** What another tool calls its folders and ports, as we call them. */
function inOurWords(run: string): string {
  return run.replaceAll(/\$(\{?)([A-Z_]+)\b/g, (whole, brace: string, name: string) => {
    const ours = variables[name];
    return ours === undefined ? whole : `$${brace}${ours}`;
  });
}

/** YAML reads JSON too, and JSON with comments nearly: what neither reads is not ours to mend. */
function parsed<Shape>(text: string | null, schema: z.ZodType<Shape>): Shape | null {
  if (text === null) return null;
  try {
    return schema.safeParse(parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** A configuration may name nothing outside of the repository. */
function isAllowed(pattern: string): boolean {
  const parts = pattern.replace(/^!/, '').split('/');
  const real = parts.filter((part) => part !== '' && part !== '.');
  return !pattern.startsWith('/') && real.length > 0 && !parts.includes('..') && !parts.includes('.git');
}
