import { MisuseError } from './driver-errors.ts'

interface PurgeSelectors {
  /** Under this key, all variants. */
  readonly key: string
  /** For this target URI, all variants, under whatever keys they are kept. */
  readonly url: string
  /** All that carry this label. */
  readonly surrogateKey: string
  /** Everything. */
  readonly all: true
}

/** One of the selectors, and none beside it. */
type OneOf<Selectors> = {
  [Name in keyof Selectors]: Pick<Selectors, Name> & {
    readonly [Other in Exclude<keyof Selectors, Name>]?: undefined
  }
}[keyof Selectors]

/** What to purge (one of `key`, `url`, `surrogateKey` and `all`), and how. */
export type PurgeTarget = OneOf<PurgeSelectors> & {
  /** `true`: it counts as stale from now on, and may be validated, or served where stale-while-revalidate or stale-if-error let it. Default: it is removed. */
  readonly soft?: boolean
}

const selectors = ['key', 'url', 'surrogateKey', 'all'] as const

/** @throws MisuseError when it is not clear what is to be purged */
export const checkPurgeTarget = (target: PurgeTarget): void => {
  if (typeof target !== 'object' || target === null) {
    throw new MisuseError(
      'purge needs one of key, url, surrogateKey and all, as in { url: "http://example.com/" }',
    )
  }
  const given = new Map<string, unknown>(Object.entries(target).filter(([, value]) => value !== undefined))
  const named = selectors.filter((name) => given.has(name))
  const [name] = named
  if (name === undefined || named.length > 1) {
    throw new MisuseError(
      `purge needs one of ${selectors.join(', ')}; seen: ${named.join(', ') || 'none of them'}`,
    )
  }
  const value = given.get(name)
  const isSound = name === 'all' ? value === true : typeof value === 'string' && value !== ''
  const expected = name === 'all' ? 'true' : 'a string that is not empty'
  if (!isSound) throw new MisuseError(`purge: ${name} must be ${expected}; it is ${JSON.stringify(value)}`)
  if (name === 'url' && !URL.canParse(String(value))) {
    throw new MisuseError(
      `purge: url must be absolute, as in "http://example.com/"; it is ${JSON.stringify(value)}`,
    )
  }
  const soft = given.get('soft') ?? false
  if (typeof soft !== 'boolean')
    throw new MisuseError(`purge: soft must be true or false; it is ${JSON.stringify(soft)}`)
}
