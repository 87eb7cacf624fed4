import { Chance } from '../chance.ts'
import {
  drawPath,
  languageFor,
  languages,
  population,
  representationOf,
  resourceAt,
  versionAt,
  type Resource,
} from '../resource.ts'

/** How a client behaves. In process nobody can close half of a connection: who would, takes a head and no body. */
type Conduct = 'patient' | 'leavesBeforeHead' | 'leavesInBody' | 'readsSlowly' | 'sleeps' | 'halfCloses'

/** One request that a client makes, and how it goes about it. */
export interface Errand {
  readonly id: number
  readonly resource: Resource
  readonly method: 'GET' | 'HEAD' | 'POST'
  readonly language: string
  /** Field lines beside Host, Accept-Language and the number of the request. */
  readonly fields: readonly string[]
  /** Bytes of content. */
  readonly content: number
  /** The validator that it sent, if it did. */
  readonly entityTag: string | undefined
  readonly conduct: Conduct
  /** When it leaves, in milliseconds from the request. */
  readonly leavesAfter: number
}

/** More requests than one of several makes. */
const numbersEach = 100_000_000

/** Makes up what clients ask for. */
export class Errands {
  readonly #seed: number
  readonly #chance: Chance
  readonly #resources = new Map<string, Resource>()
  #id: number

  /** `place`: which of several clients of one origin it is, from 0. They ask for the same resources, by numbers of their own. */
  constructor(seed: number, place = 0) {
    this.#seed = seed
    this.#chance = new Chance(seed, 'errands', ...(place === 0 ? [] : [place]))
    this.#id = place * numbersEach
  }

  /** What is asked for at one moment: mostly one request, now and then a herd of them for the same cold resource. */
  next(): readonly Errand[] {
    const chance = this.#chance
    if (chance.next() > 0.01) return [this.#draw(drawPath(chance))]
    const path = `/cold/${chance.between(0, population.cold - 1)}`
    return Array.from({ length: chance.between(5, 15) }, () => this.#draw(path))
  }

  #draw(path: string): Errand {
    const chance = this.#chance
    const resource = this.#resource(path)
    const language = languages[chance.between(0, languages.length - 1)] ?? languages[0]
    const kind = chance.pick({ plain: 84, head: 4, post: 2, range: 4, conditional: 4, reload: 4 })
    const errand: Errand = {
      id: this.#id,
      resource,
      method: kind === 'head' ? 'HEAD' : kind === 'post' ? 'POST' : 'GET',
      language,
      fields: [],
      content: kind === 'post' ? chance.between(1, 20_000) : 0,
      entityTag: undefined,
      conduct: chance.pick({
        patient: 85,
        leavesBeforeHead: 5,
        leavesInBody: 3,
        readsSlowly: 3,
        sleeps: 1,
        halfCloses: 3,
      }),
      leavesAfter: chance.between(0, 150),
    }
    this.#id += 1
    if (kind === 'range') return { ...errand, fields: [this.#range(resource)] }
    if (kind === 'reload') return { ...errand, fields: ['Cache-Control: no-cache'] }
    return kind === 'conditional' ? conditional(errand) : errand
  }

  #range({ size }: Resource): string {
    const first = this.#chance.between(0, size)
    return `Range: bytes=${first}-${this.#chance.next() < 0.5 ? '' : first + this.#chance.between(0, size)}`
  }

  #resource(path: string): Resource {
    const known = this.#resources.get(path)
    if (known !== undefined) return known
    const resource = resourceAt(this.#seed, path)
    this.#resources.set(path, resource)
    return resource
  }
}

/** Asks whether there is anything newer than the version that is current now. */
function conditional(errand: Errand): Errand {
  const { resource } = errand
  const language = languageFor(resource, errand.language)
  const { entityTag } = representationOf(resource, versionAt(resource, Date.now()), language)
  return { ...errand, entityTag, fields: [`If-None-Match: ${entityTag}`] }
}
