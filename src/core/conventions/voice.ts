/** Participles that no rule leads back to their verb. */
const irregular: Readonly<Record<string, string>> = {
  built: 'build',
  broken: 'break',
  brought: 'bring',
  cached: 'cache',
  caught: 'catch',
  chosen: 'choose',
  cut: 'cut',
  done: 'do',
  drawn: 'draw',
  fed: 'feed',
  found: 'find',
  given: 'give',
  held: 'hold',
  hidden: 'hide',
  kept: 'keep',
  left: 'leave',
  made: 'make',
  paid: 'pay',
  pasted: 'paste',
  put: 'put',
  read: 'read',
  rebuilt: 'rebuild',
  run: 'run',
  sent: 'send',
  set: 'set',
  shown: 'show',
  shut: 'shut',
  split: 'split',
  spelled: 'spell',
  taken: 'take',
  thrown: 'throw',
  told: 'tell',
  written: 'write',
  rewritten: 'rewrite',
};

/**
 * The verb of a participle, as a rule of thumb: `stored` store, `committed` commit, `retried` retry. null: it is none.
 * One that is led back to a wrong word costs a match, and makes none.
 */
export function verbOf(participle: string): string | null {
  const known = irregular[participle];
  if (known !== undefined) return known;
  if (!participle.endsWith('ed') || participle.length < 4) return null;
  if (participle.endsWith('ied')) return `${participle.slice(0, -3)}y`;
  const stem = participle.slice(0, -2);
  if (/([bdgkmnprt])\1$/.test(stem)) return stem.slice(0, -1);
  if (/(?:[cuvz]|[^s]s|[^aeiou]g|[aeiou]g|[^aeiourwl]l)$/.test(stem)) return `${stem}e`;
  if (/[^aeiou][aeiou][bdgklmnprt]$/.test(stem))
    return isOneSyllable(stem) || endsLikeVerbWithE(stem) ? `${stem}e` : stem;
  return stem;
}

function isOneSyllable(stem: string): boolean {
  return (stem.match(/[aeiouy]+/g) ?? []).length === 1;
}

function endsLikeVerbWithE(stem: string): boolean {
  return (
    /(?:at|et|ut|ir|ur|or|in|id|od|ar|am|ak)$/.test(stem) &&
    !/(?:edit|limit|format|target|reset|order|enter|open|offer|join|author|error|monitor|anchor|refactor|debug|color|colour|stream)$/.test(
      stem,
    )
  );
}
