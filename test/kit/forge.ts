import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRepository } from './repository.ts';

/** Plays `gh` or `glab`: pull requests are files, and every call is written down. */
const script = `#!/bin/sh
forge="$(dirname "$0")/../forge"
echo "$(basename "$0") $*" >> "$forge/calls"
number=$(cat "$forge/number" 2>/dev/null || echo 0)
url="https://forge.example/r/-/merge_requests/$number"
state=$(cat "$forge/state" 2>/dev/null)
merge=$(cat "$forge/merge" 2>/dev/null)
case "$(basename "$0") $1 $2" in
  "gh pr list") [ "$state" = OPEN ] && echo "[{\\"url\\":\\"$url\\"}]" || echo '[]' ;;
  "glab mr list") [ "$state" = OPEN ] && echo "[{\\"web_url\\":\\"$url\\"}]" || echo '[]' ;;
  "gh pr create"|"glab mr create")
    [ -e "$forge/broken" ] && { echo 'HTTP 502: the forge is away' >&2; exit 1; }
    cat > "$forge/body"
    number=$((number + 1))
    echo "$number" > "$forge/number"
    echo OPEN > "$forge/state"
    [ -e "$forge/kill" ] && { rm "$forge/kill"; kill -9 $PPID; exit 1; }
    echo "https://forge.example/r/-/merge_requests/$number" ;;
  "gh pr view") [ "$state" = MERGED ] && commit="{\\"oid\\":\\"$merge\\"}" || commit=null
    echo "{\\"state\\":\\"$state\\",\\"mergeCommit\\":$commit}" ;;
  "glab mr view") case "$state" in MERGED) state=merged ;; CLOSED) state=closed ;; *) state=opened ;; esac
    echo "{\\"state\\":\\"$state\\",\\"merge_commit_sha\\":\\"$merge\\"}" ;;
  *) exit 2 ;;
esac
`;

/** A bare repository to push to, and the forge's program beside it. */
export class TestForge {
  readonly #folder: string;
  readonly bare: string;
  /** Goes to the front of PATH. */
  readonly bin: string;

  constructor(repo: TestRepository, { remote = true } = {}) {
    this.#folder = repo.folder;
    this.bare = join(repo.folder, 'origin.git');
    this.bin = join(repo.folder, 'bin');
    for (const name of ['bin', 'forge']) mkdirSync(join(repo.folder, name));
    repo.git(['init', '--quiet', '--bare', '--initial-branch=main', this.bare]);
    if (!remote) return;
    repo.git(['remote', 'add', 'origin', `file://${this.bare}`]);
    repo.git(['push', '--quiet', 'origin', 'main']);
  }

  install(name: 'gh' | 'glab'): string {
    const path = join(this.bin, name);
    writeFileSync(path, script);
    chmodSync(path, 0o755);
    return path;
  }

  /** Writes one of the files that the script reads: state, merge, kill, broken. */
  set(name: string, text = ''): void {
    writeFileSync(join(this.#folder, 'forge', name), text);
  }

  unset(name: string): void {
    rmSync(join(this.#folder, 'forge', name));
  }

  read(name: string): string {
    const path = join(this.#folder, 'forge', name);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** The calls so far that begin so. */
  calls(start: string): string[] {
    return this.read('calls')
      .split('\n')
      .filter((line) => line.startsWith(start));
  }
}
