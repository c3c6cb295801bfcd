/** Places, by name, where a turn waits until a test lets it go on. */
export class Gates {
  readonly #gates = new Map<string, { reached: PromiseWithResolvers<void>; released: PromiseWithResolvers<void> }>();

  /** Waits here until the place is released, once for all. */
  async hold(name: string): Promise<void> {
    this.#at(name).reached.resolve();
    await this.#at(name).released.promise;
  }

  release(name: string): void {
    this.#at(name).released.resolve();
  }

  reached(name: string): Promise<void> {
    return this.#at(name).reached.promise;
  }

  #at(name: string) {
    const gate = this.#gates.get(name) ?? { reached: Promise.withResolvers(), released: Promise.withResolvers() };
    this.#gates.set(name, gate);
    return gate;
  }
}
