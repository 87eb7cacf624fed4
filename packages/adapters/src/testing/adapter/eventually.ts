import { Patience } from '../patience.ts'

const patience = new Patience(2_000)

/** Resolves as soon as the condition holds. @throws ContractError when it does not within 2 s */
export const eventually = (what: string, condition: () => boolean): Promise<void> =>
  patience.until(what, condition)
