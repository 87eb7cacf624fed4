import type { DiagramPath } from '../diagram.ts'
import type { OverlayTone } from '../overlay.ts'

/** `auto` follows whoever looks at it: dark where their system asks for that, else light. */
export type Theme = 'light' | 'dark' | 'auto'

/** The colours of one theme, as `#rrggbb`. */
export interface Palette {
  /** What all else lies on. */
  readonly page: string
  /** Inside of states, and inside of states that hold others. */
  readonly box: string
  readonly group: string
  /** Behind the names of states. */
  readonly bar: string
  readonly border: string
  readonly text: string
  /** Descriptions and notes. */
  readonly muted: string
  /** Lines and labels; `none` is no path in particular. */
  readonly path: Readonly<Record<DiagramPath | 'none', string>>
  readonly tone: Readonly<Record<OverlayTone | 'rest', string>>
}

/**
 * On each of `page`, `box`, `group` and `bar` all text has a contrast of at least 4.5 and each line of at least 3
 * (WCAG 2.2 §1.4.3, §1.4.11). Nothing is told by colour alone (§1.4.1): see {@link linePatterns} and {@link toneSigns}.
 */
export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    page: '#ffffff',
    box: '#ffffff',
    group: '#f6f8fa',
    bar: '#eaeef2',
    border: '#6e7781',
    text: '#1f2328',
    muted: '#57606a',
    path: {
      hit: '#116329',
      miss: '#0550ae',
      pass: '#6f42c1',
      error: '#b3261e',
      background: '#7d4e00',
      none: '#424a53',
    },
    tone: {
      walked: '#0550ae',
      busy: '#8a3d00',
      covered: '#116329',
      partly: '#7d4e00',
      uncovered: '#b3261e',
      added: '#116329',
      removed: '#b3261e',
      changed: '#6639ba',
      rest: '#57606a',
    },
  },
  dark: {
    page: '#0d1117',
    box: '#0d1117',
    group: '#151b23',
    bar: '#21262d',
    border: '#8b949e',
    text: '#f0f6fc',
    muted: '#b1bac4',
    path: {
      hit: '#56d364',
      miss: '#79c0ff',
      pass: '#d2a8ff',
      error: '#ff8f85',
      background: '#e3b341',
      none: '#c9d1d9',
    },
    tone: {
      walked: '#79c0ff',
      busy: '#ffa657',
      covered: '#56d364',
      partly: '#e3b341',
      uncovered: '#ff8f85',
      added: '#56d364',
      removed: '#ff8f85',
      changed: '#d2a8ff',
      rest: '#8b949e',
    },
  },
}

/** How lines are drawn, beside their colours: the value of `stroke-dasharray`. */
export const linePatterns: Readonly<Record<DiagramPath | 'none', string>> = {
  hit: 'none',
  miss: '9 3',
  pass: '9 3 2 3',
  error: '4 3',
  background: '2 3',
  none: 'none',
}

/** What stands before what is marked, beside its colour. Each of these signs is in every font that pictures are set in. */
export const toneSigns: Readonly<Record<OverlayTone, string>> = {
  walked: '»',
  busy: '•',
  covered: '=',
  partly: '~',
  uncovered: '!',
  added: '+',
  removed: '−',
  changed: '±',
}

/**
 * The rules of a style sheet for a theme: `write` is asked for them once for each palette that may come to be used.
 *
 * @example
 * const css = styleFor('auto', ({ text }) => `.cachechart text { fill: ${text} }`)
 */
export function styleFor(theme: Theme, write: (palette: Palette) => string): string {
  if (theme !== 'auto') return write(palettes[theme])
  return `${write(palettes.light)}\n@media (prefers-color-scheme: dark) {\n${write(palettes.dark)}\n}`
}
