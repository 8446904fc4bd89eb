import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect} from 'vitest'
import {digestOf} from './cosign.ts'
import {freePort} from './free-port.ts'
import {temporaryFolder} from './run.ts'

const binary = 'docker-registry'
/** Debian's registry; where it is missing the tests say that they are skipped. */
export const hasOciRegistry: boolean = spawnSync(binary, ['--version']).status === 0
if (!hasOciRegistry)
  process.stderr.write(
    `skipped: the tests against a real OCI registry, because ${binary} is not installed (apt-get install ${binary})\n`,
  )

export const manifestType = 'application/vnd.oci.image.manifest.v1+json'
export const indexType = 'application/vnd.oci.image.index.v1+json'
const startTimeoutMs = 20_000
export interface Layer {
  readonly mediaType: string
  readonly content: string | Uint8Array
  readonly annotations?: Readonly<Record<string, string>>
}

/** Debian's registry on the loopback address, with a storage of its own. */
export async function startOciRegistry(): Promise<{host: string; process: ChildProcess}> {
  const folder = temporaryFolder()
  const host = `127.0.0.1:${await freePort()}`
  const config = join(folder, 'config.yml')
  const storage = JSON.stringify(join(folder, 'storage'))
  writeFileSync(
    config,
    `version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: ${storage}\nhttp:\n  addr: ${host}\n`,
  )
  const registry = spawn(binary, ['serve', config], {
    stdio: 'ignore',
    env: {PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none'},
  })
  const ended = new Promise<never>((_resolve, reject) =>
    registry.on('exit', code => reject(new Error(`${binary} ended with ${code}`))),
  )
  ended.catch(() => undefined)
  await Promise.race([ended, untilReady(host)])
  return {host, process: registry}
}

async function untilReady(host: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < startTimeoutMs; waitedMs += 100) {
    const isReady = await fetch(`http://${host}/v2/`).then(
      ({ok}) => ok,
      () => false,
    )
    if (isReady) return
    await sleep(100)
  }
  throw new Error(`${binary} did not answer in ${startTimeoutMs} ms`)
}

interface Pushed {
  readonly digest: string
  readonly size: number
}

export interface Pusher {
  artifact(reference: string, config: Layer, layers: readonly Layer[], more?: object): Promise<Pushed>
  document(reference: string, mediaType: string, value: object): Promise<Pushed>
}

/** The push side, as the distribution specification has it. */
export function pusher(host: string, repository: string): Pusher {
  const base = `http://${host}/v2/${repository}`

  async function blob({mediaType, content, annotations}: Layer): Promise<object> {
    const digest = digestOf(content)
    const begun = await fetch(`${base}/blobs/uploads/`, {method: 'POST'})
    const upload = new URL(begun.headers.get('location') ?? '', base)
    upload.searchParams.set('digest', digest)
    const done = await fetch(upload, {
      method: 'PUT',
      headers: {'content-type': 'application/octet-stream'},
      body: Buffer.from(content),
    })
    expect(done.status).toBe(201)
    return {mediaType, digest, size: Buffer.from(content).byteLength, ...(annotations !== undefined && {annotations})}
  }

  async function document(reference: string, mediaType: string, value: object): Promise<Pushed> {
    const body = JSON.stringify(value)
    const done = await fetch(`${base}/manifests/${reference}`, {
      method: 'PUT',
      headers: {'content-type': mediaType},
      body,
    })
    expect(done.status).toBe(201)
    return {digest: digestOf(body), size: Buffer.byteLength(body)}
  }

  async function artifact(
    reference: string,
    config: Layer,
    layers: readonly Layer[],
    more: object = {},
  ): Promise<Pushed> {
    const descriptors: object[] = []
    for (const layer of layers) descriptors.push(await blob(layer))
    return document(reference, manifestType, {
      schemaVersion: 2,
      mediaType: manifestType,
      config: await blob(config),
      layers: descriptors,
      ...more,
    })
  }

  return {artifact, document}
}
