import type { Strategy } from '@cachechart/core'
import type { Trouble } from './troubles.ts'

/** The origin, while the store is in trouble or well. */
type OriginState = 'up' | 'down'

/** One cell of the matrix, for a page that was stored before, or never asked for. */
export interface Cell {
  readonly strategy: Strategy
  readonly origin: OriginState
  readonly page: 'stored' | 'unknown'
  readonly path: string
}

type Lines = { readonly [Name in Strategy]: { readonly [State in OriginState]: string } }

/** What a client gets while the store cannot be asked: an error of its own, or what the origin has. */
const withoutStore = (error: string): Lines => ({
  fresh: { up: error, down: error },
  refresh: { up: '200 second', down: '502 problem' },
  invalidate: { up: '200 second', down: '502 problem' },
  bypass: { up: '200 second', down: '502 problem' },
})

/** What a client gets while the store answers. */
const withStore: { readonly [Page in Cell['page']]: Lines } = {
  stored: {
    fresh: { up: '200 first', down: '200 first' },
    refresh: { up: '200 first', down: '200 first' },
    invalidate: { up: '200 second', down: '502 problem' },
    bypass: { up: '200 second', down: '502 problem' },
  },
  unknown: {
    fresh: { up: '504', down: '504' },
    refresh: { up: '200 second', down: '502 problem' },
    invalidate: { up: '200 second', down: '502 problem' },
    bypass: { up: '200 second', down: '502 problem' },
  },
}

const strategies: readonly Strategy[] = ['fresh', 'refresh', 'invalidate', 'bypass']

/** Every strategy, with the origin up and down, for both kinds of pages. */
export const cells: readonly Cell[] = strategies.flatMap((strategy) =>
  (['up', 'down'] as const).flatMap((origin) =>
    (['stored', 'unknown'] as const).map((page) => ({
      ...{ strategy, origin, page },
      path: `/${strategy}/${origin}/${page}`,
    })),
  ),
)

/** What the client gets. Without a trouble the store is well. */
export function answerIn({ strategy, origin, page }: Cell, lookup: Trouble['lookup'] | 'works'): string {
  switch (lookup) {
    case 'fails':
      return withoutStore('503 problem')[strategy][origin]
    case 'hangs':
      return withoutStore('504 problem')[strategy][origin]
    case 'misses':
      return withStore.unknown[strategy][origin]
    case 'finds':
    case 'works':
      return withStore[page][strategy][origin]
  }
}

/** How many misses are counted: an error of the store is none. */
export const missesIn = (cell: Cell, lookup: Trouble['lookup']): number =>
  (lookup === 'finds' || lookup === 'misses') && answerIn(cell, lookup) === '200 second' ? 1 : 0

/** What is found of the page when the trouble is over; `undefined`: nothing. */
export function leftIn({ strategy, origin, page }: Cell, trouble: Trouble): string | undefined {
  const replaced = origin === 'up' && strategy !== 'fresh'
  if (trouble.lookup === 'misses') return replaced ? 'second' : undefined
  if (trouble.keeps === 'nothing' || page === 'unknown') return undefined
  // It was replaced for whoever has asked: the store is told so, be it later.
  return replaced && strategy === 'invalidate' ? undefined : 'first'
}
