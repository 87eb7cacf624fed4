import type { StoryStep, TransactionStory } from '@cachechart/core/recording'
import { reasonLines } from './explanation-text.ts'
import { faint, readable, type Tone } from './readable.ts'

/** The story of a recorded transaction for a person: the headline, and each step with its time and its reasons. */
export function storyText(story: TransactionStory, tone: Tone): string {
  const { headline, id, role, method, url, startedAt, took, steps } = story
  const at = new Date(startedAt).toISOString()
  return [
    `${readable(headline)}\n`,
    `${faint(`transaction ${id} (${role}), ${readable(method)} ${readable(url)}, ${at}, ${took} ms`, tone)}\n\n`,
    ...steps.map((step) => stepText(step, tone)),
    endings(story),
  ].join('')
}

function stepText({ after, headline, to, reasons }: StoryStep, tone: Tone): string {
  const time = `${after} ms`.padStart(8)
  const lines = reasonLines(reasons, tone).map((line) => `            ${line}\n`)
  return `${time}  ${readable(headline)} ${faint(`[${to}]`, tone)}\n${lines.join('')}`
}

function endings({ ending, difference }: TransactionStory): string {
  switch (ending) {
    case 'ended':
      return ''
    case 'open':
      return '\nThe recording ends before it does.\n'
    case 'differs':
      return `\nFrom here on it would go another way now: ${readable(difference)}\n`
  }
}
