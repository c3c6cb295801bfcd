import type { Found } from '../../core/model/findings.ts';
import type { Detector, FileChange } from './change.ts';
import { loosenedSetting } from './loosened-setting.ts';
import type { SettingChange } from './loosened-setting.ts';
import { isFixture, splitPath } from './paths.ts';
import { settingsOf } from './settings.ts';
import type { Setting } from './settings.ts';
import { cut } from './weakened/sentences.ts';

/** Files in which everything is about checks. */
const ofChecks =
  /^(?:vitest|jest|playwright|cypress|karma|ava|wdio|eslint|oxlint|stylelint|commitlint|knip)\.(?:config|workspace|conf|preset|setup|shared)[\w.-]*$|^\.(?:mocharc|nycrc|c8rc|taprc|eslintrc|oxlintrc|stylelintrc|swcrc|jshintrc|jscpd)|^(?:oxlintrc|tsconfig|jsconfig)[\w.-]*\.jsonc?$|^(?:bunfig\.toml|\.?codecov\.ya?ml|\.coveragerc|pytest\.ini|tox\.ini|setup\.cfg|\.?mypy\.ini|pyrightconfig\.json|biome\.jsonc?|\.?ruff\.toml|\.flake8|\.?pylintrc|\.golangci\.(?:ya?ml|toml|json)|\.?clippy\.toml|deny\.toml|nextest\.toml|\.rubocop(?:_todo)?\.yml|knip\.jsonc?|sonar-project\.properties|phpstan\.neon(?:\.dist)?|detekt\.yml|checkstyle\.xml|analysis_options\.yaml)$/;
/** Of the other files only these parts are. */
const parts: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:vite|rstest|rsbuild|astro)\.config\.\w+$/, /(?:^|> )(?:test|coverage)(?: >|$)/],
  [/^package\.json$/, /^(?:jest|vitest|nyc|c8|ava|mocha|tap|xo|eslintConfig|stylelint|knip|oxlint)(?: >|$)/],
  [
    /^pyproject\.toml$/,
    /^tool\.(?:pytest|coverage|mypy|ruff|pylint|pyright|basedpyright|tox|hatch\.envs|flake8|poe|nox|pyrefly|ty|isort|black|codespell|bandit)/,
  ],
  [/^Cargo\.toml$/, /^(?:workspace\.)?lints|^(?:lib|bin|test)(?: >|$)|^profile\.test/],
  [/^conftest\.py$/, /^collect_ignore(?:_glob)?$/],
  [/^deno\.jsonc?$/, /^(?:lint|test|compilerOptions)(?: >|$)/],
];
/** What pyproject.toml can hold as well. */
const ofPython = /^(?:setup\.cfg|tox\.ini|pytest\.ini|\.flake8|\.?mypy\.ini|\.coveragerc|\.?ruff\.toml|\.?pylintrc)$/;
const mostAlone = 5;

/** What the tools of the checks are told, where they now ask for less. */
export const detectCheckConfig: Detector = (changes) =>
  changes.flatMap((change) => (isRead(change.path) ? condensed(look(change, changes)) : []));

function isRead(path: string): boolean {
  const { name } = splitPath(path);
  if (isFixture(path)) return false;
  return ofChecks.test(name) || parts.some(([file]) => file.test(name));
}

function look(change: FileChange, changes: readonly FileChange[]): Found[] {
  const { path, before, after } = change;
  if (before?.id === after?.id) return [];
  const { name } = splitPath(path);
  if (after === null) {
    const family = familyOf(name);
    const movesIn =
      ofPython.test(name) &&
      changes.some((other) => other.after !== null && splitPath(other.path).name === 'pyproject.toml');
    const follows =
      movesIn || changes.some((other) => other.before === null && familyOf(splitPath(other.path).name) === family);
    if (follows || !ofChecks.test(name) || isWithItsPackage(path, changes)) return [];
    return [
      {
        rule: 'check-config-loosened',
        certain: false,
        file: path,
        line: null,
        side: 'target',
        says: 'this configuration of checks was removed',
      },
    ];
  }
  if (after.text === null || before?.text === null) return [];
  const only = parts.find(([file]) => file.test(name))?.[1];
  const old = grouped(settingsOf(path, before?.text ?? ''));
  const now = grouped(settingsOf(path, after.text));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id): Found[] => {
    const [was, is] = [old.get(id) ?? null, now.get(id) ?? null];
    const setting = settingChange(was, is);
    if (setting === null || (only !== undefined && !only.test(setting.name))) return [];
    const found = loosenedSetting(setting);
    if (found === null) return [];
    const { rule, certain, says } = found;
    return [
      {
        rule,
        certain,
        says: cut(says),
        file: path,
        line: (is ?? was)?.line ?? null,
        side: is ? 'candidate' : 'target',
      },
    ];
  });
}

/** A whole package went, and its configuration with it. */
function isWithItsPackage(path: string, changes: readonly FileChange[]): boolean {
  const manifest = /^(?:package\.json|Cargo\.toml|pyproject\.toml|go\.mod|deno\.json)$/;
  return changes.some((change) => {
    const { folder, name } = splitPath(change.path);
    return change.after === null && manifest.test(name) && folder !== '' && path.startsWith(`${folder}/`);
  });
}

/** `.eslintrc.json` and `eslint.config.js` are of one family. */
function familyOf(name: string): string {
  return name.replace(/^\./, '').replace(/(?:rc)?(?:[.-].*)?$/, '');
}

/** By place and key; an item by its value as well, so that the order of a list does not matter. */
function grouped(settings: readonly Setting[]): Map<string, Setting> {
  const all = new Map<string, Setting>();
  for (const setting of settings) {
    const { path, key, value } = setting;
    const id = JSON.stringify(key === null ? [path, null, value] : [path, key]);
    // The same key once more is another block of the same file: `- if:` of several steps.
    let count = 0;
    while (count < 50 && all.has(`${id}${count}`)) count += 1;
    all.set(`${id}${count}`, setting);
  }
  return all;
}

function settingChange(was: Setting | null, is: Setting | null): SettingChange | null {
  const any = is ?? was;
  if (any === null || was?.value === is?.value) return null;
  const name = [...any.path, ...(any.key === null ? [] : [any.key])].join(' > ');
  return { name, isItem: any.key === null, from: was?.value ?? null, to: is?.value ?? null };
}

/** A rewritten file would be a list that nobody reads. */
function condensed(found: readonly Found[]): Found[] {
  return [...Map.groupBy(found, ({ rule }) => rule).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length <= mostAlone) return group;
    const certain = group.some((one) => one.certain);
    return [{ ...first, certain, says: `${first.says}; and ${group.length - 1} more settings ask for less` }];
  });
}
