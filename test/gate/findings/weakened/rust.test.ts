import { describe, expect, test } from 'vitest';
import { readTests } from '../../../../src/gate/findings/weakened/rust.ts';
import { claimsOf, neverThrows, reading, survives } from './kit.ts';

const read = reading(readTests, 'src/a.rs');
const body = (...lines: string[]): string => `#[test]\nfn a() {\n    ${lines.join('\n    ')}\n}\n`;
const early = (...lines: string[]): number | null | undefined => read(body(...lines))['a']?.returnsEarly;
const claimed = (...lines: string[]): string[] => claimsOf(read(body(...lines))['a']);

const sample = `//! docs
const S: &str = r##"#[test] fn no() { "x"# }"##;
/* /* nested */ #[test] fn no2() {} */
fn helper<'a>(x: &'a str) -> char { '"' }
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn one() {
        let l = '\\''; // assert!(false)
        assert_eq!(f(1), 2, "msg {}", 3);
    }
    #[tokio::test(flavor = "multi_thread")]
    async fn two() -> Result<(), E> {
        assert!(x > 1);
        Ok(())
    }
    mod deep {
        #[test]
        #[should_panic(expected = "boom")]
        pub fn three() { boom() }
        #[rstest]
        #[case(1, 2)]
        #[case::named(2, 3)]
        fn four(#[case] a: i32, #[case] b: i32) { assert_eq!(f(a), b); }
    }
    macro_rules! mk { ($n:ident, $e:expr) => { #[test] fn $n() { assert_eq!($e, 1); } } }
    mk!(made, 1 + 0);
    proptest! {
        #[test]
        fn prop(a in 0..3) { prop_assert_eq!(a, g(a)); }
    }
}
rgtest!(feature, |dir: Dir| { eqnice!("y\\n", cmd.stdout()); });
`;

describe('tests', () => {
  test('functions in modules, of macros and inside of them; not what stands in text and comments', () => {
    const blocks = read(sample);
    expect(Object.keys(blocks)).toEqual([
      'tests > one',
      'tests > two',
      'tests > deep > three',
      'tests > deep > four',
      'tests > mk! > n',
      'tests > made',
      'tests > prop',
      'feature',
    ]);
    expect(blocks['tests > one']).toMatchObject({ line: 9, disabled: null, focused: false, returnsEarly: null });
    expect(blocks['tests > one']?.assertions).toEqual([
      {
        line: 11,
        text: 'assert_eq!(f(1), 2, "msg {}", 3)',
        subject: 'f(1)',
        matcher: 'assert_eq!',
        expected: '2',
        strength: 'strong',
      },
    ]);
    expect(claimsOf(blocks['tests > deep > three'])).toEqual(['panics should_panic expected = "boom"']);
    expect(claimsOf(blocks['tests > deep > four'])).toEqual(['1 case 2', '2 case 3', 'f(a) assert_eq! b']);
    expect(claimsOf(blocks['tests > mk! > n'])).toEqual(['$e assert_eq! 1']);
    expect(claimsOf(blocks['tests > made'])).toEqual(['tests > made mk! 1 + 0']);
    expect(claimsOf(blocks['feature'])).toEqual(['cmd.stdout() eqnice! "y\\n"']);
  });

  test('none in a file without, unless it is one of tests', () => {
    expect(readTests('src/a.rs', 'fn main() {}')).toBeNull();
    expect(readTests('src/a.rs', 'fn test() {}')).toBeNull();
    expect(readTests('tests/a.rs', 'fn main() {}')).toEqual([]);
    expect(readTests('src/a.go', sample)).toBeNull();
  });

  test('layout and comments make no other body', () => {
    const plain = read(body('let x = f(1, 2);', 'assert!(x);'))['a']?.body;
    expect(read(body('let x = f(', '1, /* one */', '2,', ');', '', 'assert!(x); // c'))['a']?.body).toBe(plain);
    expect(read(body('let x = f(1, 3);', 'assert!(x);'))['a']?.body).not.toBe(plain);
  });
});

describe('assertions', () => {
  test.each([
    ['assert_eq!(total, 5);', ['total assert_eq! 5']],
    ['assert_eq!(5, total, "message");', ['total assert_eq! 5']],
    ['assert_ne!(total, 5);', ['total assert_ne! 5 (weak)']],
    ['assert!(total == 5 && ok, "message");', ['total == 5', 'ok assert! (weak)']],
    ['assert!(a == 1 || b);', ['a any of a == 1 || b (weak)']],
    ['assert!(matches!(x, Some(1)));', ['x matches! Some(1)']],
    ['assert!(!matches!(x, Some(1)));', ['x !matches! Some(1) (weak)']],
    ['assert!(out.contains("x"));', ['out contains "x"']],
    ['assert!(!out.contains("x"));', ['out ! contains "x" (weak)']],
    ['assert!(x.is_none());', ['x is_none']],
    ['assert!(!x.is_empty());', ['x ! is_empty (weak)']],
    ['assert_eq!(ok, true);', ['ok assert_eq! true (weak)']],
    ['assert!(r.is_ok());', ['r.is_ok() assert! (weak)']],
    ['assert!(true);', []],
    ['assert_eq!(1, 1);', []],
    ['assert!(x == x);', []],
    ['assert!(x.parse::<u8>().unwrap() == 1);', ['x.parse::<u8>().unwrap() == 1']],
    ['if x != y { panic!("no"); }', ['x == y']],
    ['let e = run().unwrap_err();', ['run() unwrap_err (weak)']],
    [
      'Command::new("x").assert().success().stdout("y");',
      ['Command::new("x") success (weak)', 'Command::new("x") stdout "y"'],
    ],
    ['check_number(1, 5);', ['1 check_number 5']],
    ['assert_send::<T>();', ['assert_send::<T>() assert_send']],
    ['insta::assert_snapshot!(out, @"x");', ['out assert_snapshot! @"x"']],
    ['if false { assert_eq!(x, 1); }', []],
    ['// assert_eq!(x, 1);', []],
    ['let s = "assert_eq!(x, 1)";', []],
    [`let c = '"'; assert!(x); let d = '"';`, ['x assert! (weak)']],
  ])('%s', (line, expected) => {
    expect(claimed(line)).toEqual(expected);
  });
});

describe('tests that do not run', () => {
  test.each([
    ['#[ignore]', '#[ignore]'],
    ['#[ignore = "slow"]', '#[ignore]'],
    ['#[cfg_attr(miri, ignore)]', 'if miri: #[ignore]'],
    ['#[cfg(any())]', '#[cfg(any())]'],
    ['#[cfg(feature = "slow")]', 'if feature = "slow": #[cfg]'],
    ['#[cfg(unix)]', null],
    ['#[allow(unused)]', null],
    ['// #[ignore]', null],
  ])('%s', (attribute, disabled) => {
    expect(read(`${attribute}\n${body('assert!(x);')}`)['a']?.disabled).toBe(disabled);
    expect(read(`#[test]\n${attribute}\nfn a() { assert!(x); }`)['a']?.disabled).toBe(disabled);
    expect(read(`${attribute}\nmod m {\n${body('assert!(x);')}}`)['m > a']?.disabled).toBe(disabled);
  });

  test('a function that is no test any more is gone', () => {
    expect(read('fn a() { assert!(x); }\n#[inline]\nfn b() {}')).toEqual({});
  });

  test('because they end before', () => {
    expect(early('return;', 'assert!(x);')).toBe(3);
    expect(early('let y = 1;', 'if true { return; }', 'assert!(x);')).toBe(4);
    expect(early('return Ok(());', 'assert!(x);')).toBe(3);
    expect(early('std::process::exit(0);', 'assert!(x);')).toBe(3);
    expect(early('if y { return; }', 'assert!(x);')).toBeNull();
    expect(early('let f = || { return 1 };', 'assert!(f());')).toBeNull();
    expect(early('assert!(x);', 'return;')).toBeNull();
  });
});

test('nothing makes it throw', () => neverThrows(readTests, 'src/a.rs', sample));

test('deep nesting does not either', () =>
  survives(readTests, 'src/a.rs', [
    ['#[test] fn a() { assert!(', '!', 'x); }'],
    ['#[test] fn a() { ', 'assert!(', 'x'],
    ['', 'mod a { ', '#[test] fn a() {}'],
    ['', 'test!{ fn ', ''],
    ['', 'macro_rules! a { () => { #[test] ', ''],
    ['test', '/*', ''],
  ]));
