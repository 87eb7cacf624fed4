import { InvalidArgumentError } from 'commander'

/** The names of parameters, as many as were given. @throws InvalidArgumentError */
export function collectParameter(name: string, before: readonly string[] = []): readonly string[] {
  if (name === '' || /[&=?#\s]/.test(name))
    throw new InvalidArgumentError('It is the name of a parameter as URLs have it, such as fbclid or utm_*.')
  return [...before, name]
}
