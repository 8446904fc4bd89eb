import type {AibomError} from '../errors.ts'
import {asRecord, type UnknownRecord} from '../narrow.ts'
import {parseUniqueJson} from '../parse/json.ts'
import type {Http} from './types.ts'

/**
 * A read call of a package registry: what is asked, how much it may answer, and what an answer that is none is called.
 */
export interface ObjectRequest {
  readonly url: URL
  readonly accept: string
  readonly limitBytes: number
  readonly refused: (url: URL, what: string) => AibomError
}

/**
 * The object that a registry holds at an address; undefined where it has none (404). Redirects are not followed.
 * @throws {AibomError} exit 3: what `refused` makes of another status or what is not a JSON object, and those of the
 *   http client
 */
export async function askObject(
  http: Http,
  {url, accept, limitBytes, refused}: ObjectRequest,
): Promise<UnknownRecord | undefined> {
  const answer = await http.send({url, limitBytes, redirect: 'none', cache: 'validate', headers: {accept}})
  if (answer.status === 404) return undefined
  if (answer.status !== 200) throw refused(url, `answered ${answer.status}`)
  const record = jsonObject(answer.bytes)
  if (record === undefined) throw refused(url, 'did not answer with a JSON object, or the object has a duplicate name')
  return record
}

/**
 * The object that an answer holds; undefined for HTML, text, lists, what breaks off, and what has a name twice in one
 * object.
 */
export function jsonObject(bytes: Uint8Array): UnknownRecord | undefined {
  return asRecord(parseUniqueJson(Buffer.from(bytes).toString('utf8')))
}
