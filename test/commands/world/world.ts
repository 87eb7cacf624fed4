import { setImmediate } from 'node:timers/promises'
import {
  createCache,
  memoryStore,
  type Cache,
  type CacheResponse,
  type Leak,
  type Store,
  type StoredResponse,
} from '@cachechart/core'
import { fakeClock, fakeStore, type FakeClock, type FakeStore } from '@cachechart/core/testing'
import { judgeAccount } from '../laws/judge-account.ts'
import { judgeBody } from '../laws/judge-body.ts'
import { judgeFailure } from '../laws/judge-failure.ts'
import { judgeLeaders } from '../laws/judge-leaders.ts'
import { judgeMark, judgeUse } from '../laws/judge-use.ts'
import { judgeWaiting } from '../laws/judge-waiting.ts'
import type { Moment, Removal } from '../record.ts'
import { ReferenceCache } from '../reference-cache.ts'
import { Disturbances } from './disturbances.ts'
import { messageField } from './message-field.ts'
import { optionsOf } from './options-of.ts'
import { Origin } from './origin.ts'
import { Person } from './person.ts'
import type { Question } from './question.ts'
import { tellSetting, type Setting } from './setting.ts'
import { StoryError } from './story-error.ts'
import { Story } from './story.ts'
import { numberIn, type Version } from './version.ts'
import { watchedStore } from './watched-store.ts'
import { fieldsOf, methodOf, pageOf, urlOf, type Page, type Wish } from './wish.ts'

/** An unsafe request that has succeeded, and is done once its client knows and the store has done its part. */
interface OpenRemoval {
  readonly removal: Removal
  readonly client: number
}

/** Who else has a say in what happens: in a race, the one who decides what is next. */
export interface Surroundings {
  /** What stands between the cache and the store. */
  readonly between: (store: Store) => Store
  /** How many calls of the store are not answered yet, beside those that it holds. */
  readonly unanswered: () => number
  /** Told of each request that reaches the origin. */
  readonly asked: (question: Question) => void
}

const nothingElse: Surroundings = { between: (store) => store, unanswered: () => 0, asked: () => {} }

/** The real cache among fakes, with the reference beside it. Both see the same. */
export class World {
  readonly setting: Setting
  readonly reference = new ReferenceCache()
  readonly disturbances = new Disturbances()
  readonly story: Story
  readonly people: Person[] = []
  readonly versions: Version[] = []
  /** What has been put into the store, and when. */
  readonly commits: { readonly version: number; readonly at: Moment }[] = []
  /** Where responses really are; it outlives the cache. */
  readonly memory = memoryStore()
  clock: FakeClock
  store: FakeStore
  origin: Origin
  cache: Cache
  /** Something happens that a law may have to make allowance for; to a page, or to all. */
  note: (what: Parameters<Disturbances['note']>[0], page?: Page) => void = () => {}
  readonly #surroundings: Surroundings
  #moment: Moment = 0
  #removals: OpenRemoval[] = []
  /** The page of each flight whose body is on its way, by its leader. */
  #streaming = new Map<number, Page>()

  constructor(setting: Setting, surroundings: Partial<Surroundings> = {}) {
    this.setting = setting
    this.#surroundings = { ...nothingElse, ...surroundings }
    this.story = new Story(tellSetting(setting))
    const place = this.#begin(fakeClock())
    this.clock = place.clock
    this.store = place.store
    this.origin = place.origin
    this.cache = place.cache
  }

  readonly nextMoment = (): Moment => (this.#moment += 1)

  /** How many calls of the store are not answered yet. */
  get unanswered(): number {
    return this.store.held.length + this.#surroundings.unanswered()
  }

  send(wish: Wish): Person {
    const number = this.people.length + 1
    const tag = `"v${Math.max(1, this.versions.length)}"`
    const fields = fieldsOf(wish, tag)
    const about = { number, wish, fields, sent: this.nextMoment(), sentAt: this.clock.now() }
    const person = new Person(about, {
      answered: this.#answered,
      failed: (who, error) => this.#failed(who, error),
      read: (who, end) => {
        this.story.add(end === 'whole' ? `${who.name} has read it all` : `${who.name}'s body breaks off`)
        this.story.object(judgeBody(this, who))
      },
    })
    this.people.push(person)
    const request = { method: methodOf(wish.ask), url: urlOf(wish.page), fields, context: number }
    person.begin(this.cache.send(request))
    return person
  }

  /** Lets happen what follows: all of it, or (in haste) only a little. */
  async settle(all: 'all' | 'as the pace is' = 'as the pace is'): Promise<void> {
    if (all === 'all' || this.setting.pace === 'calm') {
      await setImmediate()
      this.#closeRemovals()
      this.story.object(judgeWaiting(this))
    } else for (let turn = 0; turn < 2; turn += 1) await Promise.resolve()
  }

  /** Second by second, so that everything happens at its time. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      this.clock.advance(1_000)
      await this.settle('all')
    }
  }

  /** The process ends, and with it all that is not in the store; another begins. */
  restart(): void {
    for (const person of this.people) if (person.isOpen) person.cut()
    this.#removals = []
    this.#streaming.clear()
    this.note('restart')
    Object.assign(this, this.#begin(fakeClock(this.clock.now())))
  }

  /** @throws StoryError with the story so far, where something is wrong */
  judge(): void {
    this.story.object(judgeAccount(this) ?? judgeLeaders(this))
    const [objection] = this.story.objections
    if (objection !== undefined) throw new StoryError(`${objection}\n${this.story.toString()}`)
  }

  #begin(clock: FakeClock): Pick<World, 'clock' | 'store' | 'origin' | 'cache'> {
    const { setting, disturbances } = this
    const note: World['note'] = (what, page) => {
      const about = { at: this.nextMoment(), time: clock.now() }
      disturbances.note(what, page === undefined ? about : { ...about, page })
    }
    this.note = note
    const watched = watchedStore(this.memory, (stored) => {
      note('store change')
      if (stored !== undefined) this.#noteCommit(stored)
    })
    const pieces = setting.chunkBytes === undefined ? {} : { chunkBytes: setting.chunkBytes }
    const between = this.#surroundings.between(watched)
    const store = fakeStore({ store: between, delay: setting.store, ...pieces })
    const origin = this.#createOrigin(clock)
    const cache = createCache({
      clock,
      store,
      backend: origin.backend,
      ...optionsOf(setting),
      onStuck: ({ transaction: { key } }) => {
        note('deadline')
        this.reference.failures.push({ page: pageOf(key), at: this.nextMoment() })
      },
      onFlightTransition: ({ key, leader, to }) => {
        if (to.startsWith('streaming')) this.#streaming.set(leader, pageOf(key))
        else this.#streaming.delete(leader)
      },
      onLeak: (leak: Leak) => this.story.object(`something was lost or given twice: ${JSON.stringify(leak)}`),
      onTolerated: ({ during, error }) => {
        note('store failure')
        if (during === 'invalidate') this.#removals = []
        if (during === 'run') this.story.object(`the cache itself broke: ${String(error)}`)
      },
    })
    return { clock, store, origin, cache }
  }

  #createOrigin(clock: FakeClock): Origin {
    const { reference, nextMoment } = this
    const place = {
      now: () => clock.now(),
      asked: this.#surroundings.asked,
      nextMoment,
      reference,
      isOwnCondition: (client: number) => this.people[client - 1]?.wish.ask === 'conditional',
      isArriving: (page: Page) => [...this.#streaming.values()].includes(page),
      answered: (page: Page) => this.note('answer', page),
      changed: (removal: Removal, client: number) => {
        this.note('unsafe')
        reference.removals.push(removal)
        this.#removals.push({ removal, client })
      },
    }
    return new Origin(place, this.versions)
  }

  #closeRemovals(): void {
    if (this.unanswered > 0) return
    const isTold = ({ client }: OpenRemoval) => this.people[client - 1]?.response !== undefined
    for (const each of this.#removals) if (isTold(each)) each.removal.done = this.nextMoment()
    this.#removals = this.#removals.filter((each) => !isTold(each))
  }

  #noteCommit(stored: StoredResponse): void {
    const version = numberIn(messageField(stored, 'X-Version'))
    if (version !== undefined) this.commits.push({ version, at: this.nextMoment() })
  }

  readonly #answered = (person: Person, response: CacheResponse): void => {
    const number = response.fields[response.fields.indexOf('X-Version') + 1]
    const what = response.fields.includes('X-Version') ? ` with version ${number}` : ''
    this.story.add(`${person.name} gets ${response.status}${what} (${response.outcome})`)
    this.story.object(judgeUse(this, person, response))
  }

  #failed(person: Person, error: unknown): void {
    this.story.add(`${person.name} gets an error: ${String(error)}`)
    this.story.object(judgeMark(person, person.errorFields))
    this.story.object(judgeFailure(this, person, error))
  }
}
