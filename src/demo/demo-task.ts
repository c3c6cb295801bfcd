import type { Params } from '../wire/requests.ts';
import type { DemoAgent } from './demo-agent.ts';

/** One task of the demo: what is asked for, what its agent does, and what the person decides about it. */
export interface DemoTask extends Pick<Params<'task/create'>, 'title' | 'prompt' | 'kind' | 'scope'> {
  /** What becomes of it when everything works. */
  readonly fate: 'landed' | 'discarded';
  /** Files that are on the target in the end exactly when it landed. */
  readonly leaves: readonly string[];
  /** The person's answers, by question; a question that is not here gets its default. */
  readonly answers?: Readonly<Record<string, string>>;
  /** The note with which the person sends the first round back. */
  readonly rejection?: string;
  /** Title of another task that has to be finished too before the person looks at this one. */
  readonly reviewedWith?: string;
  /** The agent's part, from its start to its exit. Returns the exit status. */
  play(agent: DemoAgent): Promise<number>;
}
