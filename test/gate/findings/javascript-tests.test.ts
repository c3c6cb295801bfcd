import { describe, expect, test } from 'vitest';
import { readTests } from '../../../src/gate/findings/weakened/javascript.ts';

function titles(text: string, path = 'src/a.test.ts'): string[] | null {
  return readTests(path, text)?.map(({ title }) => title) ?? null;
}

function only(text: string, path = 'src/a.test.tsx') {
  const [block, ...others] = readTests(path, text) ?? [];
  if (block === undefined || others.length > 0) throw new Error(`not one test: ${others.length + 1}`);
  return block;
}

describe('titles', () => {
  test.each([
    [
      "describe('a', () => { it('b', () => {}); describe('c', () => { test('d', () => {}) }) })",
      ['a > b', 'a > c > d'],
    ],
    ['it("with \\"quotes\\"", () => {})', ['with "quotes"']],
    ['it(`of ${one(`nested ${two}`)} and\n  more`, () => {})', ['of ${one(`nested ${two}`)} and more']],
    ["it('joined ' + name, () => {})", ["'joined '+name"]],
    ['describe(Parser, () => { it(Parser.name, function () {}) })', ['Parser > Parser.name']],
    ["test.each([[1, 2], [3, 4]])('adds %i', (a) => {})", ['adds %i']],
    ['test.each`\n a | b\n ${1} | ${2}\n`("adds $a", ({ a }) => {})', ['adds $a']],
    ["test.each<[string, number]>([['a', 1]])('typed %s', () => {})", ['typed %s']],
    ["it('twice', () => {}); it('twice', () => {})", ['twice', 'twice']],
    ["const test = require('ava'); test.serial('one at a time', async t => {})", ['one at a time']],
    ["import anyTest from 'ava'; anyTest('by another name', t => {})", ['by another name']],
    ["const itOnLinux = isLinux ? it : it.skip; itOnLinux('sometimes', () => {})", ['sometimes']],
    ["test('outer', async t => { await t.test('inner', t => { t.ok(x) }) })", ['outer > inner']],
    ["const t = require('node:test'); t.test('of the runner', t => { t.assert.ok(x) })", ['of the runner']],
    ["test.describe('page', () => { test('opens', async ({ page }) => {}) })", ['page > opens']],
    [
      "it('with options', { retry: 2 }, () => {}); it('with a limit', () => {}, 5000)",
      ['with options', 'with a limit'],
    ],
    ["test('a macro', macro, 1)", ['a macro']],
    ["test('wrapped', withFolder(async (folder) => { expect(folder).toBe(1) }))", ['wrapped']],
    ["export function f() {}\nbeforeEach(() => {}); test.beforeAll(() => {}); /x/.test('y'); pattern.test('z')", []],
  ])('%s', (text, expected) => {
    expect(titles(text)).toEqual(expected);
  });

  test('test code in a string, a template, a comment, a pattern or the text of a page is none', () => {
    const text = [
      'const fixture = `',
      "  it('in a template', () => { expect(1).toBe(2) })",
      '  ${ inner(`it("nested", () => {}) ${deep}`) }',
      '`;',
      'const other = \'it("in a string", () => {})\';',
      "// it('in a comment', () => {})",
      "/* it('in another', () => {}) */",
      'const pattern = /it\\(\'in a pattern[/"`]/;',
      "it('real', () => { render(<p title='it'>Don't say it('in markup') or ` {a ? <b/> : 'x'}</p>); expect(a / b / c).toBe(1) })",
      "it('last', () => {})",
    ].join('\n');
    expect(titles(text, 'a.test.tsx')).toEqual(['real', 'last']);
  });

  test('what is generic is no markup, in a file with markup and in one without', () => {
    const text =
      "const f = <T,>(x: T) => x; const g = <T extends object>(x: T): T => x; it('a', () => {}); const h = a < b";
    expect(titles(text, 'a.test.tsx')).toEqual(['a']);
    expect(titles("const x = <string>y; it('a', () => {})", 'a.test.ts')).toEqual(['a']);
  });

  test.each([
    ['src/a.ts', 'export const it = 1;', null],
    ['src/a.ts', "import { it } from 'vitest'; it('x', () => {})", ['x']],
    ['src/a.ts', "if (import.meta.vitest) { const { it } = import.meta.vitest; it('x', () => {}) }", ['x']],
    ['test/fixtures/a.test.ts', "it('x', () => {})", null],
    ['tests/a.py', 'def test_x(): pass', null],
    ['test/a.js', '// nothing left', []],
  ])('%s with %s', (path, text, expected) => {
    expect(titles(text, path)).toEqual(expected);
  });
});

describe('what does not run', () => {
  test.each([
    ["it.skip('a', () => {})", 'it.skip'],
    ["xit('a', () => {})", 'xit'],
    ["it.todo('a')", 'it.todo'],
    ["it('a')", 'it without a function'],
    ["test.fails('a', () => {})", 'test.fails'],
    ["it.skipIf(isWindows)('a', () => {})", 'it.skipIf(isWindows)'],
    ["it.concurrent.skip('a', () => {})", 'it.concurrent.skip'],
    ["describe.skip('g', () => { it('a', () => {}) })", 'describe.skip'],
    ["test('a', { skip: 'slow' }, () => {})", "{ skip: 'slow' }"],
    ["test('a', { skip: false }, () => {})", null],
    ["it('a', function () { this.skip(); expect(a).toBe(1) })", 'this.skip()'],
    ["test('a', t => { if (!online) { t.skip('offline'); return } t.is(a, 1) })", "if (!online) t.skip('offline')"],
    ["it('a', () => { if (isWindows) return; expect(a).toBe(1) })", 'if (isWindows) return'],
    ["it('a', () => { if (!x) { t.fail(); return } expect(a).toBe(1) })", null],
    ["test.describe('g', () => { test.skip(isWindows, 'no'); test('a', () => {}) })", "test.skip(isWindows, 'no')"],
    ["it('a', () => { const skip = 1; expect(skip).toBe(1) })", null],
  ])('%s', (text, disabled) => {
    expect(only(text).disabled).toBe(disabled);
  });

  test.each([
    ["it.only('a', () => {})", true],
    ["fit('a', () => {})", true],
    ["describe.only('g', () => { it('a', () => {}) })", true],
    ["it('only', () => {})", false],
  ])('%s keeps the others from running: %s', (text, focused) => {
    expect(only(text).focused).toBe(focused);
  });

  test.each([
    ["it('a', () => {\n  return;\n  expect(a).toBe(1);\n})", 2],
    ["it('a', () => {\n  return\n  expect(a).toBe(1)\n})", 2],
    ["it('a', () => {\n  if (true) return;\n  expect(a).toBe(1);\n})", 2],
    ["it('a', () => {\n  return expect(a).toBe(1);\n})", null],
    ["it('a', () => {\n  return call().then((b) => {\n    expect(b).toBe(1)\n  })\n})", null],
    ["it('a', () => {\n  const f = () => { return; };\n  expect(a).toBe(1);\n})", null],
    ["it('a', () => {\n  expect(a).toBe(1);\n  return;\n})", null],
  ])('%j returns before its assertions in line %s', (text, line) => {
    expect(only(text).returnsEarly).toBe(line);
  });

  test('what stands behind a return of its group does not run', () => {
    const text = "describe('g', () => { it('a', () => {});\n return;\n it('b', () => {}) })";
    expect(readTests('a.test.ts', text)?.map(({ disabled }) => disabled)).toEqual([null, 'return']);
  });
});

describe('assertions', () => {
  test.each([
    ['expect(total).toBe(3)', ['expect(total)', 'toBe', '3', 'strong']],
    ['expect(total).not.toBe(3)', ['expect(total)', 'not.toBe', '3', 'weak']],
    ['expect(total).toBeDefined()', ['expect(total)', 'toBeDefined', '', 'weak']],
    ['expect(total).toEqual(expect.anything())', ['expect(total)', 'toEqual', 'expect.anything()', 'weak']],
    ['await expect(load()).rejects.toThrow("no")', ['expect(load())', 'rejects.toThrow', "'no'", 'strong']],
    ['expect(\n  total,\n)\n  .toBe(3)', ['expect(total)', 'toBe', '3', 'strong']],
    ['expect.soft(total).toBe(3)', ['expect(total)', 'toBe', '3', 'strong']],
    ['expect(list).to.be.an("array").that.includes(2)', ['expect(list)', 'an.includes', '2', 'strong']],
    ['expect(flag).to.be.true', ['expect(flag)', 'true', '', 'strong']],
    ['expectTypeOf(a).toEqualTypeOf<string>()', ['expect(a)', 'toEqualTypeOf', '<string>', 'strong']],
    ['assert.strictEqual(total, 3)', ['expect(total)', 'strictEqual', '3', 'strong']],
    ['assert(total === 3)', ['expect(total === 3)', 'assert', '', 'strong']],
    ['assert.ok(total)', ['expect(total)', 'ok', '', 'weak']],
    ['t.is(total, 3)', ['expect(total)', 'is', '3', 'strong']],
    ['t.assert.equal(total, 3)', ['expect(total)', 'equal', '3', 'strong']],
    ['expect.assert(total)', ['expect(total)', 'assert', '', 'weak']],
    ['total.should.equal(3)', ['total', 'equal', '3', 'strong']],
    ['request(app).get("/").expect(200)', ['.expect()', 'expect', '200', 'strong']],
    ['assertSorted(list)', ['expect(list)', 'assertSorted', '', 'weak']],
    ['checkEvents(t, events)', ['expect(t)', 'checkEvents', 'events', 'strong']],
  ])('%s', (statement, [subject, matcher, expected, strength]) => {
    const { assertions } = only(`test('a', async (t) => { ${statement}; })`);
    expect(assertions).toMatchObject([{ subject, matcher, expected, strength }]);
  });

  test.each([
    'expect(true).toBe(true)',
    'assert(true)',
    'expect(total).toBe(total)',
    'expect(total)',
    'if (false) { expect(total).toBe(3) }',
    'try { expect(total).toBe(3) } catch {}',
    't.pass()',
    'console.assert(total)',
    '// expect(total).toBe(3)',
    '`expect(total).toBe(3)`',
  ])('%s says nothing', (statement) => {
    expect(only(`test('a', (t) => { ${statement} \n})`).assertions).toEqual([]);
  });

  test('layout, quotes, semicolons and comments make no difference', () => {
    const one = only('it("a", () => {\n  const x = f("1"); // why\n  expect(x).toEqual({ a: 1, b: [2] });\n});');
    const other = only(
      "it('a', () => {\r\n\tconst x = f('1')\r\n\texpect(x)\r\n\t\t.toEqual({\r\n\t\t\ta: 1,\r\n\t\t\tb: [\r\n2,\r\n],\r\n\t\t})\r\n})\r\n",
    );
    expect(other.body).toBe(one.body);
    expect(other.assertions[0]?.text).toBe(one.assertions[0]?.text);
    expect(other.assertions[0]?.line).toBe(3);
  });
});
