import { describe, expect, test } from '@jest/globals'
import type { CoverageLevel } from './coverage-level.ts'
import { coverageLevels } from './coverage-levels.ts'
import { edgeCoveragePage } from './edge-coverage-page.ts'
import { edgesOf, flightPaths, flightTable } from './graph-paths.ts'

const machines = [{ table: flightTable, paths: flightPaths, barred: [] }]
const [first = ''] = edgesOf(flightTable)

/** A level that walks everything but one edge. */
const levelWithout = (edge: string, why?: string): CoverageLevel => ({
  machine: 'flight',
  name: 'moon',
  walked: new Map(
    edgesOf(flightTable)
      .filter((each) => each !== edge)
      .map((each) => [each, 7]),
  ),
  unreachable: new Map(why === undefined ? [] : [[edge, why]]),
})

describe('the page of covered edges', () => {
  test('refuses an edge that a level neither walks nor explains', () => {
    expect(() => edgeCoveragePage(machines, [levelWithout(first)])).toThrow(
      `no path walks "${first}" at the level moon, and nobody says why`,
    )
  })

  test('says why an edge cannot be reached, below the table', () => {
    const page = edgeCoveragePage(machines, [levelWithout(first, 'There is no air.')])
    expect(page).toContain('| –<sup>1</sup> |')
    expect(page).toContain('\n1. There is no air.\n')
    const all = edgesOf(flightTable).length
    expect(page).toContain(`| **edges walked** |  |  | ${all - 1} of ${all} |`)
  })

  test.each(coverageLevels)(
    'explains no edge of the $machine machine that the level $name walks',
    ({ walked, unreachable }) => {
      expect([...unreachable.keys()].filter((edge) => walked.has(edge))).toEqual([])
    },
  )
})
