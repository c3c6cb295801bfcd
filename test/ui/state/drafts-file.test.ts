import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyTask, noDrafts, withAnswerDraft, withTaskDraft } from '../../../src/ui/state/drafts.ts';
import { DraftsFile } from '../../../src/ui/state/drafts-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-drafts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const written = withAnswerDraft(withTaskDraft(noDrafts, 'repo', { ...emptyTask, title: 'half' }), '3:1', {
  text: 'half a thought',
  options: [1],
});

test('what was saved is loaded by the next one', () => {
  const path = join(folder, 'below', 'drafts.json');
  const file = new DraftsFile(path);
  expect(file.load()).toEqual(noDrafts);
  file.save(noDrafts);
  file.save(written);
  file.flush();
  expect(new DraftsFile(path).load()).toEqual(written);
  expect(readdirSync(join(folder, 'below'))).toEqual(['drafts.json']);
});

test('a file that is no drafts is put aside and said, not overwritten', () => {
  const path = join(folder, 'drafts.json');
  writeFileSync(path, '{"answers": 3');
  const file = new DraftsFile(path);
  expect(() => file.load()).toThrow(/cannot be read/);
  expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe('{"answers": 3');
  expect(file.load()).toEqual(noDrafts);
});

test('a dropped draft is gone', () => {
  expect(withAnswerDraft(written, '3:1', null).answers).toEqual({});
});
