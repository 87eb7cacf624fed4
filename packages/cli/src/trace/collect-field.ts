import { InvalidArgumentError } from 'commander'

/** The names of fields, as many as were given. RFC 9110 §5.1. @throws InvalidArgumentError */
export function collectField(name: string, before: readonly string[] = []): readonly string[] {
  if (!/^[!#$%&'*+.^_`|~\dA-Za-z-]+$/.test(name))
    throw new InvalidArgumentError('It is the name of a field, such as X-Api-Key.')
  return [...before, name]
}
