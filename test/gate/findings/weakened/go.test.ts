import { describe, expect, test } from 'vitest';
import { readTests } from '../../../../src/gate/findings/weakened/go.ts';
import { claimsOf, neverThrows, reading, survives } from './kit.ts';

const read = reading(readTests, 'a_test.go');
const body = (...lines: string[]): string => `package a\n\nfunc TestA(t *testing.T) {\n\t${lines.join('\n\t')}\n}\n`;
const early = (...lines: string[]): number | null | undefined => read(body(...lines))['TestA']?.returnsEarly;
const claimed = (...lines: string[]): string[] => claimsOf(read(body(...lines))['TestA']);

const sample = `// Copyright
package a

import "testing"

/* func TestNo(t *testing.T) {} */
func TestOne(t *testing.T) {
	s := \`func TestRaw(t *testing.T) { assert.True(t, x) }\`
	if got := f(1); got != 5 { // func TestNot
		t.Errorf("got %d", '}')
	}
	t.Run("sub one", func(t *testing.T) {
		assert.Len(t, xs, 3)
		t.Run("deep", func(t *testing.T) { require.NoError(t, err) })
	})
}

func TestTable(t *testing.T) {
	tests := []struct {
		name string
		in   int
		want int
	}{
		{name: "a", in: 1, want: 2},
		{"b", 2, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, f(tt.in))
		})
	}
}

func (s *Suite) TestMethod() {
	s.Require().Equal(1, x)
	s.helper(1)
}

func Testlower(t *testing.T) {}
func TestMain(m *testing.M) {}
func helper(t *testing.T)    { t.Error("x") }

func ExampleFoo() {
	fmt.Println(1)
	// Output:
	// 1
}
`;

describe('tests', () => {
  test('functions, subtests, methods of suites and examples; not what stands in text and comments', () => {
    const blocks = read(sample);
    expect(Object.keys(blocks)).toEqual([
      'TestOne',
      'TestOne > sub one',
      'TestOne > sub one > deep',
      'TestTable',
      'Suite > TestMethod',
      'ExampleFoo',
    ]);
    expect(blocks['TestOne']).toMatchObject({ line: 7, disabled: null, focused: false, returnsEarly: null });
    expect(claimsOf(blocks['TestOne'])).toEqual(['f(1) == 5']);
    expect(claimsOf(blocks['TestOne > sub one'])).toEqual(['xs Len 3']);
    expect(claimsOf(blocks['TestTable'])).toEqual(['"a" case want: 2', '"b", 2 case 3', 'f(tt.in) Equal tt.want']);
    expect(claimsOf(blocks['Suite > TestMethod'])).toEqual(['x Equal 1']);
    expect(claimsOf(blocks['ExampleFoo'])).toEqual(['output Output 1']);
    expect(blocks['TestOne > sub one']?.assertions[0]).toMatchObject({ line: 13, text: 'assert.Len(t, xs, 3)' });
  });

  test('none in a file that go does not test', () => {
    expect(readTests('a.go', sample)).toBeNull();
    expect(readTests('a_test.go', 'package a')).toEqual([]);
  });

  test('layout and comments make no other body', () => {
    const plain = read(body('x := f(1, 2)', 'assert.Equal(t, 1, x)'))['TestA']?.body;
    expect(read(body('x := f(', '\t1, // one', '\t2,', ')', '', 'assert.Equal(t, 1,', 'x)'))['TestA']?.body).toBe(
      plain,
    );
    expect(read(body('x := f(1, 3)', 'assert.Equal(t, 1, x)'))['TestA']?.body).not.toBe(plain);
  });

  test('one that only holds others is none', () => {
    expect(Object.keys(read(body('t.Parallel()', 't.Run("b", func(t *testing.T) { t.Fatal("x") })')))).toEqual([
      'TestA > b',
    ]);
  });
});

describe('assertions', () => {
  test.each([
    ['assert.Equal(t, 5, got, "message %d", 3)', ['got Equal 5']],
    ['require.Equal(t, want, got)', ['got Equal want']],
    ['assert.NotEqual(t, 5, got)', ['got NotEqual 5 (weak)']],
    ['assert.NoError(t, err)', ['err NoError (weak)']],
    ['assert.ErrorIs(t, err, io.EOF)', ['err ErrorIs io.EOF']],
    ['assert.Contains(t, text, "a")', ['text Contains "a"']],
    ['assert.True(t, got == 4)', ['got == 4']],
    ['assert.True(t, ok, "message")', ['ok True (weak)']],
    ['assert.Equal(t, true, ok)', ['ok Equal true (weak)']],
    ['assert.Nil(t, err)', ['err Nil (weak)']],
    ['assert.True(t, true)', []],
    ['assert.Equal(t, 1, 1)', []],
    ['is := assert.New(t)\n\tis.Equal(1, got)', ['got Equal 1']],
    ['if got != 5 || other != "x" { t.Errorf("no") }', ['got == 5', 'other == "x"']],
    ['if err != nil { t.Fatal(err) }', ['err == nil (weak)']],
    ['if err == nil { t.Fatal("no error") }', ['err != nil (weak)']],
    ['if !reflect.DeepEqual(got, want) { t.Error("no") }', ['got reflect.DeepEqual want']],
    ['if !strings.Contains(out, "a") { t.FailNow() }', ['out strings.Contains "a"']],
    ['if diff := cmp.Diff(want, got); diff != "" { t.Error(diff) }', ['cmp.Diff(want, got) == ""']],
    ['if got == 5 { ok() } else { t.Error("no") }', ['got == 5']],
    ['if got != 5 { t.Log("no") }', []],
    ['if got != 5 {\n\tt.Error("a")\n\tt.FailNow()\n}', ['got == 5']],
    ['if false { assert.Equal(t, 1, x) }', []],
    ['expectSuccess(output, err, t)', ['output expectSuccess err']],
    ['checkText(t, out, "x")', ['out checkText "x"']],
    ['server := newServer(t)', []],
    ['Expect(x).To(Equal(5))', ['x To Equal(5)']],
    ['c.Assert(x, qt.Equals, 5)', ['x qt.Equals 5']],
    ['// assert.Equal(t, 1, x)', []],
    ['s := "assert.Equal(t, 1, x)"', []],
  ])('%s', (line, expected) => {
    expect(claimed(line)).toEqual(expected);
  });
});

describe('tests that do not run', () => {
  test.each([
    ['t.Skip("later")', 't.Skip'],
    ['t.SkipNow()', 't.SkipNow'],
    ['if testing.Short() { t.Skip("short") }', 'if testing.Short(): t.Skip'],
    ['if true { t.Skip("later") }', 't.Skip'],
    ['// t.Skip("later")', null],
  ])('%s', (line, disabled) => {
    expect(read(body(line, 'assert.True(t, x)'))['TestA']?.disabled).toBe(disabled);
  });

  test('a subtest by its parent, and a file by a tag', () => {
    const text = body('t.Skip()', 't.Run("b", func(t *testing.T) { assert.True(t, x) })');
    expect(read(text)['TestA > b']?.disabled).toBe('t.Skip');
    expect(read(`//go:build never\n\n${body('assert.True(t, x)')}`)['TestA']?.disabled).toBe('if //go:build never');
    expect(read(`//go:build linux && !cgo\n\n${body('assert.True(t, x)')}`)['TestA']?.disabled).toBeNull();
  });

  test('because they end before', () => {
    expect(early('return', 'assert.True(t, x)')).toBe(4);
    expect(early('x := f()', 'if true {', 'return', '}', 'assert.True(t, x)')).toBe(6);
    expect(early('os.Exit(0)', 'assert.True(t, x)')).toBe(4);
    expect(early('if y { return }', 'assert.True(t, x)')).toBeNull();
    expect(early('assert.True(t, x)', 'return')).toBeNull();
    expect(early('f(func() int { return 1 })', 'assert.True(t, x)')).toBeNull();
    const late = read(body('return', 't.Run("b", func(t *testing.T) { assert.True(t, x) })'));
    expect(late['TestA > b']?.returnsEarly).toBe(4);
  });
});

test('nothing makes it throw', () => neverThrows(readTests, 'a_test.go', sample));

test('deep nesting does not either', () =>
  survives(readTests, 'a_test.go', [
    ['package a\nfunc TestA(t *testing.T) {\nif ', '!', 'x { t.Error() } }'],
    ['package a\nfunc TestA(t *testing.T) {\n', 'if x {\n', ''],
    ['package a\nfunc TestA(t *testing.T) {\n', 'if true {\n', ''],
    ['package a\nfunc TestA(t *testing.T) {\n', 't.Run("a", func(t *testing.T) {\n', ''],
    ['package a\nfunc TestA(t *testing.T) {\nassert.True(t, ', '(', 'x'],
  ]));
