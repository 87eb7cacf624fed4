import { Chance } from './chance.ts'
import { patternStart } from './pattern.ts'

/** What the origin allows caches to do with a resource. */
type Storage =
  'fresh' | 'staleWhileRevalidate' | 'staleIfError' | 'lifetimeZero' | 'noStore' | 'private' | 'language'

/** What a path stands for: clients and origin know it without asking each other. */
export interface Resource {
  readonly path: string
  readonly storage: Storage
  /** A calm one is always answered well: whoever fails to get it was failed by the adapter. */
  readonly temper: 'calm' | 'moody'
  /** Bytes of the first version. */
  readonly size: number
  readonly framing: 'length' | 'chunked'
  readonly validator: 'entityTag' | 'none'
  /** Seconds. */
  readonly lifetime: number
  /** When its versions change. */
  readonly phase: number
  /** The label that it shares with some others, to be purged by. */
  readonly group: string
}

/** So many labels there are for groups of resources. */
export const groups = 40

/** The host that resources are asked for at, in process: what stands behind it is the origin. */
export const soakHost = 'soak.example'

/** Whether its body goes through a hook's transform before it is stored and sent. */
export const isTransformed = (path: string): boolean => new Chance('transformed', path).next() < 0.15

/** How many resources are asked for all the time, and how many now and then. */
export const population = { hot: 100, cold: 4000 } as const

/** The languages in which resources are that vary by language. */
export const languages = ['de', 'en', 'fr'] as const

const kibibyte = 1024
const mebibyte = 1024 * kibibyte

/** The hottest are asked for several hundred times as often as the coolest of the hot. */
export const drawPath = (chance: Chance): string =>
  chance.next() < 0.65
    ? `/hot/${Math.floor(population.hot * chance.next() ** 2.5)}`
    : `/cold/${chance.between(0, population.cold - 1)}`

/** The resource at a path, for the seed of a run. */
export function resourceAt(seed: number, path: string): Resource {
  const chance = new Chance(seed, 'resource', path)
  const storage = chance.pick<Storage>({
    fresh: 30,
    staleWhileRevalidate: 17,
    staleIfError: 17,
    lifetimeZero: 10,
    noStore: 6,
    private: 6,
    language: 14,
  })
  const temper = chance.pick({ calm: 1, moody: 1 })
  const framing = chance.pick({ length: 3, chunked: 1 })
  // RFC 9111 §4.3.5: a HEAD without length and validator would freshen whatever is stored, other versions too.
  const validator = framing === 'chunked' ? 'entityTag' : chance.pick({ entityTag: 2, none: 1 })
  const lifetime = chance.between(1, 3)
  const phase = chance.between(0, versionLife - 1)
  const size = sizeAt(path, chance)
  const group = `group-${chance.between(1, groups)}`
  return { path, storage, temper, framing, validator, lifetime, phase, size, group }
}

/** Large ones are rare, and never among the hottest: the load is to be of requests, not of bytes. */
function sizeAt(path: string, chance: Chance): number {
  const [, place, text = '0'] = path.split('/')
  const index = Number(text)
  if (place === 'cold' && index % 400 === 0) return chance.between(5, 8) * mebibyte
  if (index >= 40 && index % 20 === 0) return chance.between(kibibyte, 3 * kibibyte) * kibibyte
  return chance.pick({ tiny: 2, middling: 5 }) === 'tiny'
    ? chance.between(0, 300)
    : chance.between(300, 24 * kibibyte)
}

/** How long a version is current, in milliseconds. */
const versionLife = 5000

/** The version of a resource that is current at a time. */
export const versionAt = ({ phase }: Resource, now: number): number => Math.floor((now + phase) / versionLife)

/** When a version ends to be current. */
export const endOfVersion = ({ phase }: Resource, version: number): number =>
  (version + 1) * versionLife - phase

/** What a resource is in one version and one language. */
export interface Representation {
  readonly entityTag: string
  readonly length: number
  /** Where in the pattern its bytes begin. */
  readonly start: number
}

/** Each version is of another length: as wrong bytes may only be told by their number. */
export const representationOf = (
  { path, size }: Resource,
  version: number,
  language: string,
): Representation => ({
  entityTag: `"${version}-${language}"`,
  length: language === errorLanguage ? 64 : size === 0 ? 0 : size + (version % 64),
  start: patternStart(path, version, language),
})

/** The language of what the origin says when it fails. */
export const errorLanguage = 'error'

/** The language in which a resource comes to whoever prefers this one. */
export const languageFor = ({ storage }: Resource, preferred: string): string =>
  storage === 'language' ? preferred : 'any'
