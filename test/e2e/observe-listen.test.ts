import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync, writeFileSync} from 'node:fs'
import {request} from 'node:http'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'
import {callLine} from '../support/traces.ts'

const json = 'application/json'
const protobuf = 'application/x-protobuf'
const recorded = readFileSync(join(projectRoot, 'test/fixtures/traces/traces.pb'))
let cwd: string

beforeAll(async () => {
  cwd = temporaryFolder()
  writeFileSync(
    join(cwd, 'main.py'),
    'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o", messages=[])\n',
  )
  await aibom(['generate', '.', '--quiet', '--output', 'app.cdx.json'], {cwd})
})

/** Starts the receiver on a free port. */
async function start(env: Record<string, string> = {}, ...words: string[]) {
  const command = [
    join(projectRoot, 'bin/run.js'),
    'observe',
    '--against',
    'app.cdx.json',
    '--json',
    ...(words.length > 0 ? words : ['--listen', '127.0.0.1:0']),
  ]
  const child = spawn(process.execPath, command, {
    cwd,
    env: {PATH: process.env['PATH'], HOME: cwd, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', chunk => (stdout += chunk))
  const closed = once(child, 'close')
  const port = await new Promise<number>((settle, reject) => {
    child.stderr.on('data', chunk => {
      stderr += chunk
      const found = /listening on http:\/\/\S+:(\d+)\n/.exec(stderr)?.[1]
      if (found !== undefined) settle(Number(found))
    })
    child.on('close', () => reject(new Error(stderr)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    const [exit] = await closed
    return {exit, ...JSON.parse(stdout)}
  }
  return {port, stop, pid: child.pid}
}

interface Sent {
  readonly status: number | undefined
  readonly body: Buffer
}

function post(
  port: number,
  body: Buffer | string,
  headers: Record<string, string>,
  path = '/v1/traces',
  method = 'POST',
): Promise<Sent> {
  return new Promise((settle, reject) => {
    const call = request({host: '127.0.0.1', port, path, method, headers}, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => settle({status: response.statusCode, body: Buffer.concat(chunks)}))
    })
    call.on('error', reject)
    call.end(body)
  })
}

describe('aibom observe --listen', () => {
  let receiver: Awaited<ReturnType<typeof start>>
  let result: Awaited<ReturnType<typeof receiver.stop>>
  const send = (...words: [Buffer | string, Record<string, string>, string?, string?]) => post(receiver.port, ...words)

  beforeAll(async () => {
    receiver = await start({}, '--listen', '127.0.0.1:0', '--since', '2026-11-01T00:00:00Z')
  })
  afterAll(async () => {
    if (result === undefined) await receiver.stop()
  })

  it.each([
    ['JSON', callLine(), {'content-type': json}, '{}'],
    ['JSON with a charset', callLine(), {'content-type': 'application/json; charset=utf-8'}, '{}'],
    ['what gzip packed', gzipSync(callLine()), {'content-type': json, 'content-encoding': 'gzip'}, '{}'],
    ['the binary form', recorded, {'content-type': protobuf}, ''],
    ['the binary form, packed', gzipSync(recorded), {'content-type': protobuf, 'content-encoding': 'gzip'}, ''],
  ])('takes %s', async (_what, body, headers, answer) => {
    const sent = await send(body, headers)
    expect([sent.status, sent.body.toString()]).toEqual([200, answer])
  })

  it('says what it left out of a request, in the form of the request', async () => {
    const old = await send(callLine({}, {at: -60}), {'content-type': json})
    expect(JSON.parse(old.body.toString())).toEqual({
      partialSuccess: {rejectedSpans: '1', errorMessage: 'they are from before --since'},
    })
    const metrics = await send(Buffer.alloc(0), {'content-type': protobuf}, '/v1/metrics')
    expect(metrics).toEqual({
      status: 200,
      body: Buffer.concat([Buffer.from([0x0a, 24, 0x08, 0, 0x12, 20]), Buffer.from('metrics are not read')]),
    })
  })

  it.each([
    ['what is no JSON', 400, '{', {'content-type': json}],
    ['JSON that is no telemetry', 400, '{"a": 1}', {'content-type': json}],
    ['bytes that are no telemetry', 400, Buffer.from([0xff, 0xff, 0xff]), {'content-type': protobuf}],
    ['a gzip that is none', 400, 'x', {'content-type': json, 'content-encoding': 'gzip'}],
    ['a bomb', 413, gzipSync(Buffer.alloc(80 * 1024 * 1024)), {'content-type': json, 'content-encoding': 'gzip'}],
    ['another Content-Type', 415, callLine(), {'content-type': 'text/plain'}],
    ['another Content-Encoding', 415, callLine(), {'content-type': json, 'content-encoding': 'br'}],
    ['a page of a browser', 403, callLine(), {'content-type': json, origin: 'https://example.com'}],
    ['the name of another host', 403, callLine(), {'content-type': json, host: 'desk.example.com'}],
  ])('refuses %s', async (_what, status, body, headers) => {
    const sent = await send(body, headers)
    expect(sent.status).toBe(status)
    expect(sent.body.length).toBeGreaterThan(0)
  })

  it('refuses other paths and methods, and a body that is announced too long', async () => {
    expect((await send('{}', {'content-type': json}, '/v1/secrets')).status).toBe(404)
    expect((await send('', {'content-type': json}, '/v1/traces', 'GET')).status).toBe(405)
    expect((await send('', {'content-type': json, 'content-length': '99999999'})).status).toBe(413)
  })

  it('loses nothing of a flood, and unpacks one bomb at a time', async () => {
    const calls = Array.from({length: 60}, () =>
      send(gzipSync(callLine()), {'content-type': json, 'content-encoding': 'gzip'}),
    )
    const large = gzipSync(Buffer.alloc(60 * 1024 * 1024, ' '))
    const bombs = Array.from({length: 12}, () => send(large, {'content-type': json, 'content-encoding': 'gzip'}))
    const statuses = (await Promise.all([...calls, ...bombs])).map(({status}) => status)
    expect(new Set(statuses)).toEqual(new Set([200]))
    if (process.platform !== 'linux') return
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${receiver.pid}/status`, 'utf8'))?.[1]
    expect(Number(peak)).toBeLessThan(600 * 1024)
  })

  it('prints what it saw when it is told to end', async () => {
    result = await receiver.stop()
    expect(result.exit).toBe(1)
    expect(result.findings.map(({asset}: {asset: string}) => asset)).toContain('gpt-4.1')
    expect(result.coverage.spans).toBe(4 + 12 + 60)
  })

  it('takes requests of other machines only with the token', async () => {
    const usage = await aibom(['observe', '--against', 'app.cdx.json', '--listen', '0.0.0.0:0'], {cwd})
    expect([usage.exit, usage.stderr]).toEqual([2, expect.stringContaining('AIBOM_OBSERVE_TOKEN')])
    const guarded = await start({AIBOM_OBSERVE_TOKEN: 'secret'}, '--listen', '0.0.0.0:0')
    const headers = {'content-type': json, host: 'collector.example.com'}
    expect((await post(guarded.port, callLine(), headers)).status).toBe(401)
    expect((await post(guarded.port, callLine(), {...headers, authorization: 'Bearer other'})).status).toBe(401)
    expect((await post(guarded.port, callLine(), {...headers, authorization: 'Bearer secret'})).status).toBe(200)
    expect(JSON.stringify(await guarded.stop())).not.toContain('secret')
  })

  it.each([
    ['an address that is none', ['--listen', 'nowhere'], 'is not HOST:PORT'],
    ['files besides', ['traces.jsonl', '--listen', '127.0.0.1:0'], 'not both'],
  ])('refuses %s', async (_what, words, message) => {
    const run = await aibom(['observe', '--against', 'app.cdx.json', ...words], {cwd})
    expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining(message)])
  })
})
