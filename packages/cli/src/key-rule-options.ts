import type { KeyOptions } from '@cachechart/core'
import { Option } from 'commander'
import { collectParameter } from './collect-parameter.ts'

/** What was told of how keys are made. */
export interface KeyRuleOptions {
  readonly sortQuery?: true
  readonly ignoreParameter?: readonly string[]
}

/** How keys are made. Whoever looks for what a gateway has stored is told the same as the gateway. */
export const keyRuleOptions = (): readonly Option[] => [
  new Option('--sort-query', 'take URLs for the same whose parameters are in another order'),
  new Option(
    '--ignore-parameter <name>',
    'take them for the same whatever this one is; utm_* is all that begin so; may be repeated',
  ).argParser(collectParameter),
]

/** The same for the cache. */
export const keyOptionsOf = ({ sortQuery, ignoreParameter }: KeyRuleOptions): KeyOptions => ({
  sortQuery: sortQuery === true,
  ignoreParameters: ignoreParameter ?? [],
})
