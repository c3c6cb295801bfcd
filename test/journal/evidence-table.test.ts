import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { type CheckResult, plainResult } from '../../src/core/model/verdict.ts';
import { EvidenceTable } from '../../src/journal/evidence-table.ts';
import { Journal } from '../../src/journal/journal.ts';

const result = (name: string): CheckResult => ({
  name,
  run: 'true',
  outcome: 'green',
  exit: 0,
  durationMs: 1,
  log: '/log',
  tail: '',
  ...plainResult,
});

test('what was kept is there after a restart, newest last; what no build reads is not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-evidence-'));
  try {
    const path = join(folder, 'journal.db');
    const first = Journal.open(path);
    first?.evidence.keep('a', result('one'));
    first?.evidence.keep('a', result('two'));
    first?.close();
    const second = Journal.open(path);
    expect(second?.evidence.find('a')).toEqual(result('two'));
    expect(second?.evidence.find('b')).toBeNull();
    second?.close();
    const database = new DatabaseSync(path);
    database.exec(`UPDATE evidence SET body = '{"name":"older"}'`);
    expect(new EvidenceTable(database).find('a')).toBeNull();
    database.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the oldest go when there are too many, and a table that takes no more is no failure', () => {
  const database = new DatabaseSync(':memory:');
  const table = new EvidenceTable(database, 150);
  for (let number = 1; number <= 400; number += 1) table.keep(`key ${number}`, result(`${number}`));
  expect(table.find('key 250')).toBeNull();
  expect(table.find('key 251')).toEqual(result('251'));
  database.exec('PRAGMA query_only = on');
  table.keep('key 401', result('401'));
  expect(table.find('key 401')).toBeNull();
});
