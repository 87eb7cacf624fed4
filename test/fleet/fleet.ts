import { FleetOrigin } from './fleet-origin.ts'
import { Member, type Answer } from './member.ts'

/** Several gateways in front of one origin, on one store. */
export interface FleetOptions {
  readonly store: string
  readonly size: number
  readonly options?: readonly string[]
}

/** Patient with the store: the machine may be busy. What is slow on purpose has limits of its own. */
const patient = ['--store-timeout', '20s'] as const

let warmings = 0

export class Fleet {
  readonly origin = new FleetOrigin()
  readonly members: Member[] = []
  #originUrl = ''
  readonly #options: FleetOptions

  constructor(options: FleetOptions) {
    this.#options = options
  }

  /** Starts all of them; resolves when each has asked the origin by a lease, where there are leases. */
  async start(): Promise<this> {
    this.#originUrl = await this.origin.open()
    await Promise.all(Array.from({ length: this.#options.size }, () => this.join()))
    return this
  }

  /** One more. */
  async join(): Promise<Member> {
    const { store, options = [] } = this.#options
    const member = new Member(this.#originUrl, store, [...patient, ...options])
    this.members.push(member)
    await member.listening()
    await warm(member, store.startsWith('redis') ? 'leases' : 'writers')
    return member
  }

  /** The member of this place. */
  at(place: number): Member {
    const member = this.members.at(place)
    if (member === undefined) throw new RangeError(`there is no gateway ${place}`)
    return member
  }

  /** Asks all of them for a path at the same time, each so many times. */
  async askAll(path: string, each: number): Promise<readonly Answer[]> {
    return (await Promise.all(this.members.map((member) => member.askMany(path, each)))).flat()
  }

  /** Asks one after the other; what each of them answers. */
  async bodies(path: string, members: readonly Member[] = this.members): Promise<readonly string[]> {
    const answers = await Promise.all(members.map((member) => member.ask(path)))
    return answers.map(({ body }) => body)
  }

  async end(): Promise<void> {
    await Promise.all(this.members.map((member) => member.end()))
    this.origin.close()
  }
}

/** Asks for something new until the gateway has what it needs of its store: connections take their time. */
async function warm(member: Member, line: 'leases' | 'writers'): Promise<void> {
  for (;;) {
    warmings += 1
    await member.ask(`/warm-${warmings}`)
    const { ledger } = await member.story()
    const counted = ledger[line]
    if (typeof counted === 'object' && counted.taken > 0) return
  }
}

/** How many ended how, and with what. */
export function countEnds(answers: readonly Answer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { end, status, body } of answers) {
    const what = end === 'whole' ? `${status} ${body}` : end
    counts[what] = (counts[what] ?? 0) + 1
  }
  return counts
}
