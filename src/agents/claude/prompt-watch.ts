/** Who waits to hear of a prompt that Claude Code takes. */
export class PromptWatch {
  readonly #waiting = new Set<(prompt: string) => void>();

  /** A prompt was taken, whoever gave it. */
  hear(prompt: string): void {
    for (const hear of this.#waiting) hear(prompt);
  }

  /** True with the next prompt of which `matches` says so; false when none came within `ms`. */
  async next(matches: (prompt: string) => boolean, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (taken: boolean) => {
        this.#waiting.delete(hear);
        clearTimeout(timer);
        resolve(taken);
      };
      const hear = (prompt: string) => {
        if (matches(prompt)) end(true);
      };
      const timer = setTimeout(() => end(false), ms);
      this.#waiting.add(hear);
    });
  }
}
