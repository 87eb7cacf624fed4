/** `node --conditions=source --test examples/testing/own-store.test.ts` */
import { test } from 'node:test'
import { storeContract } from '@cachechart/core/testing'
import { ownStore } from './own-store.ts'

for (const { name, run } of storeContract(ownStore)) void test(name, run)
