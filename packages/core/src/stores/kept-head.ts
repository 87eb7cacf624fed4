import type { StoredResponse } from '../http/stored-response.ts'

/** The head of a stored response in the form in which it is kept. */
export interface KeptHead {
  readonly vary: StoredResponse['vary']
  readonly varied: StoredResponse['varied']
  readonly date: StoredResponse['date']
  readonly surrogateKeys: StoredResponse['surrogateKeys']
  readonly url: StoredResponse['url']
  /** What it is taken to occupy in memory, in bytes: rather more than less. */
  readonly size: number
  /** The head as it came, in an object of its own. */
  response(): StoredResponse
}
