/** What a response says of itself, and no constructor takes. */
export type Description = Pick<Response, 'url' | 'redirected' | 'type'>

/** What a response is made of. */
export interface ResponseParts extends Pick<Response, 'status' | 'statusText'> {
  readonly headers?: Headers
}

/** Fetch §5.5: the statuses that the constructor takes. The network may bring others. */
export const isConstructible = (status: number): boolean => status >= 200 && status <= 599

/** A Response that knows where it came from, as those of any fetch do, and so do its clones. */
export class DescribedResponse extends Response {
  override readonly url: string
  override readonly redirected: boolean
  override readonly type: Response['type']
  override readonly clone: () => DescribedResponse

  constructor(body: ReadableStream | null, parts: ResponseParts, description: Description) {
    const { status, statusText } = parts
    super(body, isConstructible(status) ? parts : { ...parts, status: 200 })
    if (!isConstructible(status))
      Object.defineProperties(this, { status: { value: status }, ok: { value: false } })
    this.url = description.url
    this.redirected = description.redirected
    this.type = description.type
    this.clone = () => {
      const copy = Response.prototype.clone.call(this)
      return new DescribedResponse(copy.body, { status, statusText, headers: copy.headers }, description)
    }
  }
}
