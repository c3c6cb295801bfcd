import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Convention } from '../../src/core/model/convention.ts';
import { type Matched, matchConvention } from '../../src/core/rules/match-convention.ts';
import { type Pair, measureSet, readPairs } from '../bench/conventions/score.ts';

const folder = join(import.meta.dirname, '../bench/conventions');
const sets = ['tuned', 'held-out'].map((name) => readPairs(readFileSync(join(folder, `${name}.yaml`), 'utf8')));
const pairs = sets.flat();

const kept = (question: string, answer = 'yes', options: string[] = []): Convention => ({
  id: 'k',
  sentence: 'as kept',
  asked: { question, options, answer },
});
const asked = (text: string, more: Partial<Matched> = {}): Matched => ({
  about: 'question',
  text,
  detail: null,
  options: [],
  multiple: false,
  freeText: true,
  ...more,
});
const kind = (question: Matched, ...conventions: Convention[]) => matchConvention(question, conventions).kind;

test('no near miss of either set is answered by the machine, and most paraphrases are', () => {
  for (const set of sets) {
    const { verdicts, wrongAnswers } = measureSet(set);
    expect(wrongAnswers).toEqual([]);
    const paraphrases = verdicts.filter(({ expected }) => expected === 'paraphrase');
    const answered = paraphrases.filter(({ got }) => got.kind === 'same').length;
    expect(answered / paraphrases.length).toBeGreaterThan(0.65);
  }
});

const turns = [
  'not',
  'never',
  'only',
  'all',
  'temporarily',
  'again',
  '7',
  '`other.ts`',
  'in tests',
  'for now',
  'almost',
];

test('a question with one word more, wherever it stands, is another one', () => {
  const wrong: string[] = [];
  for (const pair of pairs) {
    const words = pair.asked.trim().split(' ');
    for (const turn of turns) {
      words.forEach((_, at) => {
        const text = [...words.slice(0, at), turn, ...words.slice(at)].join(' ');
        if (kind(asked(text, { options: pair.options }), keptPair(pair)) === 'same') wrong.push(text);
      });
    }
  }
  expect(wrong).toEqual([]);
});

test('a question without one of its words is another one, unless the word says nothing', () => {
  const nothing = /^(?:a|an|the|is|are|am|be|it|should|i|use|do|you|want|we|choose|prefer|into|what|which|or)$/i;
  const wrong: string[] = [];
  for (const pair of pairs) {
    const words = pair.asked.trim().split(' ');
    words.forEach((word, at) => {
      const text = words.toSpliced(at, 1).join(' ');
      if (!nothing.test(word) && kind(asked(text, { options: pair.options }), keptPair(pair)) === 'same')
        wrong.push(text);
    });
  }
  expect(wrong).toEqual([]);
});

test('what is done to what does not change places', () => {
  expect(kind(asked('Should I rename `b` to `a`?'), kept('Should I rename `a` to `b`?'))).toBe('none');
  expect(kind(asked('Should the server call the client?'), kept('Should the client call the server?'))).toBe('none');
  expect(kind(asked('Should C or A call B?'), kept('Should A call B or C?'))).not.toBe('same');
  expect(kind(asked('Should I rename y to z or x?'), kept('Should I rename x or y to z?'))).not.toBe('same');
  expect(kind(asked('Should I log before saving or sending?'), kept('Should I log after saving or sending?'))).not.toBe(
    'same',
  );
});

test.each([
  ['Should temporary files be deleted?', 'Should I delete temporary files?'],
  ['Do you want to review the plan first?', 'Should I review the plan first?'],
  ['Should I use your branch or our branch?', 'Should I use our branch or my branch?'],
  ['May I push to the main branch?', 'Should I push to the main branch?'],
  ['Must I push to the main branch?', 'Should I push to the main branch?'],
  ['Should I use tabs for code and spaces for docs?', 'Should I use spaces for code and tabs for docs?'],
  ['Should I write `Foo` tests?', 'Should I write `foo` tests?'],
  ['Should the limit be 10 MB or 20 MB?', 'Should the limit be 10 GB or 20 GB?'],
  ['Should x > 3 or x > 5 be the rule?', 'Should x < 3 or x < 5 be the rule?'],
  ['Should I test with --force and --all?', 'Should I test with --force or --all?'],
  ['Should every module log errors?', 'Should any module log errors?'],
  ['Should I merge a into b before c lands?', 'Should I merge b into a before c lands?'],
  ['Sollen Tests auf Deutsch sein?', 'Sollen Tests nicht auf Deutsch sein?'],
  ['测试应该用中文吗？', '测试不应该用中文吗？'],
])('%s is not %s', (one, other) => {
  expect(kind(asked(one), kept(other))).not.toBe('same');
  expect(kind(asked(other), kept(one))).not.toBe('same');
});

test('only what an agent asks is matched: never a permission, a menu, a boundary, a delivery', () => {
  for (const about of ['permission', 'menu', 'scope', 'delivery'] as const) {
    const match = matchConvention(asked('Should I delete old logs?', { about }), [kept('Should I delete old logs?')]);
    expect(match).toEqual({ kind: 'none', why: 'only what an agent asks is answered by a kept answer' });
  }
});

test('an answer is given in the labels of the question, and only where it is one of them', () => {
  const tabs = kept('Tabs or spaces for code?', 'Tabs', ['Tabs', 'Spaces']);
  const match = matchConvention(asked('Spaces or tabs for code?', { options: ['spaces', 'tabs'], freeText: false }), [
    tabs,
  ]);
  expect(match).toMatchObject({ kind: 'same', answer: 'tabs' });
  expect(kind(asked('Tabs or spaces for code?', { options: ['two', 'four'], freeText: false }), tabs)).toBe('none');
  const many = kept('Which of lint and types checks should run?', 'lint, types', ['lint', 'types', 'test']);
  const multiple = asked('Which of lint and types checks should run?', {
    options: ['test', 'types', 'lint'],
    multiple: true,
    freeText: false,
  });
  expect(matchConvention(multiple, [many])).toMatchObject({ kind: 'same', answer: 'lint, types' });
});

test.each([
  ['Should I fix it now?', 'yes', '"it" may be something else here'],
  ['Can I delete this file for good?', 'yes', '"this" may be something else here'],
  ['Should I publish the docs package now?', 'yes', '"now" may be something else here'],
  ['Do you agree?', 'yes', 'its words alone do not say what it is about'],
  ['Should logs rotate daily or weekly?', 'the first one', 'the kept answer speaks of an order or a recommendation'],
  ['Should logs rotate daily or weekly?', 'as you recommend', 'the kept answer speaks of an order or a recommendation'],
])('%s, answered "%s", is proposed and not answered', (text, answer, why) => {
  expect(matchConvention(asked(text), [kept(text, answer)])).toMatchObject({ kind: 'similar', why });
});

test('two kept answers that contradict each other answer nothing', () => {
  const text = 'Should logs rotate daily or weekly?';
  const match = matchConvention(asked(text), [kept(text, 'daily'), kept(text, 'weekly')]);
  expect(match).toMatchObject({ kind: 'similar', why: 'kept answers contradict each other: "daily" and "weekly"' });
});

test('a convention that was written by hand answers nothing, and neither does nothing', () => {
  const written: Convention = { id: 'h', sentence: 'Logs rotate daily.', asked: null };
  expect(kind(asked('Do logs rotate daily?'), written)).toBe('none');
  expect(kind(asked('?'), kept('?'))).toBe('none');
  expect(kind(asked(''), kept(''))).toBe('none');
});

function keptPair(pair: Pair): Convention {
  return kept(pair.asked, pair.answer, pair.options);
}
