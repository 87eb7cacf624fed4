import { InvalidArgumentError } from 'commander'

/** A name or address to listen on; what is empty would mean every address of this machine. @throws InvalidArgumentError */
export function parseHost(text: string): string {
  if (text.trim() === '')
    throw new InvalidArgumentError('A host is a name or address, such as 127.0.0.1; 0.0.0.0 is every one.')
  return text.trim()
}
