import { Option } from 'commander'
import { parseLastingPlace, parseStorePlace, type StorePlace } from './store-place.ts'

/** A URL with a password is better kept out of arguments, which whoever sees the processes of a machine sees. */
const environmentName = 'CACHECHART_STORE'

/** Where a gateway keeps responses. */
export const storeOption = (): Option =>
  new Option('--store <place>', 'where responses are kept: memory, sqlite:FILE or redis://HOST:PORT')
    .argParser(parseStorePlace)
    .env(environmentName)
    .default({ type: 'memory' } satisfies StorePlace, 'memory')

/** Which store a command is about. */
export const lastingStoreOption = (): Option =>
  new Option('--store <place>', 'the store: sqlite:FILE or redis://HOST:PORT')
    .argParser(parseLastingPlace)
    .env(environmentName)
    .makeOptionMandatory()
