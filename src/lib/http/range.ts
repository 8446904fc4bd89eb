import type {HttpHead, HttpRequest, HttpStream} from './types.ts'

/** Bytes `start` up to `end` (not included) of a file, uncompressed: what a byte range counts. */
export interface ByteRange {
  readonly start: bigint
  readonly end: bigint
}

/** The request for a range of a file; the reader of the stream ends it after as many bytes as it wants. */
export function rangeRequest(url: URL, {start, end}: ByteRange): HttpRequest {
  return {
    url,
    limitBytes: Number.MAX_SAFE_INTEGER,
    headers: {range: `bytes=${start}-${end - 1n}`, 'accept-encoding': 'identity'},
  }
}

/**
 * The stream, where the server gives the file or the range of it.
 * @throws what `refusal` makes of any other answer, after its body was given back
 */
export async function acceptRange(stream: HttpStream, refusal: (answer: HttpHead) => Error): Promise<HttpStream> {
  if (stream.status === 200 || stream.status === 206) return stream
  await stream.body.return(undefined)
  throw refusal(stream)
}
