import type { HookEvent } from './hook-event.ts';
import { oneLine } from './one-line.ts';

/** The tools that start a helper; what it is for stands in their input. */
const starters = ['Agent', 'Task'];
/** Longest name of one helper in the line, characters. */
const nameLength = 30;

/**
 * The helpers of one session: its subagents, and the team's members and tasks where agent teams are switched on. All of
 * it is one line, and none of it says anything about the session's own turn.
 */
export class SubWork {
  /** What helpers that were called for and have not started yet are for, oldest first. */
  readonly #announced: string[] = [];
  readonly #subagents = new Map<string, string>();
  readonly #idleMates = new Set<string>();
  readonly #openTasks = new Map<string, string>();
  #doneTasks = 0;

  /** Takes notice of an event; true when it can have changed the line. */
  hear(event: HookEvent): boolean {
    switch (event.hook_event_name) {
      case 'PreToolUse': {
        const { description } = event.tool_input;
        if (starters.includes(event.tool_name) && typeof description === 'string') this.#announced.push(description);
        // A helper that works is not idle any more.
        return event.agent_id !== undefined && this.#idleMates.delete(event.agent_type ?? '');
      }
      case 'SubagentStart':
        if (event.agent_id !== undefined) {
          const name = this.#announced.shift() ?? event.agent_type ?? '';
          this.#subagents.set(event.agent_id, oneLine(name, nameLength));
        }
        return true;
      case 'SubagentStop':
        return event.agent_id !== undefined && this.#subagents.delete(event.agent_id);
      case 'TeammateIdle':
        this.#idleMates.add(event.teammate_name);
        return true;
      case 'TaskCreated':
        this.#openTasks.set(event.task_id, event.task_subject);
        return true;
      case 'TaskCompleted':
        this.#openTasks.delete(event.task_id);
        this.#doneTasks += 1;
        return true;
      default:
        return false;
    }
  }

  /** How many of the team's members have nothing to do. */
  get idleMates(): number {
    return this.#idleMates.size;
  }

  /** `2 subagents: tests, docs · tasks 1 of 3 done · idle: alice`; null when there is nothing. */
  words(): string | null {
    const parts = [this.#subagentWords(), this.#taskWords(), this.#mateWords()].filter((part) => part !== '');
    return parts.length === 0 ? null : oneLine(parts.join(' · '), 200);
  }

  #subagentWords(): string {
    const names = [...this.#subagents.values()].filter((name) => name !== '');
    const count = this.#subagents.size;
    if (count === 0) return '';
    return `${count} subagent${count === 1 ? '' : 's'}${names.length === 0 ? '' : `: ${names.join(', ')}`}`;
  }

  #taskWords(): string {
    const all = this.#openTasks.size + this.#doneTasks;
    return this.#openTasks.size === 0 ? '' : `tasks ${this.#doneTasks} of ${all} done`;
  }

  #mateWords(): string {
    return this.#idleMates.size === 0 ? '' : `idle: ${[...this.#idleMates].join(', ')}`;
  }
}
