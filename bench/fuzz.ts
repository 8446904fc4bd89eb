import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {readBom} from '../src/bom/read/read.ts'
import {parseBunLock} from '../src/detectors/npm/locks/bun-lock.ts'
import {parseDenoLock} from '../src/detectors/npm/locks/deno-lock.ts'
import {parsePackageLock} from '../src/detectors/npm/locks/package-lock.ts'
import {parsePnpmLock} from '../src/detectors/npm/locks/pnpm-lock.ts'
import {parseYarnBerry} from '../src/detectors/npm/locks/yarn-berry.ts'
import {parseYarnClassic} from '../src/detectors/npm/locks/yarn-classic.ts'
import {parseRequirements} from '../src/detectors/python/requirements/requirements.ts'
import {parseLock} from '../src/drift/lock-file.ts'
import {unpackLz4} from '../src/formats/archives/lz4.ts'
import {parseHubCard} from '../src/formats/hub-card/hub-card.ts'
import {AibomError} from '../src/lib/errors.ts'
import {parseJsonc} from '../src/lib/parse/jsonc.ts'
import {parseShell} from '../src/lib/parse/shell.ts'
import {parseStrictJson} from '../src/lib/parse/strict-json.ts'
import {parseToml} from '../src/lib/parse/toml.ts'
import {parseYamlStream} from '../src/lib/parse/yaml.ts'
import {parseGitIndex} from '../src/sources/git/index.ts'
import {TrustFailure} from '../src/trust/failure.ts'
import {parsePem} from '../src/trust/keys/pem.ts'
import {parseBundle} from '../src/trust/sigstore/bundle.ts'
import {parseCertificate} from '../src/trust/x509/certificate.ts'
import {examined} from '../test/support/examined.ts'
import {bytes, named, proto, runsCommand, stateDict, tensor, text} from '../test/support/pickles.ts'
import {gguf, safetensors, utf8} from '../test/support/weights.ts'
import {zip} from '../test/support/zips.ts'

/** Reads an input; of a file it knows the name. */
type Reader = (bytes: Buffer, name: string) => unknown
const asText =
  (read: (text: string, path: string) => unknown): Reader =>
  bytes =>
    read(bytes.toString('utf8'), 'file')

const readers: Readonly<Record<string, Reader>> = {
  bom: asText(readBom),
  bundle: bytes => parseBundle(bytes),
  bun: asText(parseBunLock),
  card: asText(parseHubCard),
  certificate: bytes => parseCertificate(bytes),
  deno: asText(parseDenoLock),
  files: (bytes, name) => examined(bytes, name),
  'git-index': bytes => parseGitIndex(bytes, 20),
  json: asText(content => parseStrictJson(content)),
  jsonc: asText(parseJsonc),
  lock: asText(parseLock),
  lz4: bytes => unpackLz4(bytes, 64 * 1024 * 1024),
  model: bytes => examined(bytes, 'model.bin'),
  'model-parts': bytes => examined(bytes, '__0_0.distcp'),
  torch: bytes => examined(bytes, 'model.pt'),
  'model-graph': bytes => examined(bytes, 'model.ckpt.meta'),
  'package-lock': asText(parsePackageLock),
  pem: asText(content => parsePem(content)),
  pnpm: asText(parsePnpmLock),
  requirements: asText((content, path) => parseRequirements(content, path, 'requirements')),
  shell: asText(content => parseShell(content)),
  toml: asText(parseToml),
  yaml: asText(parseYamlStream),
  'yarn-berry': asText(parseYarnBerry),
  'yarn-classic': asText(parseYarnClassic),
}

/** Readers of formats that no text is: only files of such formats are damaged for them. */
const binary: ReadonlySet<string> = new Set(['files', 'lz4', 'model-parts', 'model-graph', 'torch'])

/** Inputs of a few KB take a few ms; a second is a reader that does not scale. */
const slowMs = 1000
const seedLimit = 64 * 1024
const slices = [
  '\0',
  '\ufeff',
  '{',
  '[',
  '"',
  '\\',
  "'",
  '- ',
  ': ',
  '\n',
  '\r',
  '<<: *a',
  '&a ',
  '{{',
  '${',
  '$(',
  '--hash=',
  '\u202e',
  '9'.repeat(400),
  '('.repeat(500),
]

/**
 * `npm run bench -- fuzz [READER] [--minutes N] [--seed N] [--seeds FOLDER]`: damaged inputs for every reader, made of
 * those that are built here, of the project's fixtures and of the files in a folder. What is no answer and none of our
 * own errors, and what takes longer than a second, is printed with the bytes in base64. Exits 1 where there is any.
 */
export async function run(args: string[]): Promise<boolean> {
  const numberOf = (flag: string, usual: number): number =>
    args.includes(flag) ? Number(args[args.indexOf(flag) + 1]) : usual
  const [only] = args.filter((arg, index) => !arg.startsWith('--') && !args[index - 1]?.startsWith('--'))
  const names = Object.keys(readers).filter(name => only === undefined || name === only)
  if (names.length === 0) {
    console.error(
      `usage: npm run bench -- fuzz [READER] [--minutes N] [--seed N] [--seeds FOLDER]\n  READER: ${Object.keys(readers).join(', ')}`,
    )
    return false
  }
  const folder = args.includes('--seeds') ? args[args.indexOf('--seeds') + 1] : undefined
  const own = [...ownSeeds(), ...(folder === undefined ? [] : seedsOf(folder))]
  const seeds = [...own, ...fixtureSeeds()]
  let isClean = true
  for (const name of names) {
    const faults = await fuzz(readers[name] as Reader, {
      seeds: binary.has(name) ? own : seeds,
      minutes: numberOf('--minutes', 1),
      random: randomOf(numberOf('--seed', 1)),
    })
    console.log(`${name.padEnd(14)} ${faults.tried} inputs, ${faults.found.length} faults`)
    for (const fault of faults.found) console.log(`  ${fault}`)
    isClean &&= faults.found.length === 0
  }
  return isClean
}

interface Seed {
  readonly name: string
  readonly bytes: Buffer
}

interface Campaign {
  readonly seeds: readonly Seed[]
  readonly minutes: number
  readonly random: () => number
}

async function fuzz(read: Reader, {seeds, minutes, random}: Campaign): Promise<{tried: number; found: string[]}> {
  const found = new Map<string, string>()
  const end = performance.now() + minutes * 60_000
  let tried = 0
  for (; performance.now() < end && found.size < 10; tried++) {
    const input = damage(seeds, random)
    const fault = await faultOf(read, input)
    if (fault !== undefined && !found.has(fault))
      found.set(fault, `${input.name}: ${fault}: ${input.bytes.toString('base64').slice(0, 2000)}`)
  }
  return {tried, found: [...found.values()]}
}

async function faultOf(read: Reader, {bytes, name}: Seed): Promise<string | undefined> {
  const start = process.cpuUsage()
  try {
    await read(bytes, name)
  } catch (error) {
    if (!(error instanceof AibomError || error instanceof TrustFailure))
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
  // a busy machine makes nothing slow
  return process.cpuUsage(start).user / 1000 > slowMs ? `slower than ${slowMs} ms` : undefined
}

function damage(seeds: readonly Seed[], random: () => number): Seed {
  const below = (limit: number): number => Math.floor(random() * limit)
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T
  const seed = pick(seeds)
  let bytes = Buffer.from(seed.bytes)
  for (let round = below(6); round >= 0; round--) {
    const at = below(bytes.length + 1)
    const to = Math.min(bytes.length, at + 1 + below(64))
    const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)]
    switch (below(7)) {
      case 0:
        bytes = before
        break
      case 1:
        bytes = Buffer.concat([before, after])
        break
      case 2:
        bytes = Buffer.concat([before, ...Array.from({length: 1 + below(40)}, () => middle), after])
        break
      case 3:
        bytes = Buffer.concat([before, Buffer.from(pick(slices)), middle, after])
        break
      case 4:
        bytes = Buffer.concat([
          before,
          Buffer.from(middle.map(() => pick([0, 1, 0x7f, 0x80, 0xff, below(256)]))),
          after,
        ])
        break
      case 5:
        bytes = Buffer.concat([before, pick(seeds).bytes.subarray(0, 200), after])
        break
      default:
        bytes = Buffer.concat([before, Buffer.from(middle.map(byte => byte ^ (1 << below(8)))), after])
    }
  }
  return {name: seed.name, bytes: bytes.subarray(0, 4 * seedLimit)}
}

/** The same inputs for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const script = 'class M(Module):\n  def forward(self, x: Tensor) -> Tensor:\n    return torch.relu(x)\n'
const program =
  '{"graph":{"nodes":[{"target":"torch.ops.aten.relu.default","s":{"expr_str":"Max(1, s0)"}}]},"guards_code":[]}'

function ownSeeds(): Seed[] {
  const model = stateDict({w: tensor('0', 4, [2, 2])})
  const made = [
    runsCommand,
    proto(4, text('x')),
    model,
    zip([
      {name: 'm/data.pkl', content: model},
      {name: 'm/data/0', content: new Uint8Array(16)},
    ]),
    zip([
      {name: 'm/data.pkl', content: proto(2, named('__torch__', 'M'), ')\x81')},
      {name: 'm/code/__torch__.py', content: utf8(script)},
      {name: 'm/constants.pkl', content: proto(2, ')')},
      {name: 'm/bytecode.pkl', content: proto(2, '(', text('aten::relu'), text(''), 't')},
    ]),
    zip([
      {name: 'e/archive_format', content: utf8('pt2')},
      {name: 'e/models/model.json', content: utf8(program)},
      {name: 'e/data/weights/w_config.json', content: utf8('{"config":{"w":{"path_name":"w0","use_pickle":false}}}')},
      {name: 'e/data/weights/w0', content: new Uint8Array(8)},
    ]),
    bytes(...[1, 2].map(() => zip([{name: 'm/data.pkl', content: model}], {isWide: true}))),
    bytes('\x04\x22\x4d\x18\x60\x40\x82\x07\x00\x00\x00\x1fa\x01\x00\x05\x10b\x00\x00\x00\x00'),
    bytes('\x0a\x02\x22\x00\x12\x0d\x0a\x0b\x0a\x01n\x12\x06MatMul'),
    safetensors({w: {dtype: 'F32', shape: [2], data_offsets: [0, 8]}}, 8),
    gguf({entries: [['general.architecture', 'string', 'llama']]}),
  ]
  return made.map(each => ({name: 'model', bytes: Buffer.from(each)}))
}

/** The project's own fixtures and golden BOMs. */
function fixtureSeeds(): Seed[] {
  const root = fileURLToPath(new URL('..', import.meta.url))
  return ['test/fixtures', 'test/golden', 'docs/example-app'].flatMap(folder => seedsOf(join(root, folder)))
}

function seedsOf(folder: string): Seed[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(({name, parentPath}) => ({name, bytes: readFileSync(join(parentPath, name)).subarray(0, seedLimit)}))
}
