import {AibomError} from '../errors.ts'

/** A server that says nothing for so long is given up. */
const idleMs = 30_000
/** The way out that every timeout names. */
export const timeoutHint = 'Try again later, or wait longer: --deadline SECONDS'

/**
 * The chunks of an answer, counted against a limit and timed against silence and the deadline of the run.
 * @param leftMs until the deadline
 * @throws {AibomError} `AIBOM_HTTP_TOO_LARGE`, `AIBOM_HTTP_TIMEOUT`
 */
export async function* boundedBody(
  response: Response,
  limitBytes: number,
  what: string,
  leftMs: () => number,
): AsyncGenerator<Uint8Array> {
  const declared = Number(response.headers.get('content-length') ?? 0)
  if (declared > limitBytes) throw tooLarge(what, limitBytes)
  const reader = response.body?.getReader()
  if (reader === undefined) return
  let received = 0
  try {
    while (true) {
      const {done, value} = await withinTime(reader.read(), what, leftMs())
      if (done) return
      received += value.byteLength
      if (received > limitBytes) throw tooLarge(what, limitBytes)
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** All of a body in one piece. */
export async function readBody(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

async function withinTime<T>(work: Promise<T>, what: string, leftMs: number): Promise<T> {
  const ms = Math.max(1, Math.min(idleMs, leftMs))
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_resolve, reject) => {
    const message =
      ms < idleMs ? `${what} was not read before the deadline` : `${what} went silent for ${idleMs / 1000} s`
    timer = setTimeout(() => reject(new AibomError('AIBOM_HTTP_TIMEOUT', message, {hint: timeoutHint, exit: 3})), ms)
  })
  try {
    return await Promise.race([work, silence])
  } finally {
    clearTimeout(timer)
  }
}

function tooLarge(what: string, limitBytes: number): AibomError {
  return new AibomError('AIBOM_HTTP_TOO_LARGE', `${what} is larger than ${limitBytes} bytes`, {exit: 3})
}
