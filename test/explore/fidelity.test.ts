/** Whether a digest says enough: two systems of the same digest must go on alike, or what follows for one is never seen. */
import { describe, expect, test } from '@jest/globals'
import { actionsOf } from '../../packages/core/src/testing/explore/explored-action.ts'
import { digestOf } from '../../packages/core/src/testing/explore/explored-digest.ts'
import type { ExploredWorld } from '../../packages/core/src/testing/explore/explored-world.ts'
import { exploredWorlds } from '../../packages/core/src/testing/explore/explored-worlds.ts'
import { replay } from '../../packages/core/src/testing/explore/explore-world.ts'

type Path = readonly number[]

/** The digests to which every action leads that is possible after the path. */
const successors = async (world: ExploredWorld, path: Path): Promise<string[]> => {
  const count = actionsOf(await replay(world, path)).length
  const found: string[] = []
  for (let action = 0; action < count; action += 1)
    found.push(digestOf(await replay(world, [...path, action])))
  return found
}

/** Paths to the same state that go on otherwise, among the first states of a world. */
const ambiguities = async (world: ExploredWorld, limit: number) => {
  const known = new Map<string, { readonly path: Path; readonly next: ReadonlySet<string> }>()
  const queue: Path[] = [[]]
  const wrong: { readonly one: Path; readonly other: Path }[] = []
  let compared = 0
  for (let path = queue.shift(); path !== undefined && known.size < limit; path = queue.shift()) {
    const digest = digestOf(await replay(world, path))
    const found = await successors(world, path)
    const first = known.get(digest)
    if (first === undefined) {
      known.set(digest, { path, next: new Set(found) })
      for (const action of found.keys()) queue.push([...path, action])
    } else {
      compared += 1
      const isSame = first.next.size === new Set(found).size && found.every((next) => first.next.has(next))
      if (!isSame) wrong.push({ one: first.path, other: path })
    }
  }
  return { wrong, compared }
}

const worlds = [
  ...[...exploredWorlds(1), ...exploredWorlds(2)].filter((_world, at) => at % 3 === 0),
  ...exploredWorlds(3),
]

describe('two ways to the same state go on alike', () => {
  test.each(worlds.map((world) => [`${world.name} (${world.clients.length})`, world] as const))(
    'in the world %s',
    async (_name, world) => {
      const { wrong, compared } = await ambiguities(world, 40)
      expect(wrong).toEqual([])
      expect(compared).toBeGreaterThan(0)
    },
  )
})

test('which of two fetches has overtaken the other makes a difference', async () => {
  const [cold] = exploredWorlds(3)
  if (cold === undefined) throw new TypeError('there is no world of three clients')
  const [one, other] = await Promise.all(
    [
      [0, 2, 0, 0, 4, 4],
      [0, 2, 0, 0, 0, 0],
    ].map(async (path) => digestOf(await replay(cold, path))),
  )
  expect(one).not.toBe(other)
})

test('nothing goes on by itself once a system has settled', async () => {
  for (const world of exploredWorlds(2)) {
    const system = await replay(world, [0, 0])
    const digest = digestOf(system)
    for (let turn = 0; turn < 20; turn += 1) await system.settle()
    expect(digestOf(system)).toBe(digest)
  }
})
