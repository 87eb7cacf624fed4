import { describe } from '@jest/globals'
import { sqlitePlant } from './sqlite-plant.ts'
import { tellHostileHeads } from './tell-hostile-heads.ts'

describe('in a SQLite file', () => {
  tellHostileHeads(sqlitePlant)
})
