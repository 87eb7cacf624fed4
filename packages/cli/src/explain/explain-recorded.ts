import type { RecordedBegin } from '@cachechart/core'
import { createExplainer, type TransactionStory } from '@cachechart/core/recording'
import { CommandFailedError } from '../command-failed-error.ts'
import { plainJson } from '../plain-json.ts'
import { readAll } from '../recordings/reading.ts'
import type { TransactionName } from '../recordings/transaction-name.ts'
import type { Terminal } from '../terminal.ts'
import { toneOf } from './readable.ts'
import { storyText } from './story-text.ts'

/** Which recorded transaction is to be explained. */
export interface RecordedQuestion {
  readonly files: readonly string[]
  readonly url: string | undefined
  readonly id: TransactionName | undefined
  readonly json: boolean
}

/** Tells what became of a recorded request: of the last one that is meant. Rejects with a `CommandFailedError`. */
export async function explainRecorded(question: RecordedQuestion, terminal: Terminal): Promise<void> {
  const { files, json } = question
  const explainer = createExplainer({ isMeant: isMeantBy(question), limit: 1_000 })
  let story: TransactionStory | undefined
  await readAll(
    files,
    ({ record }) => {
      story = explainer.take(record) ?? story
    },
    terminal,
  )
  const told = story ?? explainer.end().at(-1)
  if (told === undefined) throw new CommandFailedError(nothingOf(question))
  terminal.out(json ? `${plainJson(JSON.stringify(told))}\n` : storyText(told, toneOf(terminal.screen)))
}

function isMeantBy({ url, id }: RecordedQuestion): (begin: RecordedBegin, run: string) => boolean {
  if (id === undefined) {
    const urls = new Set([url, new URL(url ?? '').href])
    return (begin) => begin.role === 'client' && urls.has(begin.url)
  }
  return (begin, run) => begin.id === id.id && (id.run === undefined || id.run === run)
}

const nothingOf = ({ id }: RecordedQuestion): string =>
  id === undefined
    ? 'No request for this URL begins in the recording.'
    : `Transaction ${id.id} does not begin in the recording${id.run === undefined ? '' : ' of that cache'}.`
