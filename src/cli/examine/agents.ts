import type { Result } from '../../wire/requests.ts';
import { type Finding, missing, note, ok } from './finding.ts';

type AgentFound = Result<'agents/list'>['agents'][number];

/** What there is to say about each agent; those that nobody configured and that are not there share one line. */
export function agentFindings(agents: readonly AgentFound[]): Finding[] {
  const expected = agents.filter((agent) => agent.configured || agent.found !== null);
  const others = agents.filter((agent) => !expected.includes(agent));
  const findings = expected.map(finding);
  if (expected.length === 0) return [missing('no agent is on PATH', ways(others))];
  return others.length === 0 ? findings : [...findings, note('other agents can be had', ways(others))];
}

function finding(agent: AgentFound): Finding {
  const { name, program, found, problem, title, version } = agent;
  if (program === '') return missing(problem ?? `agent ${name} has no command`, null);
  if (found === null) {
    const remedy = agent.npmPackage === null ? 'install it' : install(agent.npmPackage);
    return missing(
      `agent ${name}: ${program} is not ${program.includes('/') ? 'there' : 'on PATH'}`,
      agent.configured ? `${remedy}, or change agents: in the configuration` : remedy,
    );
  }
  if (agent.adapter === null) return ok(`agent ${name}: ${program}, a plain command`);
  const where = `${found}; its state comes from ${agent.authority ?? 'its screen'}`;
  if (problem !== null) return note(`agent ${name}: ${title}, ${where}`, `${problem}: does it start?`);
  if (version === null) return ok(`agent ${name}: ${title}, started by ${where}`);
  const what = `agent ${name}: ${title} ${version}`;
  if (agent.tested.includes(version)) return ok(`${what}, a tested version, ${where}`);
  const tested = agent.tested.length === 0 ? 'none is' : agent.tested.join(', ');
  return note(
    `${what}, not a tested version (${tested}), ${where}`,
    'if its state looks wrong, signalbox show ID --why says what decided it',
  );
}

function ways(agents: readonly AgentFound[]): string {
  const each = agents.map(({ title, npmPackage }) =>
    npmPackage === null ? title : `${title}, ${install(npmPackage)}`,
  );
  return each.length === 0 ? 'define one under agents: in the configuration' : each.join('; ');
}

function install(npmPackage: string): string {
  return `npm install -g ${npmPackage}`;
}
