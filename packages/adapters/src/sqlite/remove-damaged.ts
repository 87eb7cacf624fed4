import type { Millis } from '@cachechart/core'
import { beginKeyChange } from './change.ts'
import type { BodyPlace } from './stored-bodies.ts'
import type { Tables } from './tables.ts'

/**
 * Removes the entry whose body is not what it should be, so that it is asked for anew and not found so again. It goes by the
 * number of its body: one that has come in its place stays.
 */
export function removeDamaged(tables: Tables, { key, body }: BodyPlace, now: Millis): 'removed' | 'gone' {
  return tables.transaction(() => {
    const { change, variants } = beginKeyChange(tables, key, now)
    const damaged = variants.filter((variant) => variant[4] === body)
    if (damaged.length === 0) return 'gone'
    for (const row of damaged) change.remove(row)
    // However many chunks there are: its length may be what is wrong.
    tables.body.addLoose.run(body, now, 'removed', 0)
    change.finish()
    return 'removed'
  })
}
