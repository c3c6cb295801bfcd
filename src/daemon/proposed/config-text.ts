import { stringify } from 'yaml';
import type { ConfigProposal } from './propose-config.ts';

/** A proposal as the commented file that is written. */
export function configText(proposal: ConfigProposal): string {
  const { target, setup, checks, copy, link, otherSetup, agents } = proposal;
  return `# Signalbox: how agents work in this repository. Commands here run once you have said: signalbox trust
# Where work lands, and how: squash (one commit for each task), merge, rebase (the agent's own commits), or pr (gh, glab).
target: ${scalar(target)}
land: squash

# In order; all must be green on the merged result. timeout: 10m is the default; parallel: true runs beside others.
${list(
  'checks',
  checks.map((check) => `{ name: ${scalar(check.name)}, run: ${scalar(check.run)} }`),
  '{ name: test, run: make test }',
)}
# In each new worktree, before the agent starts.
${list('setup', setup.map(scalar), 'npm ci')}${offered(otherSetup)}
# Untracked files that a worktree needs: paths, and patterns of what git ignores (.env*, apps/*/.env, !not-this).
${list('copy', copy.map(scalar), '.env')}${link.length === 0 ? '' : `\n${list('link', link.map(scalar), 'cache')}`}
# Built-in ones need no more than their name. Any other command is an agent too: the task is in SIGNALBOX_PROMPT, and in its
# arguments where they say {prompt}.
${agentLines(agents)}
# Red rounds before a person is asked, and whether work outside of a task's scope is sent back (red) or shown (note).
rounds: 3
scope_policy: red
# What a change does beside its purpose (tests weakened, secrets, large files, ...) is found and has a policy by group: red,
# acknowledge, note or off. strict: what weakens verification for certain is red.
# strict: true
# findings: { suspicious: acknowledge, generated: off }
# Whether git hooks judge what lands (run, skip); how often new tests are run; from when on approved work is judged together.
# hooks: run
# burn_in: 5
# batch: { at: 3, slower_than: 5m }
`;
}

/** Commands that nobody has agreed to yet. */
function offered(commands: ConfigProposal['otherSetup']): string {
  if (commands.length === 0) return '';
  const lines = commands.map(({ from, run }) => `#   - ${scalar(run)} # ${from}`);
  return `# Other tools set worktrees up with these; take over what is needed:\n${lines.join('\n')}\n`;
}

function list(key: string, items: readonly string[], example: string): string {
  const lines =
    items.length === 0 ? [`# ${key}:`, `#   - ${example}`] : [`${key}:`, ...items.map((item) => `  - ${item}`)];
  return `${lines.join('\n')}\n`;
}

function agentLines(agents: ConfigProposal['agents']): string {
  const [first] = agents;
  if (first === undefined)
    return '# agents:\n#   claude: {}\n#   script: { command: [bash, tools/agent.sh] }\n# agent: claude\n';
  return `agents:\n${agents.map((name) => `  ${name}: {}\n`).join('')}agent: ${first}\n`;
}

/** One value as YAML, quoted where YAML would read it as something else; safe inside [ ] and { }. */
function scalar(text: string): string {
  return /^[A-Za-z][A-Za-z0-9 ./_-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : stringify(text, { defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 }).trimEnd();
}
