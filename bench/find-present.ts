import type { Entrant } from './comparison.ts'
import type { LeftOut } from './result.ts'

/** Who can take part here, and who cannot. */
export interface Attendance<Contender> {
  readonly present: readonly Contender[]
  readonly leftOut: readonly LeftOut[]
}

/** Asks everyone. Without the baseline nobody takes part: there would be nothing to put them in proportion to. */
export async function findPresent<Contender extends Entrant>(comparison: {
  readonly contenders: readonly Contender[]
  readonly baseline: string
}): Promise<Attendance<Contender>> {
  const { contenders, baseline } = comparison
  const reasons = new Map<string, string>()
  for (const contender of contenders) {
    const reason = await contender.missing?.()
    if (reason !== undefined) reasons.set(contender.name, reason)
  }
  const withoutBaseline = reasons.has(baseline) ? `there is no ${baseline} to compare with` : undefined
  const leftOut = contenders.flatMap(({ name }) => {
    const reason = reasons.get(name) ?? withoutBaseline
    return reason === undefined ? [] : [{ name, reason }]
  })
  const isLeftOut = (name: string): boolean => leftOut.some((one) => one.name === name)
  return { present: contenders.filter(({ name }) => !isLeftOut(name)), leftOut }
}

/** Who it was, for a result. */
export const identityOf = ({ name, owner }: Entrant): Pick<Entrant, 'name' | 'owner'> => ({
  name,
  ...(owner !== undefined && { owner }),
})

/** Judges promises among those who take part; the others are left out with the same reason. */
export function judgeEach<Promised extends { readonly subject: string; readonly against?: string }, Judged>(
  budgets: readonly Promised[],
  leftOut: readonly LeftOut[],
  judge: (budget: Promised) => Judged,
): (Judged | (Promised & { readonly verdict: 'left out'; readonly reason: string }))[] {
  return budgets.map((budget) => {
    const gone = leftOut.find(({ name }) => name === budget.subject || name === budget.against)
    if (gone === undefined) return judge(budget)
    return { ...budget, verdict: 'left out' as const, reason: `${gone.name}: ${gone.reason}` }
  })
}
