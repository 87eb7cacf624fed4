import { InvalidArgumentError } from 'commander'

/** A parser of whole numbers from `least` to `most`, which throws an `InvalidArgumentError` for all else. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (!(number >= least && number <= most))
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`)
    return number
  }
