import type { CacheResponse } from '../../driver/cache-response.ts'
import type { TransactionRun } from '../../driver/transaction-run.ts'
import type { ExploredRequest } from './explored-world.ts'

const names = ['Anna', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gina', 'Hugo', 'Ida', 'Jan']

/** What a client calls its own field, by which its header operations are counted. */
export const operationField = 'X-Operation'

/** A client of the explored cache: it asks once, reads whatever comes as it comes, and may leave. */
export class ExploredClient {
  readonly index: number
  readonly kind: ExploredRequest
  /** `absent`: it has yet to come. `left`: it has gone before it had everything. */
  state: 'absent' | 'waiting' | 'reading' | 'served' | 'failed' | 'left' = 'absent'
  /** How many purges had ended when it came. */
  generation = 0
  run: TransactionRun | undefined
  response: CacheResponse | undefined
  /** What it has of the body. */
  text = ''
  /** How many of the fields that it wanted added once there are. */
  operations = 0

  constructor(index: number, kind: ExploredRequest) {
    this.index = index
    this.kind = kind
  }

  get name(): string {
    return names[this.index] ?? `client ${this.index + 1}`
  }

  get isOver(): boolean {
    return this.state === 'served' || this.state === 'failed' || this.state === 'left'
  }

  /** Waits for what comes of its request. */
  await(run: TransactionRun, generation: number): void {
    this.run = run
    this.generation = generation
    this.state = 'waiting'
    run.appendResponseHeader(operationField, this.name)
    run.onReady(() => void this.#take(run))
  }

  leave(): void {
    this.state = 'left'
    this.run?.cancel()
  }

  /** Takes what there is a moment after it was there: whatever else follows from it comes first. */
  async #take(run: TransactionRun): Promise<void> {
    await Promise.resolve()
    if (this.state === 'left') return
    try {
      const response = run.poll()
      if (response !== undefined) await this.#read(response)
    } catch {
      this.operations = countOf(run.errorFields([]), this.name)
      this.state = 'failed'
    }
  }

  async #read(response: CacheResponse): Promise<void> {
    this.response = response
    this.operations = countOf(response.fields, this.name)
    this.state = 'reading'
    try {
      for await (const piece of response.body) this.text += new TextDecoder().decode(piece)
      if (this.state === 'reading') this.state = 'served'
    } catch {
      if (this.state === 'reading') this.state = 'failed'
    }
  }
}

const countOf = (fields: readonly string[], name: string): number =>
  fields.filter((text, at) => at % 2 === 1 && fields[at - 1] === operationField && text === name).length
