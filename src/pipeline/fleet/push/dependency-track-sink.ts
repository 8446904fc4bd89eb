import {AibomError} from '../../../lib/errors.ts'
import {isLoopback, serverAddress} from '../../../lib/http/address.ts'
import {jsonObject} from '../../../lib/http/json-answer.ts'
import type {Network} from '../../../lib/http/network.ts'
import {asText} from '../../../lib/narrow.ts'
import {envText} from '../../../lib/text/env-text.ts'
import {withoutTrailing} from '../../../lib/text/text.ts'
import type {PushedVersion, Sink} from './sink.ts'

const variable = 'DEPENDENCY_TRACK_API_KEY'
const answerLimitBytes = 1024 * 1024
/** One project for each source, whose content is always the newest. */
const projectVersion = 'latest'

/**
 * A Dependency-Track server. The key goes to it alone: no redirect is followed.
 * @throws {AibomError} `AIBOM_USAGE` for the address or a missing key; `AIBOM_PUSH_REFUSED` where it does not tell
 *   its version
 * @see Dependency-Track documentation, REST API: /api/version, PUT /api/v1/bom
 */
export async function dependencyTrackSink(
  text: string,
  {http}: Network,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Sink> {
  const base = serverOf(text)
  const key = envText(env, variable)
  if (key === undefined) {
    throw new AibomError('AIBOM_USAGE', `Dependency-Track wants a key, and ${variable} is not set`, {
      hint: `Set ${variable} to the key of a team that has BOM_UPLOAD and PROJECT_CREATION_UPLOAD`,
    })
  }
  const version = await http.send({url: new URL(`${base}/api/version`), limitBytes: answerLimitBytes, redirect: 'none'})
  const stated = version.status === 200 ? asText(jsonObject(version.bytes)?.['version']) : undefined
  if (stated === undefined)
    throw refused(
      `${base} does not answer as a Dependency-Track server (${version.status})`,
      'Name the address of its API server',
    )
  const projects = new Map<string, string>()
  return {
    newest: newestOf(stated),
    async push({name, address, document}) {
      // two sources of one name are two projects
      const project = (projects.get(name) ?? address) === address ? name : address
      projects.set(name, address)
      const body = JSON.stringify({
        projectName: project,
        projectVersion,
        autoCreate: true,
        bom: Buffer.from(document).toString('base64'),
      })
      const answer = await http.send({
        url: new URL(`${base}/api/v1/bom`),
        method: 'PUT',
        headers: {'content-type': 'application/json', 'x-api-key': key},
        body,
        limitBytes: answerLimitBytes,
      })
      if (answer.status !== 200)
        throw refused(`Dependency-Track refused ${name}: ${meanings[answer.status] ?? `it answered ${answer.status}`}`)
      return `${project} ${projectVersion}`
    },
  }
}

const meanings: Readonly<Record<number, string>> = {
  400: 'it takes no such document (400)',
  401: `the key in ${variable} is wrong (401)`,
  403: `the key in ${variable} may not upload, or may not create a project (403)`,
  404: 'the project is not there, and the key may not create it (404)',
}

/**
 * 1.6 since 4.12, 1.7 since 4.14.4 and, of the next line, since 5.1; a server says what it takes only when it is too
 * late.
 */
function newestOf(version: string): PushedVersion {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/, 3).map(Number)
  if (major > 5 || (major === 5 && minor >= 1) || (major === 4 && (minor > 14 || (minor === 14 && patch >= 4))))
    return '1.7'
  return major > 4 || (major === 4 && minor >= 12) ? '1.6' : '1.5'
}

function serverOf(text: string): string {
  const url = serverAddress(text)
  if (url === undefined) {
    // a password in it is not shown
    const shown = URL.canParse(text) ? new URL(text).host : text
    throw new AibomError('AIBOM_USAGE', `${shown} is not a plain http(s) address of a server`, {
      hint: 'For example https://dtrack.example.com',
    })
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    throw new AibomError(
      'AIBOM_USAGE',
      `${url.host} is asked by http, which would show the key to everybody on the way`,
      {hint: 'Use https'},
    )
  }
  return withoutTrailing(url.href, '/')
}

function refused(message: string, hint = 'See the log of the server'): AibomError {
  return new AibomError('AIBOM_PUSH_REFUSED', message, {hint, exit: 3})
}
