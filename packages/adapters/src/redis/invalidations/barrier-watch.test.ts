import { expect, test } from '@jest/globals'
import { BarrierWatch } from './barrier-watch.ts'

/** A barrier that is read when the test says so. */
function makeWatch() {
  const questions: PromiseWithResolvers<number | undefined>[] = []
  let raised = 0
  const read = () => {
    const question = Promise.withResolvers<number | undefined>()
    questions.push(question)
    return question.promise
  }
  const watch = new BarrierWatch(read, () => {
    raised += 1
  })
  const answer = async (value: number | undefined | Error): Promise<void> => {
    const question = questions.at(-1)
    if (value instanceof Error) question?.reject(value)
    else question?.resolve(value)
    for (let tick = 0; tick < 5; tick += 1) await Promise.resolve()
  }
  const begin = async (value: number | undefined): Promise<void> => {
    const begun = watch.begin()
    await answer(value)
    await begun
  }
  return { watch, answer, begin, questions, raised: () => raised }
}

test('a ledger that has changed for a purge of something else raises nothing', async () => {
  const { watch, answer, begin, raised } = makeWatch()
  await begin(5)
  watch.changed()
  await answer(5)
  expect(raised()).toBe(0)
  watch.changed()
  await answer(6)
  expect(raised()).toBe(1)
  watch.changed()
  await answer(6)
  expect(raised()).toBe(1)
})

test('what changes while it is read is read again, once', async () => {
  const { watch, answer, begin, questions, raised } = makeWatch()
  await begin(5)
  watch.changed()
  watch.changed()
  watch.changed()
  expect(questions).toHaveLength(2)
  await answer(5)
  expect([questions.length, raised()]).toEqual([3, 0])
  await answer(6)
  expect([questions.length, raised()]).toEqual([3, 1])
})

test('what cannot be read, or is not there, may be anything', async () => {
  const { watch, answer, begin, raised } = makeWatch()
  await begin(undefined)
  watch.changed()
  await answer(new Error('there is no connection'))
  expect(raised()).toBe(1)
  watch.changed()
  await answer(undefined)
  expect(raised()).toBe(2)
})
