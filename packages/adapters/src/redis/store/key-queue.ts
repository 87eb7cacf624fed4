/** What is under way for a key: after the changes a lookup may begin, after all of it a change. */
interface Turn {
  changes: Promise<unknown> | undefined
  all: Promise<unknown>
}

const ignore = (): void => {}

/** Lets what is asked for a key take effect in the order of the calls. Different keys do not wait for each other. */
export class KeyQueue {
  readonly #turns = new Map<string, Turn>()

  /** After the changes that were asked for before; beside other lookups. */
  read<Answer>(key: string, task: () => Promise<Answer>): Promise<Answer> {
    const changes = this.#turns.get(key)?.changes
    const answer = changes === undefined ? task() : changes.then(task)
    const settled = answer.then(ignore, ignore)
    const before = this.#turns.get(key)
    this.#follow(key, {
      changes,
      all: before === undefined ? settled : Promise.all([before.all, settled]),
    })
    return answer
  }

  /** After all that was asked for before. */
  change<Answer>(key: string, task: () => Promise<Answer>): Promise<Answer> {
    const before = this.#turns.get(key)?.all
    const answer = before === undefined ? task() : before.then(task)
    const settled = answer.then(ignore, ignore)
    this.#follow(key, { changes: settled, all: settled })
    return answer
  }

  /** Resolves when all changes that were asked for until now are done, or have failed. */
  async changed(): Promise<void> {
    const changes = [...this.#turns.values()].flatMap((turn) =>
      turn.changes === undefined ? [] : [turn.changes],
    )
    await Promise.all(changes)
  }

  #follow(key: string, turn: Turn): void {
    this.#turns.set(key, turn)
    void turn.all.then(() => {
      if (this.#turns.get(key) === turn) this.#turns.delete(key)
    })
  }
}
