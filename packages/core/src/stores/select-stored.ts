import type { PurgeSelector } from '../ports/store.ts'
import type { KeptHead } from './kept-head.ts'

/** Whether a purge is about this response, of a key that it is about. */
export const isSelected = (selector: PurgeSelector, { surrogateKeys, url }: KeptHead): boolean => {
  switch (selector.type) {
    case 'surrogateKey':
      return surrogateKeys.includes(selector.surrogateKey)
    case 'url':
      return url === selector.url
    case 'key':
    case 'all':
      return true
  }
}
