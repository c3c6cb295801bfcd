import { expect } from 'vitest';
import { WatchedScreen } from '../../kit/watched-screen.ts';
import { type AgentHouse, openAgentHouse } from '../kit/agent-house.ts';
import { eachAgent } from '../kit/each-agent.ts';
import { type AgentName, agentNames } from '../kit/versions.ts';

/** The agents' own dialog for a command, and the key that says yes to it. */
const dialogs: Record<AgentName, { shows: RegExp; yes: string }> = {
  claude: { shows: /Do you want to proceed\?/, yes: '1' },
  codex: { shows: /Would you like to run the following command\?/, yes: 'y' },
  opencode: { shows: /Permission required/, yes: '\r' },
  gemini: { shows: /Allow execution of/, yes: '\r' },
};

function openBuilding(agent: AgentName): Promise<AgentHouse> {
  return openAgentHouse({
    agent,
    files: { 'build.sh': 'echo built >> built.txt\n' },
    scenario: [{ shell: 'sh build.sh', privileged: true }, { say: 'It is built.' }],
  });
}

/** Waits until the agent's own terminal shows its dialog, and Signalbox its question. */
async function atTheDialog(story: AgentHouse, id: number, agent: AgentName): Promise<WatchedScreen> {
  const screen = await WatchedScreen.watch(story.house.connection, id);
  await story.asks(id, /sh build\.sh/);
  await screen.until('its dialog', () => dialogs[agent].shows.test(screen.text));
  return screen;
}

/** How long a person waits before they press a key again, ms. */
const againMs = 1500;

/** Says yes with a key. A dialog may drop what comes in its first moment: it is pressed again while the dialog stands. */
async function press(screen: WatchedScreen, agent: AgentName): Promise<void> {
  const { shows, yes } = dialogs[agent];
  const pressing: Promise<void>[] = [];
  const again = () => {
    if (shows.test(screen.text)) pressing.push(screen.type(yes));
  };
  again();
  const timer = setInterval(again, againMs);
  await screen.until('its dialog gone', () => !shows.test(screen.text)).finally(() => clearInterval(timer));
  await Promise.all(pressing);
}

eachAgent(agentNames, 'a permission that is given in its terminal is asked for no more', async (agent) => {
  await using story = await openBuilding(agent);
  const { house } = story;
  const id = await story.start('build it');
  const screen = await atTheDialog(story, id, agent);
  await press(screen, agent);
  const ready = await house.reaches(id, 'ready');
  expect(ready.questions).toMatchObject([{ about: 'permission', answer: null, withdrawn: true, closedBy: 'terminal' }]);
  expect(house.repo.read('built.txt', ready.worktree?.path)).toBe('built\n');
});

eachAgent(
  agentNames,
  'an answer in the dashboard and a key in its terminal at the same moment: one of them counts',
  async (agent) => {
    await using story = await openBuilding(agent);
    const { house, model } = story;
    const id = await story.start('build it');
    const screen = await atTheDialog(story, id, agent);
    // Whoever comes second is told that it is answered already.
    await Promise.allSettled([story.permit(id, /sh build\.sh/), screen.type(dialogs[agent].yes)]);
    const ready = await house.reaches(id, 'ready');
    expect(ready.questions).toHaveLength(1);
    expect(house.repo.read('built.txt', ready.worktree?.path)).toBe('built\n');
    expect(model.requests.filter((asked) => asked.lastIs === 'user')).toHaveLength(1);
  },
);
