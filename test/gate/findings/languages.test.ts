import { expect, test } from 'vitest';
import { detectWeakened } from '../../../src/gate/findings/weakened/detect-weakened.ts';
import { changed } from './changed.ts';

interface Suite {
  readonly path: string;
  readonly text: string;
}

const python: Suite = {
  path: 'tests/test_cart.py',
  text: 'import pytest\n\n\ndef test_adds():\n    cart = add([], 1)\n    assert len(cart) == 1\n    assert cart == [1]\n\n\ndef test_finds():\n    assert find(names, "b") == 2\n',
};
const go: Suite = {
  path: 'cart_test.go',
  text: 'package cart\n\nfunc TestAdds(t *testing.T) {\n\tcart := Add(nil, 1)\n\tassert.Len(t, cart, 1)\n\tassert.Equal(t, []int{1}, cart)\n}\n\nfunc TestFinds(t *testing.T) {\n\tassert.Equal(t, 2, Find(names, "b"))\n}\n',
};
const rust: Suite = {
  path: 'src/cart.rs',
  text: 'fn add() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn adds() {\n        let cart = add(vec![], 1);\n        assert_eq!(cart.len(), 1);\n        assert_eq!(cart, vec![1]);\n    }\n\n    #[test]\n    fn finds() {\n        assert_eq!(find(&names, "b"), 2);\n    }\n}\n',
};

test.each<[string, Suite, [from: string | RegExp, to: string], RegExp]>([
  ['removed', python, [/\n\ndef test_finds[^]*/, ''], /^test-removed certain 10 test "test_finds" was removed$/],
  ['removed', go, [/\nfunc TestFinds[^]*/, ''], /^test-removed certain 9 test "TestFinds" was removed$/],
  [
    'removed',
    rust,
    [/\n {4}#\[test\]\n {4}fn finds[^}]*\}\n/, ''],
    /^test-removed certain \d+ test "tests > finds" was removed$/,
  ],
  [
    'disabled',
    python,
    ['def test_finds', '@pytest.mark.skip\ndef test_finds'],
    /^test-disabled certain \d+ test "test_finds" no longer runs: @pytest\.mark\.skip$/,
  ],
  [
    'sometimes disabled',
    python,
    ['def test_finds', '@pytest.mark.skipif(slow, reason="x")\ndef test_finds'],
    /^test-disabled maybe \d+ test "test_finds" no longer runs: @pytest\.mark\.skipif/,
  ],
  [
    'disabled',
    go,
    ['\tassert.Equal(t, 2', '\tt.Skip("later")\n\tassert.Equal(t, 2'],
    /^test-disabled certain \d+ test "TestFinds" no longer runs: t\.Skip/,
  ],
  [
    'disabled',
    rust,
    ['    #[test]\n    fn finds', '    #[test]\n    #[ignore]\n    fn finds'],
    /^test-disabled certain \d+ test "tests > finds" no longer runs: #\[ignore\]$/,
  ],
  [
    'without an assertion',
    python,
    ['    assert len(cart) == 1\n', ''],
    /^assertions-removed certain 6 test "test_adds" lost an assertion: assert len\(cart\) == 1$/,
  ],
  [
    'without an assertion',
    go,
    ['\tassert.Len(t, cart, 1)\n', ''],
    /^assertions-removed certain 5 test "TestAdds" lost an assertion: assert\.Len\(t, cart, 1\)$/,
  ],
  [
    'without an assertion',
    rust,
    ['        assert_eq!(cart.len(), 1);\n', ''],
    /^assertions-removed certain 8 test "tests > adds" lost an assertion: assert_eq!\(cart\.len\(\), 1\)/,
  ],
  [
    'weaker',
    python,
    ['assert cart == [1]', 'assert cart is not None'],
    /^assertion-loosened certain 7 test "test_adds" asserts less: /,
  ],
  [
    'weaker',
    go,
    ['assert.Equal(t, 2, Find(names, "b"))', 'assert.NotNil(t, Find(names, "b"))'],
    /^assertion-loosened certain 10 test "TestFinds" asserts less: /,
  ],
  [
    'weaker',
    rust,
    ['assert_eq!(find(&names, "b"), 2)', 'assert_ne!(find(&names, "b"), 9)'],
    /^assertion-loosened certain \d+ test "tests > finds" asserts less: /,
  ],
  [
    'ended early',
    python,
    ['    cart = add', '    return\n    cart = add'],
    /^test-returns-early certain 5 test "test_adds" returns before its assertions$/,
  ],
  [
    'ended early',
    go,
    ['\tcart := Add', '\treturn\n\tcart := Add'],
    /^test-returns-early certain 4 test "TestAdds" returns before its assertions$/,
  ],
  [
    'ended early',
    rust,
    ['        let cart', '        return;\n        let cart'],
    /^test-returns-early certain 7 test "tests > adds" returns before its assertions$/,
  ],
  [
    'expecting something else',
    python,
    ['== 2', '== 3'],
    /^expectation-changed certain 11 test "test_finds" expects something else: /,
  ],
])('%s: %o', (...[, { path, text }, [from, to], expected]) => {
  const found = detectWeakened([
    changed(
      path,
      text,
      text.replace(from, () => to),
    ),
  ]);
  expect(
    found.map(({ rule, certain, line, says }) => `${rule} ${certain ? 'certain' : 'maybe'} ${line} ${says}`),
  ).toEqual([expect.stringMatching(expected)]);
});

test('what expects nothing either way is not weaker', () => {
  const text = go.text.replace('assert.Len(t, cart, 1)', 'assert.NotEqual(t, "", cart)');
  const after = go.text.replace('assert.Len(t, cart, 1)', 'assert.NotEmpty(t, cart)');
  expect(detectWeakened([changed(go.path, text, after)]).map(({ rule }) => rule)).not.toContain('assertion-loosened');
});

test.each([python, go, rust])('what only moved in $path costs nothing', ({ path, text }) => {
  expect(detectWeakened([changed(path, text, null), changed(`deep/${path}`, null, text)])).toEqual([]);
  expect(detectWeakened([changed(path, text, text.replaceAll('\n', '\r\n'))])).toEqual([]);
});
