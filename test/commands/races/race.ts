import { setImmediate } from 'node:timers/promises'
import type { Scheduler } from 'fast-check'
import { comeLast, comeToEnd } from '../come-to-end.ts'
import { leave } from '../deeds/leave.ts'
import { purge } from '../deeds/purge.ts'
import { judgeEnd } from '../laws/judge-account.ts'
import { judgeFindable } from '../laws/judge-findable.ts'
import { judgeStore } from '../laws/judge-store.ts'
import type { Person } from '../world/person.ts'
import type { Question } from '../world/question.ts'
import { World } from '../world/world.ts'
import { wholeReply } from '../world/whole-reply.ts'
import type { RacePlan, Racer, RacingReply } from './race-plan.ts'
import { scheduledStore, type Later, type ScheduledStore } from './scheduled-store.ts'

/** Requests that run against each other, and the world in which they do. The scheduler chooses what happens next. */
export class Race {
  readonly world: World
  readonly plan: RacePlan
  readonly #scheduler: Scheduler
  #store: ScheduledStore | undefined
  #asked = 0
  /** Before the race begins, everything happens at once. */
  #phase: 'before' | 'race' | 'after' = 'before'

  constructor(plan: RacePlan, scheduler: Scheduler) {
    this.plan = plan
    this.#scheduler = scheduler
    this.world = new World(plan.setting, {
      between: (store) =>
        (this.#store = scheduledStore(store, { later: this.#later, lookups: plan.lookups })),
      unanswered: () => this.#store?.unanswered() ?? 0,
      asked: (question) => {
        if (this.#phase === 'race') this.#answer(question)
      },
    })
  }

  /** @throws StoryError with the story, where something was wrong with it */
  async run(): Promise<void> {
    const { world, plan } = this
    if (plan.before !== 'none') await this.#prepare(plan.before)
    this.#phase = 'race'
    for (const racer of plan.racers) this.#enter(racer)
    for (const force of plan.purges)
      this.#step(`somebody purges everything (${force})`, () => purge(world, { by: 'all' }, force))
    for (const seconds of plan.seconds)
      this.#step(`${seconds} s pass`, () => world.clock.advance(seconds * 1_000))
    await this.#runOut()
    this.#phase = 'after'
    world.story.begin()('everything comes to its end')
    await comeToEnd(world)
    for (const judge of [judgeEnd, judgeStore, judgeFindable]) world.story.object(judge(world))
    world.judge()
  }

  /** Those who come when all is over find what there is then. */
  async comeLast(): Promise<void> {
    await comeLast(this.world)
    this.world.story.object(judgeEnd(this.world))
    this.world.judge()
  }

  async #prepare(control: RacePlan['before'] & object): Promise<void> {
    const { world } = this
    const tell = world.story.begin()
    const person = world.send({ page: '/a', language: 'en', ask: 'plain', reads: 'at once' })
    await world.settle('all')
    const told = world.origin
      .waiting()
      .map((question) => world.origin.answer(question, { ...wholeReply, control, comes: 'at once' }))
    tell(`some time ago ${person.name} asked for /a, and the origin ${told.join()}`)
    await world.pass(3)
  }

  /** Until nothing is left for the scheduler to choose from. */
  async #runOut(): Promise<void> {
    const { world } = this
    for (;;) {
      if (this.#scheduler.count() === 0) await setImmediate()
      if (this.#scheduler.count() === 0) return
      await this.#scheduler.waitNext(1)
      await world.settle()
      world.judge()
    }
  }

  readonly #later: Later = async (what, work) => {
    if (this.#phase !== 'race') return work()
    await this.#scheduler.schedule(Promise.resolve(), what)
    this.world.story.begin()(what)
    return work()
  }

  /** Something that is to happen at some time; with what it tells in place of its name. */
  #step(what: string, act: () => string | number | void): void {
    const { story } = this.world
    const happen = (): void => {
      const tell = story.begin()
      tell(what)
      const told = act()
      if (typeof told === 'string') tell(told)
    }
    this.#scheduler
      .schedule(Promise.resolve(), what)
      .then(happen)
      .catch((error: unknown) => story.object(`${what}: ${String(error)}`))
  }

  #enter({ wish, stays }: Racer): void {
    const { world } = this
    this.#step(`a client asks (${wish.ask}, ${wish.language})`, () => {
      const person = world.send(wish)
      if (stays === 'not')
        this.#step(`${person.name} leaves`, () => (person.isOpen ? leave(world, person) : undefined))
      if (wish.reads === 'when told') this.#read(person, 4)
      return `${person.name} asks (${wish.ask}, ${wish.language}) for ${wish.page}`
    })
  }

  #read(person: Person, times: number): void {
    this.#step(`${person.name} reads on`, () => {
      person.readOn()
      if (times > 1) this.#read(person, times - 1)
    })
  }

  #answer(question: Question): void {
    const { replies } = this.plan
    const reply = replies[Math.min(this.#asked, replies.length - 1)]
    this.#asked += 1
    if (reply === undefined || reply.end === 'silent') return
    const { world } = this
    const name = world.people[question.client - 1]?.name
    this.#step(`the origin answers ${name}`, () => {
      if (question.call.state !== 'waiting') return `the origin would answer ${name}, who has been given up`
      const told = world.origin.answer(question, reply.plan)
      this.#send(question, reply)
      return `for ${name} the origin ${told}`
    })
  }

  /** Some of the body, and then its end. */
  #send(question: Question, { end }: RacingReply): void {
    const { origin, people } = this.world
    const open = origin.bodies.find((each) => each.question === question)
    const name = people[question.client - 1]?.name
    if (open === undefined) return
    this.#step(`some of the body for ${name} comes`, () => {
      origin.sendMore(open, 5)
      if (end === 'whole') this.#step(`the rest for ${name} comes`, () => origin.sendMore(open, Infinity))
      else this.#step(`the body for ${name} breaks off`, () => origin.fail(question))
    })
  }
}
