import type { StoredResponse } from '../http/stored-response.ts'
import type { PurgeSelector } from '../ports/store.ts'
import type { FlightRun } from './flight-run.ts'
import type { TransactionRun } from './transaction-run.ts'

const withoutFragment = (url: string): string => {
  const [whole = url] = url.split('#', 1)
  return whole
}

/** What was purged while a fetch was under way, and by which of its marks that fetch can be told to be concerned. */
export class PurgeNote {
  /** How many purges there have been, this one included. */
  readonly ordinal: number
  readonly #selectors: readonly PurgeSelector[]

  constructor(selectors: readonly PurgeSelector[], ordinal: number) {
    this.#selectors = selectors
    this.ordinal = ordinal
  }

  /** Whether a fetch is concerned, as far as can be told: of one that has no reply yet the labels are not known. */
  concerns({ leader, shared }: FlightRun): boolean {
    return this.#selects(leader) || (shared !== undefined && this.concernsStored(shared.stored))
  }

  /** Whether a request is concerned, whatever comes of it. */
  concernsRequest(run: TransactionRun): boolean {
    return this.#selects(run)
  }

  /** Whether what has come is concerned. */
  concernsStored({ surrogateKeys }: StoredResponse): boolean {
    return this.#selectors.some(
      (selector) => selector.type === 'surrogateKey' && surrogateKeys.includes(selector.surrogateKey),
    )
  }

  #selects({ key, request }: TransactionRun): boolean {
    return this.#selectors.some((selector) => {
      switch (selector.type) {
        case 'all':
          return true
        case 'key':
          return selector.key === key
        case 'url':
          return selector.url === withoutFragment(request.url)
        case 'surrogateKey':
          return false
      }
    })
  }
}
