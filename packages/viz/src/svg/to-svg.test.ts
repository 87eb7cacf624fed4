import { describe, expect, test } from '@jest/globals'
import { flightMachine } from '@cachechart/core'
import { createMachine } from 'xstate'
import type { Overlay } from '../overlay.ts'
import { toDiagram } from '../to-diagram.ts'
import { toSvg } from './to-svg.ts'

const door = toDiagram(
  createMachine({
    id: 'door',
    initial: 'open',
    states: {
      open: {
        description: 'Anyone may pass.',
        on: { push: 'shut', slam: 'shut', knock: { actions: 'answer' } },
      },
      shut: { on: { pull: 'open' } },
    },
  }),
)

describe('an SVG', () => {
  test('tells what it is to those who do not see it', async () => {
    const svg = await toSvg(door)
    expect(svg).toContain('role="img" aria-labelledby="cachechart-door-title cachechart-door-desc"')
    expect(svg).toContain('<title id="cachechart-door-title">State diagram of door</title>')
    expect(svg).toContain(
      '<desc id="cachechart-door-desc">2 states and 4 transitions. It begins in open. States: open, shut.</desc>',
    )
  })

  test('says more of a state and of an arrow where somebody points at it', async () => {
    const svg = await toSvg(door)
    expect(svg).toContain('<title>open · Anyone may pass.</title>')
    expect(svg).toContain('<title>knock · stays in open · actions: answer</title>')
    expect(svg).toContain('<title>push · open → shut slam · open → shut</title>')
  })

  test('has an arrow for each transition where that is asked for', async () => {
    const arrows = (svg: string): number => svg.split('class="arrow').length - 1
    expect([arrows(await toSvg(door)), arrows(await toSvg(door, { edges: 'unfolded' }))]).toEqual([3, 4])
  })

  test('sets in what of a label goes on in a further line', async () => {
    const event = 'a.long.event.that.has.more.in.its.name.than.one.line.can.hold'
    const svg = await toSvg(toDiagram(createMachine({ on: { [event]: {} } })))
    const [, first, second] = /class="verdict.*?<text x="(\d+)".*?<text x="(\d+)"/.exec(svg) ?? []
    expect(Number(second) - Number(first)).toBe(12)
  })

  test('follows the system only in the theme that does', async () => {
    const asks = async (theme: 'light' | 'dark' | 'auto'): Promise<boolean> =>
      (await toSvg(door, { theme })).includes('prefers-color-scheme')
    expect([await asks('light'), await asks('dark'), await asks('auto')]).toEqual([false, false, true])
  })
})

describe('the notation of statecharts', () => {
  const drawing = toSvg(
    toDiagram(
      createMachine({
        id: 'ways',
        initial: 'first',
        states: {
          first: { on: { go: 'second', end: 'last' } },
          second: { on: { end: 'last' } },
          last: { type: 'final' },
          both: {
            type: 'parallel',
            on: { again: 'both.one.before' },
            states: {
              one: { initial: 'at', states: { at: {}, before: { type: 'history', history: 'deep' } } },
              other: {},
            },
          },
        },
      }),
    ),
  )
  const count = (svg: string, text: string): number => svg.split(text).length - 1

  test('has one head where lines come together', async () => {
    const svg = await drawing
    // From two starts, from the first state to the second, from the parallel state, and one for both that lead to the last.
    expect([count(svg, 'class="line"'), count(svg, 'class="head"')]).toEqual([6, 5])
  })

  test('has a second border for what is final, and a letter in a circle for what is history', async () => {
    const svg = await drawing
    expect(count(svg, 'rx="4" class="frame"')).toBe(1)
    expect(svg).toMatch(/<circle [^>]*r="8.5"[^>]*\/><text [^>]*>H\*<\/text>/)
  })

  test('has broken borders for what goes on at once', async () => {
    expect(await drawing).toMatch(/class="holder region"[\s\S]*class="state region"/)
  })
})

describe('an overlay', () => {
  const [, push] = door.edges
  const overlay: Overlay = {
    title: 'One way',
    states: new Map([['open', { tone: 'walked', note: '3 ms' }]]),
    edges: new Map(push === undefined ? [] : [[push.id, { tone: 'walked', note: '5 ms' }]]),
    legend: [{ tone: 'walked', text: 'gone through' }],
    rest: 'faded',
  }

  test('marks by a sign, a class and a note', async () => {
    const svg = await toSvg(door, { overlay })
    expect(svg).toContain('>» open</text>')
    expect(svg).toContain('>3 ms</text>')
    expect(svg).toContain('>» push · 5 ms</text>')
    expect(svg).toContain('class="arrow path-none toned tone-walked"')
    expect(svg).toContain('>» gone through</text>')
    expect(svg).toContain('>One way</text>')
  })

  test('fades what has no mark', async () => {
    const svg = await toSvg(door, { overlay })
    expect(svg).toContain('class="state group tone-rest"')
    expect(await toSvg(door, { overlay: { ...overlay, rest: 'plain' } })).not.toContain(
      '"state group tone-rest"',
    )
  })

  test('fades the samples of the legend with it', async () => {
    const svg = await toSvg(toDiagram(flightMachine), { overlay })
    expect(svg).toContain('class="legend path-miss tone-rest"')
  })
})

describe('a diagram that is too large', () => {
  test.each([
    ['too many states', { states: 1 }, 'It has 2; drawn are up to 1.'],
    ['too many transitions', { transitions: 3 }, 'It has 4; drawn are up to 3.'],
  ])('is refused: %s', async (reason, limits, words) => {
    await expect(toSvg(door, { limits })).rejects.toMatchObject({ code: 'ERR_PICTURE', reason })
    await expect(toSvg(door, { limits })).rejects.toThrow(words)
  })
})
