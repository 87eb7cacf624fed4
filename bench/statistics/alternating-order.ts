/**
 * Who runs when: A B C, C B A, A B C, … Whatever changes with time (a machine that gets warm, another process that
 * begins) then meets everyone alike.
 */
export function alternatingOrder<Contender>(contenders: readonly Contender[], turns: number): Contender[][] {
  return Array.from({ length: turns }, (_, turn) =>
    turn % 2 === 0 ? [...contenders] : contenders.toReversed(),
  )
}
