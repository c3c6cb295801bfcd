import { describe, expect, test } from 'vitest';
import { readTests } from '../../../../src/gate/findings/weakened/python.ts';
import { claimsOf, neverThrows, reading, survives } from './kit.ts';

const read = reading(readTests, 'tests/test_a.py');
const body = (...lines: string[]): string => `def test_a():\n${lines.map((line) => `    ${line}\n`).join('')}`;
const early = (...lines: string[]): number | null | undefined => read(body(...lines))['test_a']?.returnsEarly;
const inClass = (top: string, inner: string): string =>
  `${top}class TestA:\n    ${inner}\n    def test_a(self): assert x\n`;
const claimed = (...lines: string[]): string[] => claimsOf(read(body(...lines))['test_a']);

const sample = `"""Doc with def test_no(): pass"""
import pytest

class TestOuter(unittest.TestCase):
    class TestInner:
        @pytest.mark.parametrize("a, b", [
            (1, 2),
            pytest.param(3, 4, id="x"),
        ])
        async def test_deep(self, a, b):  # comment
            '''Doc'''
            text = f"bad {a["x"]!r:>{width}} {{" + r"\\"
            # assert gone
            assert f(a) == b, "message"

    def helper(self): assert 1 == x

    def test_unit(self):
        if os.name == "nt":
            self.skipTest("no")
        self.assertEqual(total, 4)

if sys.version_info > (3, 9):
    def test_new(): assert new() == 1
text = """
def test_in_text(): pass
"""
`;

describe('tests', () => {
  test('functions, classes in classes, under a condition; not what stands in text, and no helpers', () => {
    const blocks = read(sample);
    expect(Object.keys(blocks)).toEqual(['TestOuter > TestInner > test_deep', 'TestOuter > test_unit', 'test_new']);
    expect(blocks['TestOuter > TestInner > test_deep']).toMatchObject({ line: 10, disabled: null, focused: false });
    expect(claimsOf(blocks['TestOuter > TestInner > test_deep'])).toEqual([
      '1 parametrize 2',
      '3 parametrize 4',
      'f(a) == b',
    ]);
    expect(blocks['TestOuter > TestInner > test_deep']?.assertions.at(-1)).toMatchObject({
      line: 14,
      text: 'assert f(a) == b, "message"',
    });
  });

  test.each(['src/a.py', 'tests/helpers.py', 'tests/test_a.js', 'conftest.py'])('none in %s', (path) => {
    expect(readTests(path, 'def test_a(): assert x')).toBeNull();
  });

  test.each(['test_a.py', 'a/b_test.py', 'app/tests.py', 'tests/testfoo.py'])('some in %s', (path) => {
    expect(readTests(path, 'def test_a(): assert x')).toHaveLength(1);
    expect(readTests(path, 'x = 1')).toEqual([]);
  });

  test('layout and comments make no other body, a docstring neither', () => {
    const plain = read(body('value = call(1, 2)', 'assert value == [1, 2]'))['test_a']?.body;
    const spread = read(
      body('"""Doc"""', 'value = call(', '    1,  # one', '    2,', ')', '', 'assert value == \\', '  [1, 2]'),
    );
    expect(spread['test_a']?.body).toBe(plain);
    expect(read(body('value = call(1, 3)', 'assert value == [1, 2]'))['test_a']?.body).not.toBe(plain);
    expect(read('def test_b():\n\n  value = call(1, 2)\n  assert value == [1, 2]')['test_b']?.body).toBe(plain);
  });
});

describe('assertions', () => {
  test.each([
    ['assert total == 5', ['total == 5']],
    ['assert 5 == total', ['total == 5']],
    ['assert a == 1 and not b', ['a == 1', 'b false (weak)']],
    ['assert a == 1 or b', ['a any of a == 1 or b (weak)']],
    ['assert a == 1 or True', []],
    ['assert x is not None', ['x is not None (weak)']],
    ['assert not x is None', ['x is not None (weak)']],
    ['assert x is None', ['x is None']],
    ['assert "a" in out', ['out in "a"']],
    ['assert "a" not in out', ['out not in "a" (weak)']],
    ['assert len(x) > 0', ['len(x) > 0 (weak)']],
    ['assert isinstance(x, A)', ['isinstance(x, A) true (weak)']],
    ['assert name.startswith("a")', ['name startswith "a"']],
    ['assert (a == 1)', ['a == 1']],
    ['assert (a == 1, "always true")', []],
    ['assert True', []],
    ['assert x == x', []],
    ['assert f(1) == f(1)', ['f(1) == f(1)']],
    ['self.assertEqual(total, 5)', ['total assertEqual 5']],
    ['self.assertEqual(5, total, "message")', ['total assertEqual 5']],
    ['self.assertTrue(a == 3)', ['a == 3']],
    ['self.assertTrue(True)', []],
    ['self.assertIsNone(a)', ['a assertIsNone']],
    ['self.assertIsNotNone(a)', ['a assertIsNotNone (weak)']],
    ['self.assertRaises(KeyError, f, 1)', ['f, 1 self.assertRaises KeyError']],
    ['with pytest.raises(ValueError, match="x"): f()', ['f() pytest.raises ValueError, match="x"']],
    ['with pytest.raises(Exception): f()', ['f() pytest.raises Exception (weak)']],
    ['if a != b: pytest.fail("no")', ['a == b']],
    ['mock.assert_called_once_with(1, b=2)', ['mock assert_called_once_with 1, b=2']],
    ['mock.method.assert_called()', ['mock.method assert_called (weak)']],
    ['np.testing.assert_allclose(a, b)', ['a assert_allclose b']],
    ['await check_reply(client, 200)', ['client check_reply 200']],
    ['for x in xs: assert x == 1', ['x == 1']],
    ['def view(): assert x == 1', ['x == 1']],
    ['print("assert x == 1")', []],
    ['# assert x == 1', []],
  ])('%s', (line, expected) => {
    expect(claimed(line)).toEqual(expected);
  });

  test('what can never run or never fail is none', () => {
    expect(claimed('if False:', '    assert x == 1', 'assert y')).toEqual(['y true (weak)']);
    expect(claimed('try:', '    assert x == 1', 'except Exception:', '    pass')).toEqual([]);
    expect(claimed('try:', '    assert x == 1', 'except (KeyError, AssertionError) as e:', '    log(e)')).toEqual([]);
    expect(claimed('with suppress(AssertionError):', '    assert x == 1')).toEqual([]);
    expect(claimed('try:', '    assert x == 1', 'except KeyError:', '    pass')).toEqual(['x == 1']);
    expect(claimed('try:', '    assert x == 1', 'except Exception as e:', '    raise A from e')).toEqual(['x == 1']);
  });
});

describe('tests that do not run', () => {
  test.each([
    ['@pytest.mark.skip\n', '@pytest.mark.skip'],
    ['@pytest.mark.skip(reason="later")\n', '@pytest.mark.skip'],
    ['@pytest.mark.skipif(sys.platform == "win32", reason="no")\n', '@pytest.mark.skipif(sys.platform == "win32")'],
    ['@pytest.mark.xfail\n', '@pytest.mark.xfail'],
    ['@unittest.skip("later")\n', '@unittest.skip'],
    ['@skipIf(x, "later")\n', '@skipIf(x)'],
    ['@unittest.expectedFailure\n', '@unittest.expectedFailure'],
    ['@pytest.mark.parametrize("a", [])\n', '@pytest.mark.parametrize of nothing'],
    [
      '@pytest.mark.parametrize("a", [pytest.param(1, marks=pytest.mark.skip)])\n',
      '@pytest.mark.parametrize with pytest.mark.skip',
    ],
    ['pytestmark = [pytest.mark.slow, pytest.mark.skip]\n', 'pytestmark = pytest.mark.skip'],
    ['pytest.skip("no", allow_module_level=True)\n', 'pytest.skip'],
    ['if x:\n    raise unittest.SkipTest\n', 'if x: raise SkipTest'],
    ['@pytest.mark.slow\n', null],
    ['text = """\n@pytest.mark.skip\n"""\n', null],
  ])('%s', (before, disabled) => {
    expect(read(`${before}def test_a():\n    assert x\n`)['test_a']?.disabled).toBe(disabled);
  });

  test.each([
    ['pytest.skip("no")', 'pytest.skip'],
    ['with x: self.skipTest("no")', 'self.skipTest'],
    ['if a and b: pytest.skip("no")', 'if a and b: pytest.skip'],
    ['raise unittest.SkipTest("no")', 'raise SkipTest'],
    ['skip = 1', null],
  ])('by the statement %s', (line, disabled) => {
    expect(read(body(line, 'assert x'))['test_a']?.disabled).toBe(disabled);
  });

  test('by the class around it', () => {
    expect(read(inClass('@pytest.mark.skip\n', 'a = 1'))['TestA > test_a']?.disabled).toBe('@pytest.mark.skip');
    expect(read(inClass('', '__test__ = False'))['TestA > test_a']?.disabled).toBe('__test__ = False');
    expect(read(inClass('', 'a = 1'))['TestA > test_a']?.disabled).toBeNull();
  });

  test('because they end before', () => {
    expect(early('return', 'assert x')).toBe(2);
    expect(early('call()', 'with a:', '    return 1', 'assert x')).toBe(4);
    expect(early('if True:', '    return', 'assert x')).toBe(3);
    expect(early('sys.exit(0)', 'assert x')).toBe(2);
    expect(early('if y:', '    return', 'assert x')).toBeNull();
    expect(early('assert x', 'return')).toBeNull();
    expect(early('def inner():', '    return 1', 'assert inner()')).toBeNull();
  });
});

test('nothing makes it throw', () => neverThrows(readTests, 'test_a.py', sample));

test('deep nesting does not either', () =>
  survives(readTests, 'test_a.py', [
    ['def test_a():\n assert ', 'not ', 'x'],
    ['def test_a():\n assert ', '(', 'x'],
    ['def test_a():\n assert ', 'a and (b or ', 'x'],
    ['def test_a():\n ', 'if x: ', 'assert y'],
    ['def test_a():\n x = ', 'f"{', ''],
    ['def test_a():\n ', 'assert_x(', 'x'],
    ['', 'class A:\n ', ''],
  ]));
