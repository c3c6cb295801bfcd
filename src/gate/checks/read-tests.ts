import { existsSync } from 'node:fs';
import { readFile, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode } from '../../core/has-code.ts';
import type { RunnerWords } from '../runners/counted.ts';
import { readJunit } from '../runners/junit-report.ts';
import { wordsOf } from '../runners/runner-words.ts';
import { endOf, plainLines } from './plain-lines.ts';

const largestReport = 32 * 1024 * 1024;

export interface TestsRead {
  /** Null where neither report nor output is understood. */
  readonly words: RunnerWords | null;
  /** Why a report that should be there says nothing; null when it does, or none is expected. */
  readonly complaint: string | null;
}

/** An old report would be taken for the next run's. What a link of the work leads to is not ours to remove. */
export async function forgetReport(cwd: string, report: string | undefined): Promise<void> {
  if (report === undefined) return;
  const path = join(cwd, report);
  const folder = await realpath(dirname(path)).catch(() => null);
  if (folder !== null && `${folder}/`.startsWith(`${await realpath(cwd)}/`)) await rm(path, { force: true });
}

/** What a run's tests came to: by its report where one is written, else by the words of a runner that is known. */
export async function readTests(order: { log: string; cwd: string; report: string | undefined }): Promise<TestsRead> {
  const said = await fromHere(wordsOf(plainLines(await endOf(order.log))), order.cwd);
  if (order.report === undefined) return { words: said, complaint: null };
  const read = await readReport(order.cwd, order.report);
  if (typeof read === 'string') return { words: said, complaint: `the report ${order.report} says nothing: ${read}` };
  // A report says how many; how the runner itself calls a test is what it takes when it is to run it again.
  const named = said !== null && said.failed.length === read.failed.length ? said.failed : read.failed;
  return { words: { ...read, failed: named }, complaint: null };
}

/** A runner that names files by their whole path would name another test in each worktree. */
async function fromHere(words: RunnerWords | null, cwd: string): Promise<RunnerWords | null> {
  if (words === null) return null;
  const folders = [cwd, await realpath(cwd).catch(() => cwd)];
  const failed = words.failed.map((test) => {
    const folder = folders.find((each) => test.file?.startsWith(`${each}/`) === true);
    return folder === undefined ? test : { ...test, file: test.file?.slice(folder.length + 1) ?? null };
  });
  return { ...words, failed };
}

async function readReport(cwd: string, report: string): Promise<RunnerWords | string> {
  const path = join(cwd, report);
  try {
    const found = await stat(path);
    if (!found.isFile()) return 'it is no file';
    if (found.size > largestReport) return 'it is too large';
    return readJunit(await readFile(path, 'utf8'), (file) => file !== '' && existsSync(join(cwd, file)));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return 'it was not written';
    if (error instanceof Error) return error.message;
    throw error;
  }
}
