import { expect, test } from '@jest/globals'
import { missingProcessFiles, missingProgram } from './missing-program.ts'

test('a program that cannot be found is said to be missing', async () => {
  expect(await missingProgram('no-such-program')()).toBe('no-such-program is not installed')
})

test('a program that can be found is missing only where its processor time cannot be read', async () => {
  expect(await missingProgram(process.execPath)()).toBe(await missingProcessFiles())
})
