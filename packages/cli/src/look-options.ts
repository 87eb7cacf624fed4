import { Option } from 'commander'
import type { Screen } from './terminal.ts'
import { wholeNumber } from './whole-number.ts'

/** How a picture or a text is to look. */
export interface LookOptions {
  readonly theme: 'auto' | 'light' | 'dark'
  readonly width?: number
  readonly colour: 'auto' | 'always' | 'never'
}

/** Those options, in the order in which the help lists them. */
export const lookOptions = (): readonly Option[] => [
  new Option('--theme <theme>', 'colours of a picture: as its reader has set, or always the same')
    .choices(['auto', 'light', 'dark'])
    .default('auto'),
  new Option('--width <number>', 'signs in a line of text (default: as the terminal has)').argParser(
    wholeNumber(40, 1_000),
  ),
  new Option('--colour <when>', 'colours of a text').choices(['auto', 'always', 'never']).default('auto'),
]

/** How wide a text is where nobody sees it as it is written. */
const widthOfFile = 100

/** How a text is to look on what shows it; `undefined`: a file, or another command. */
export function textLook({ width, colour }: LookOptions, screen: Screen | undefined) {
  const isColoured = colour === 'always' || (colour === 'auto' && screen?.hasColour === true)
  return {
    width: width ?? Math.max(40, screen?.columns ?? widthOfFile),
    ...(isColoured ? { colour: 'ansi' as const } : {}),
  }
}
