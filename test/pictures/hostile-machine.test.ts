import { describe, expect, test } from '@jest/globals'
import { toDiagram, toSvg } from '@cachechart/viz'
import { createMachine } from 'xstate'
import { geometryOf, isInside, overlap, pairsOf } from './picture-geometry.ts'
import { readPicture } from './read-picture.ts'

const attacks = [
  '</text></svg><script>alert(1)</script>',
  '"><image href="https://example.com/x.png" onload="alert(1)"/>',
  "'; } * { fill: url(https://example.com/x) } /*",
  '<![CDATA[ ]]> <!-- --> <?xml ?> &amp; &bogus; %s ${x}',
  'a\u0000b\u001b[31mc\u202ed\u2028e\ufffff',
  'half \ud800 a pair \udc00',
  'n'.repeat(10_000),
  '混'.repeat(300),
]

const hostile = createMachine({
  id: attacks.join(' '),
  description: attacks.join(' '),
  initial: 'state0',
  states: {
    ...Object.fromEntries(
      attacks.map((attack, index) => [
        `state${index}`,
        {
          description: `${attack} ${'words '.repeat(2000)}`,
          entry: attack,
          tags: [attack],
          meta: { [attack]: attack },
          on: {
            [`on ${attack.replaceAll('*', '')}`]: {
              target: `state${(index + 1) % attacks.length}`,
              actions: attack,
              description: attack,
            },
          },
        },
      ]),
    ),
    ...Object.fromEntries(
      attacks.map((attack, index) => [attack.replaceAll('.', '_'), { id: `attack${index}` }]),
    ),
  },
})

/** What a picture is made of. Nothing of it runs, loads or links. */
const harmless = {
  elements: ['svg', 'title', 'desc', 'style', 'g', 'rect', 'path', 'circle', 'text'],
  attributes: [
    ...[
      'xmlns',
      'width',
      'height',
      'viewBox',
      'role',
      'aria-labelledby',
      'class',
      'id',
      'transform',
      'x',
      'y',
    ],
    ...['rx', 'cx', 'cy', 'r', 'd', 'fill', 'stroke-width', 'font-size', 'text-anchor'],
  ],
}

describe('the picture of a hostile machine', () => {
  const drawing = toSvg(toDiagram(hostile), { theme: 'auto' })

  test('is well-formed, and holds nothing that runs, loads or links', async () => {
    const elements = readPicture(await drawing)
    const names = new Set(elements.map(({ name }) => name))
    const attributes = new Set(elements.flatMap((element) => Object.keys(element.attributes)))
    expect([...names].filter((name) => !harmless.elements.includes(name))).toEqual([])
    expect([...attributes].filter((name) => !harmless.attributes.includes(name))).toEqual([])
  })

  test('takes nothing of the machine into its style sheet', async () => {
    const plain = await toSvg(toDiagram(createMachine({ id: 'plain' })), { theme: 'auto' })
    const styleOf = (svg: string) => readPicture(svg).find(({ name }) => name === 'style')?.text
    expect(styleOf(await drawing)).toBe(styleOf(plain))
    expect(styleOf(plain)).not.toMatch(/url|@import|expression/)
  })

  test('is bounded, however much the machine says', async () => {
    expect((await drawing).length).toBeLessThan(200_000)
  })

  test('is legible', async () => {
    const { width, height, texts, frames } = geometryOf(await drawing)
    const whole = { left: 0, top: 0, right: width, bottom: height }
    expect(texts.filter((text) => !isInside(text, whole))).toEqual([])
    expect(pairsOf(texts, overlap)).toEqual([])
    expect(
      texts.filter((text) => frames.some((frame) => overlap(text, frame) && !isInside(text, frame))),
    ).toEqual([])
  })
})
