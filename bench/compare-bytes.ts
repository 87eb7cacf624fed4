import type { BytesComparison, BytesSample } from './bytes-comparison.ts'
import { judgeBytes } from './compare.ts'
import { findPresent, identityOf, judgeEach } from './find-present.ts'
import type { BytesResult } from './result.ts'
import { alternatingOrder } from './statistics/alternating-order.ts'
import { figureOf } from './statistics/figure.ts'
import { ratios } from './statistics/ratios.ts'
import type { CollectOptions } from './take-turns.ts'

/** Fills everyone anew in each round, and puts what they weigh in proportion. */
export async function compareBytes(
  comparison: BytesComparison,
  { rounds, onRound, share = 1 }: CollectOptions & { readonly share?: number },
): Promise<BytesResult> {
  const { name, about, unit, columns, baseline, budgets } = comparison
  const { present, leftOut } = await findPresent(comparison)
  const samples = new Map(present.map((contender): [string, BytesSample[]] => [contender.name, []]))
  for (const [round, contenders] of alternatingOrder(present, rounds).entries()) {
    onRound(round)
    for (const contender of contenders) samples.get(contender.name)?.push(await contender.measure(share))
  }
  const beyond = (who: string): number[] => of(who, samples).map((sample) => sample.beyond)
  return {
    kind: 'bytes',
    name,
    about,
    unit,
    ...(columns && { columns }),
    baseline,
    contenders: present.map((contender) => ({
      ...identityOf(contender),
      beyond: figureOf(beyond(contender.name)),
      held: figureOf(of(contender.name, samples).map(({ held }) => held)),
      ratio: ratios(beyond(contender.name), beyond(baseline)),
    })),
    leftOut,
    budgets: judgeEach(budgets, leftOut, (budget) => judgeBytes(budget, beyond(budget.subject))),
  }
}

function of(name: string, samples: ReadonlyMap<string, readonly BytesSample[]>): readonly BytesSample[] {
  const own = samples.get(name)
  if (own === undefined) throw new RangeError(`no contender is called "${name}"`)
  return own
}
