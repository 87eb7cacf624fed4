import { InvalidArgumentError } from 'commander'
import { withoutPasswords } from '../without-passwords.ts'

/** Where responses are kept that outlive the process. */
export type LastingPlace =
  | { readonly type: 'sqlite'; readonly file: string }
  /** `url` may hold a password: what is printed is `nameOfPlace`. */
  | { readonly type: 'redis'; readonly url: string }

/** What `--store` names. */
export type StorePlace = { readonly type: 'memory' } | LastingPlace

const forms = 'memory, sqlite:FILE, or the URL of a Redis server, such as redis://127.0.0.1:6379'

/** What `redisStore` takes: a server or socket, a cluster or a sentinel's, with TLS or without. */
const redisUrl = /^(?:rediss?(?:\+cluster|\+sentinel)?:\/\/[^\s]+|unix:\/\/[^\s]+)$/i

/** What `--store` was given. @throws InvalidArgumentError */
export function parseStorePlace(text: string): StorePlace {
  if (text === 'memory') return { type: 'memory' }
  if (text.startsWith('sqlite:')) return { type: 'sqlite', file: parseFile(text.slice('sqlite:'.length)) }
  if (redisUrl.test(text)) return { type: 'redis', url: parseUrl(text) }
  throw new InvalidArgumentError(`It is ${forms}.`)
}

/** What `--store` was given where another process has to have the same. @throws InvalidArgumentError */
export function parseLastingPlace(text: string): LastingPlace {
  const place = parseStorePlace(text)
  if (place.type !== 'memory') return place
  throw new InvalidArgumentError(
    'What is in the memory of a gateway only the gateway can say: see cachechart purge and in-flight. Here it is sqlite:FILE, or the URL of a Redis server.',
  )
}

/** A place as it may be printed. */
export function nameOfPlace(place: StorePlace): string {
  switch (place.type) {
    case 'memory':
      return 'memory'
    case 'sqlite':
      return `sqlite:${place.file}`
    case 'redis':
      return withoutPasswords(place.url)
  }
}

/** @throws InvalidArgumentError */
function parseFile(file: string): string {
  // A URL has two slashes more than a path, and SQLite takes these for no file.
  if (file !== '' && !file.startsWith('//') && file !== ':memory:') return file
  throw new InvalidArgumentError(
    'After sqlite: comes the path of a file, as in sqlite:cache.db or sqlite:/var/cache.db.',
  )
}

/** @throws InvalidArgumentError for one in which the password would be taken for something else, and be told as that */
function parseUrl(url: string): string {
  const [, afterScheme = ''] = url.split('://')
  const [authority = '', ...rest] = afterScheme.split('/')
  const isSocket = url.startsWith('unix:')
  if (authority.split('@').length <= 2 && (isSocket || !rest.join('/').includes('@'))) return url
  throw new InvalidArgumentError('In a user name or password, @ is written %40 and / is written %2F.')
}
