import { expect, test } from 'vitest';

import { ProgramStatuses, parseStatus } from '../../../src/agents/signals/program-status.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('a whole report is read', () => {
  const body = `state=blocked:kind=permission:progress=40:app=claude-code:id=task/a1:title=${base64('Sub')}:msg=${base64('Allow Bash(npm test)?')}`;
  expect(parseStatus(body)).toEqual({
    state: 'blocked',
    id: 'task/a1',
    kind: 'permission',
    app: 'claude-code',
    title: 'Sub',
    message: 'Allow Bash(npm test)?',
    progress: 40,
  });
});

test.each([
  [' state = done : junk : =x : Bad=1 : state=working : app=pi ', { state: 'working', app: 'pi', id: '' }],
  ['state=working:kind=question:progress=101', { state: 'working', kind: null, progress: null }],
  ['state=done:progress=5', { progress: null }],
  ['state=blocked:kind=telepathy', { state: 'blocked', kind: null }],
  ['state=idle:app=a/b', { state: 'idle', app: null }],
  [`state=idle:msg=${base64('ab').replace('=', '')}`, { message: 'ab' }],
  [`state=error:msg=${base64('\u202Eevil\u200B name')}`, { message: 'evil name' }],
  [`state=error:msg=${base64('\u2066')}`, { message: null }],
  ['state=clear:id=a/b', { state: 'clear', id: 'a/b' }],
])('%s', (body, expected) => {
  expect(parseStatus(body)).toMatchObject(expected);
});

test.each([
  '',
  '?',
  'app=x',
  'state=sleeping',
  'state=idle:id=',
  'state=idle:id=a//b',
  'state=idle:id=a b',
  `state=idle:id=${'x'.repeat(33)}`,
  `state=idle:id=${Array.from({ length: 9 }, () => 'a').join('/')}`,
  `state=idle:app=${'a'.repeat(33)}`,
  `state=idle:${'k'.repeat(17)}=1`,
  'state=idle:msg=Y',
  'state=idle:msg=not*base64',
  `state=idle:msg=${base64('two\nlines')}`,
  `state=idle:title=${base64('bell\u0007')}`,
  `state=idle:msg=${Buffer.from([0xff, 0xfe]).toString('base64')}`,
  `state=idle:msg=${base64('m'.repeat(2049))}`,
  `state=idle:title=${base64('t'.repeat(193))}`,
  'state=clear:msg=Y',
  `state=idle:pad=${'x'.repeat(4096)}`,
])('not a report: %s', (body) => {
  expect(parseStatus(body)).toBeNull();
});

test('of several records the most urgent counts, of equals the last said', () => {
  const statuses = new ProgramStatuses();
  const after = (...bodies: string[]): string | undefined => {
    for (const body of bodies) statuses.hear(body);
    return statuses.now === null ? undefined : `${statuses.now.state} ${statuses.now.id}`;
  };
  expect(after('state=idle')).toBe('idle ');
  expect(after('state=done:id=a')).toBe('done a');
  expect(after('state=working:id=b', 'state=working:id=c')).toBe('working c');
  expect(after('state=working:id=b')).toBe('working b');
  expect(after('state=error:id=d')).toBe('error d');
  expect(after('state=blocked:id=b/x')).toBe('blocked b/x');
  expect(after('state=clear:id=b')).toBe('error d');
  expect(after('state=working:id=d')).toBe('working d');
  expect(after('state=clear')).toBeUndefined();
});

test('a program that once spoke is its own authority, also when all is cleared; garbage makes none', () => {
  const statuses = new ProgramStatuses();
  expect(statuses.hear('state=busy')).toBe(false);
  expect(statuses.spoken).toBe(false);
  expect(statuses.hear('state=clear')).toBe(true);
  expect(statuses.spoken).toBe(true);
});

test('addresses without end do not fill the memory, and those said last stay', () => {
  const statuses = new ProgramStatuses();
  statuses.hear('state=blocked:id=first');
  for (let at = 0; at < 300; at++) statuses.hear(`state=idle:id=n${at}`);
  expect(statuses.now).toMatchObject({ state: 'idle', id: 'n299' });
});
