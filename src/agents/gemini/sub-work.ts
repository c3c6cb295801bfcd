/** The helper agents that are at work, in one line: `2 agents: tests, docs`. */
export class SubWork {
  readonly #tell: (words: string | null, rule: string) => void;
  #names: string[] = [];

  constructor(tell: (words: string | null, rule: string) => void) {
    this.#tell = tell;
  }

  began(name: string, rule: string): void {
    this.#set([...this.#names, name], rule);
  }

  ended(name: string, rule: string): void {
    const at = this.#names.indexOf(name);
    if (at !== -1) this.#set(this.#names.toSpliced(at, 1), rule);
  }

  /** The turn is over, and they with it. */
  over(rule: string): void {
    if (this.#names.length > 0) this.#set([], rule);
  }

  #set(names: string[], rule: string): void {
    this.#names = names;
    const count = names.length === 1 ? '1 agent' : `${names.length} agents`;
    this.#tell(names.length === 0 ? null : `${count}: ${names.join(', ')}`, rule);
  }
}
