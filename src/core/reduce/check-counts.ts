import type { CheckResult, Verdict } from '../model/verdict.ts';
import type { Repo } from '../model/world.ts';

/** Flakes that are remembered, the last seen ones. */
const keptFlakes = 500;

/** What a gate found out about the repository's own checks: how they went, which flake, and whether the target is red. */
export function noteVerdict(repo: Repo, verdict: Verdict, at: number): Repo {
  return noteTarget(noteChecks(repo, verdict.checks, at), verdict, at);
}

/** Counts what ran; a result that was only used again was counted when it ran. */
export function noteChecks(repo: Repo, results: readonly CheckResult[], at: number): Repo {
  const names = new Set(repo.config?.checks.map(({ name }) => name));
  const ran = results.filter(({ name, outcome, reused }) => names.has(name) && outcome !== 'skipped' && !reused);
  if (ran.length === 0) return repo;
  const checkCounts = { ...repo.checkCounts };
  for (const { name, outcome, durationMs } of ran) {
    if (outcome === 'skipped') continue;
    const before = checkCounts[name] ?? { green: 0, red: 0, flaky: 0, infrastructure: 0, greenMs: 0 };
    const greenMs = before.greenMs + (outcome === 'green' ? durationMs : 0);
    checkCounts[name] = { ...before, [outcome]: before[outcome] + 1, greenMs };
  }
  return { ...repo, checkCounts, flakes: ran.reduce((known, result) => noteFlake(known, result, at), repo.flakes) };
}

function noteFlake(known: Repo['flakes'], { name: check, flake }: CheckResult, at: number): Repo['flakes'] {
  if (flake === null) return known;
  const tests = flake.tests.length === 0 ? [{ file: null, title: '' }] : flake.tests;
  let flakes = known;
  for (const { file, title } of tests) {
    const is = (one: Repo['flakes'][number]) => one.check === check && one.file === file && one.title === title;
    const before = flakes.find(is) ?? { check, file, title, candidate: 0, target: 0, last: at };
    const candidate = before.candidate + (flake.reds > 0 ? 1 : 0);
    const target = before.target + (flake.targetReds > 0 ? 1 : 0);
    flakes = [...flakes.filter((one) => !is(one)), { ...before, candidate, target, last: at }];
  }
  return flakes.slice(-keptFlakes);
}

/** Red on the target as it is, until somebody sees those checks green on it, or it moves. */
function noteTarget(repo: Repo, verdict: Verdict, at: number): Repo {
  const { target: commit } = verdict;
  if (repo.targetCommit !== null && repo.targetCommit !== commit) return repo;
  const known = repo.targetRed?.commit === commit ? repo.targetRed.checks : [];
  if (verdict.kind === 'target-red') {
    const found = verdict.reasons.flatMap((reason) => (reason.kind === 'target' ? [reason.name] : []));
    if (found.length === 0) return repo;
    return { ...repo, targetRed: { commit, checks: [...new Set([...known, ...found])], at } };
  }
  const green = new Set(verdict.checks.filter(({ outcome }) => outcome === 'green').map(({ name }) => name));
  return known.length > 0 && known.every((name) => green.has(name)) ? { ...repo, targetRed: null } : repo;
}
