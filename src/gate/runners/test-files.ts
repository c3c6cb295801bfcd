const byName = [
  /[._-](?:test|spec)\.[cm]?[jt]sx?$/,
  /(?:^|\/)__tests__\/(?!__snapshots__\/)[^/]+\.[cm]?[jt]sx?$/,
  /(?:^|\/)test_[^/]+\.py$/,
  /_test\.(?:py|go)$/,
  /(?:^|\/)tests\/[^/]+\.rs$/,
];

/** Whether a file holds tests that its runner finds by the file's name; what tests only read does not count. */
export function isTestFile(path: string): boolean {
  return byName.some((pattern) => pattern.test(path));
}

/** The test file that a snapshot belongs to; null when it is none. */
export function testOfSnapshot(path: string): string | null {
  const [, folder = '', name] = /^(.*\/)?__snapshots__\/([^/]+)\.snap$/.exec(path) ?? [];
  return name === undefined ? null : `${folder}${name}`;
}
