/**
 * All tests of the policy layer in one file: the layer and the test framework are then loaded once for each mutant, not once
 * for each test file, which is most of the time. The laws are left out: they take longer than all tables, and what they would
 * notice the tables should. Other random inputs are the same each time, so that the score is, too.
 */
import { globSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 })

const policy = new URL('../../packages/core/src/policy/', import.meta.url)

for (const file of globSync('**/*.test.ts', { cwd: policy, exclude: ['**/*-laws.test.ts'] })) {
  try {
    await import(new URL(file, policy).href)
  } catch (error) {
    // A file that a mutant keeps from being loaded has noticed it.
    test(`${file} is loaded`, () => {
      expect(error).toBeUndefined()
    })
  }
}
