/** What a file is, by its path alone. */

const testFolder =
  /(?:^|\/)(?:__tests__|tests?|specs?|e2e|cypress|testing|__mocks__|fixtures?|testdata|mocks?|test-[\w-]+|[\w-]+-tests?)\//i;
const testFile =
  /[._-](?:test|tests|spec|e2e|cy)\.\w+$|(?:^|\/)(?:test_[^/]*|conftest|tests?|[^/]*_tests?|[^/]*_spec)\.\w+$|(?:^|\/)[^/]*(?:Tests?|TestCase|Specs?|IT)\.(?:java|kt|cs|scala|groovy|swift|php|fs|vb)$/;
const source =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|py|go|rs|java|kt|kts|rb|cs|php|swift|scala|groovy|ex|exs|dart|c|cc|cpp|h|hpp)$/;
const configFile =
  /(?:^|\/)(?:[^/]*\.config|[^/]*rc|[^/]*\.setup|setup|noxfile|Gruntfile|gulpfile|karma\.conf)\.(?:[cm]?[jt]s|py|json|ya?ml)$/i;

/** A test by its name or its folder; what tests read counts as well. */
export function isTestPath(path: string): boolean {
  return testFolder.test(path) || testFile.test(path);
}

/** Code that ships: no test, no configuration of tools. */
export function isShippedCode(path: string): boolean {
  return source.test(path) && !isTestPath(path) && !configFile.test(path);
}

/** What tests read, not what runs: code in it is a specimen. */
export function isFixture(path: string): boolean {
  return /(?:^|\/)(?:__)?(?:fixtures?|testdata|test-data|[\w-]+-fixtures)(?:__)?\//.test(path);
}

/** Code of any kind. */
export function isCode(path: string): boolean {
  return source.test(path);
}

/** `packages/a/b.ts` is `b.ts` in `packages/a`. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const at = path.lastIndexOf('/');
  return { folder: at < 0 ? '' : path.slice(0, at), name: path.slice(at + 1) };
}
