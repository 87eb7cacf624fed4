import type { Bar, BarGroup } from './chart-bars.ts'
import { formatNumber, formatRatio } from './format-figure.ts'
import { logScale, type Scale } from './log-scale.ts'

const width = 860
/** Where the bars begin and end; names are to their left, figures to their right. */
const left = 250
const right = 680
const row = 24
const titleHeight = 34
const axisHeight = 34
const barHeight = 14

/** Both themes: whoever shows the picture says which one the reader has chosen. */
const style = `
  text { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 13px }
  .quiet { fill: #59636e }
  .ground { fill: #ffffff }
  .project { fill: #0969da }
  .peer { fill: #9aa5b1 }
  .baseline { fill: #59636e }
  .spread { stroke: #1f2328; stroke-width: 1.5 }
  .grid { stroke: #d1d9e0 }
  .one { stroke: #59636e; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .quiet { fill: #9198a1 }
    .ground { fill: #0d1117 }
    .project { fill: #4493f8 }
    .peer { fill: #656c76 }
    .baseline { fill: #9198a1 }
    .spread { stroke: #f0f6fc }
    .grid { stroke: #3d444d }
    .one { stroke: #9198a1 }
  }`

/** What a chart is called, for those who hear it as well. */
export interface ChartText {
  readonly title: string
  readonly description: string
}

/**
 * Draws horizontal bars on a logarithmic scale that begin at 1, the baseline: to the right is better, to the left is worse.
 * The thin line on each bar is the middle half of the measurements; the project's own bars have a colour of their own. The
 * same groups make the same text.
 */
export function chart(groups: readonly BarGroup[], { title, description }: ChartText): string {
  const figures = groups.flatMap(({ bars }) => bars.map(({ ratio }) => ratio))
  const scale = logScale(figures, { from: left, to: right })
  const bottom = groups.reduce((y, { bars }) => y + titleHeight + bars.length * row, 0)
  let top = 0
  const parts = groups.map((group) => {
    const part = groupPart(group, top, scale)
    top += titleHeight + group.bars.length * row
    return part
  })
  const height = bottom + axisHeight
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(description)}</desc>
<style>${style}
</style>
<rect class="ground" width="${width}" height="${height}"/>
${labels(scale, bottom)}
${parts.join('\n')}
</svg>
`
}

const labels = (scale: Scale, bottom: number): string =>
  scale.ticks
    .map(
      (tick) =>
        `<text class="quiet" x="${at(scale, tick)}" y="${bottom + 20}" text-anchor="middle">${tick} ×</text>`,
    )
    .join('\n')

const grid = (scale: Scale, from: number, to: number): string =>
  scale.ticks
    .map((tick) => {
      const x = at(scale, tick)
      return `<line class="${tick === 1 ? 'one' : 'grid'}" x1="${x}" x2="${x}" y1="${from}" y2="${to}"/>`
    })
    .join('')

function groupPart({ title, bars }: BarGroup, top: number, scale: Scale): string {
  const heading = `<text class="title" x="8" y="${top + 22}">${escaped(title)}</text>`
  const first = top + titleHeight
  const lines = grid(scale, first, first + bars.length * row)
  const rows = bars.map(({ name, ratio, role }, index) => {
    const y = first + index * row
    const figure = role === 'baseline' ? 'baseline' : formatRatio(ratio)
    return [
      `<text x="${left - 10}" y="${y + 16}" text-anchor="end">${escaped(shortened(name))}</text>`,
      role === 'baseline' ? baselineMark(scale, y) : barPart({ ratio, role }, y, scale),
      `<text class="quiet" x="${right + 12}" y="${y + 16}">${figure}</text>`,
    ].join('')
  })
  return [heading, lines, ...rows].join('\n')
}

function barPart({ ratio, role }: Pick<Bar, 'ratio' | 'role'>, y: number, scale: Scale): string {
  const { median, low, high } = ratio
  const [one, end] = [scale.at(1), scale.at(median)]
  const bar = `<rect class="${role}" x="${Math.min(one, end).toFixed(1)}" y="${y + 5}" width="${Math.max(1, Math.abs(end - one)).toFixed(1)}" height="${barHeight}" rx="2"><title>${formatNumber(median)} ×</title></rect>`
  const middle = y + 5 + barHeight / 2
  return `${bar}<line class="spread" x1="${at(scale, low)}" x2="${at(scale, high)}" y1="${middle}" y2="${middle}"/>`
}

const baselineMark = (scale: Scale, y: number): string =>
  `<rect class="baseline" x="${(scale.at(1) - 3).toFixed(1)}" y="${y + 5}" width="6" height="${barHeight}" rx="2"/>`

const at = (scale: Scale, value: number): string => scale.at(value).toFixed(1)

/** As much of a name as there is room for. */
const shortened = (name: string): string => (name.length > 36 ? `${name.slice(0, 35)}…` : name)

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)
