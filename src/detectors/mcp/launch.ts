import {normalisePypiName} from '../../lib/names/purl.ts'

/**
 * What a command line starts: a published package, a container image, a remote server behind a bridge, or something
 * local.
 */
export interface Launch {
  readonly package?: PackageSpec
  readonly image?: string
  /** git repository that a package is built from, and the tag, branch or commit that is named */
  readonly repository?: {readonly url: string; readonly ref?: string}
  /** URL handed to a bridge such as mcp-remote */
  readonly remote?: string
  /** arguments of the server itself, after its package or image */
  readonly serverArgs: readonly string[]
  /** names of environment variables given on the command line */
  readonly environment: readonly string[]
  /** `host:container[:ro]` */
  readonly mounts: readonly string[]
}

/** A package as a command line names it. */
export interface PackageSpec {
  readonly ecosystem: 'npm' | 'pypi'
  readonly name: string
  /** as written after the name: exact, range or tag */
  readonly declared?: string
}

const nothing: Launch = {serverArgs: [], environment: [], mounts: []}

/** Packages that only carry another server's messages: the server is the URL they are given. */
const bridges = new Set([
  'mcp-remote',
  'mcp-proxy',
  'supergateway',
  '@pyroprompts/mcp-stdio-to-streamable-http-adapter',
])

const npmOptionsWithValue = new Set([
  '--package',
  '-p',
  '--registry',
  '--prefix',
  '--cache',
  '--userconfig',
  '-w',
  '--workspace',
])
const uvOptionsWithValue = new Set(
  '--from --with --with-editable --with-requirements --python -p --index --default-index --index-url -i --extra-index-url --prerelease --directory --project --env-file --spec --cache-dir --index-strategy --constraints -c --overrides'.split(
    ' ',
  ),
)
const dockerOptionsWithValue = new Set(
  '-e --env --env-file -v --volume --mount -p --publish --name --network --net -w --workdir -u --user --entrypoint --platform --add-host --label -l --memory -m --cpus --pull --tmpfs --hostname -h --log-driver --restart --gpus --shm-size --security-opt --cap-add --cap-drop --dns --volumes-from'.split(
    ' ',
  ),
)

const npmNamePattern = /^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/i
const pypiNamePattern = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/
const assignmentPattern = /^[A-Za-z_]\w*=/

/** Reads a command and its arguments; shells, `env` and `cmd /c` around it are looked through. */
export function parseLaunch(command: string, args: readonly string[]): Launch {
  const words = unwrap([...splitCommand(command), ...args])
  const environment = words
    .slice(
      0,
      countWhile(words, word => assignmentPattern.test(word)),
    )
    .map(nameOfAssignment)
  const [program = '', ...rest] = words.slice(environment.length)
  const launch = parseProgram(programName(program), rest)
  return environment.length === 0 ? launch : {...launch, environment: [...environment, ...launch.environment]}
}

/** A command with spaces is a command line, unless it is a path. */
function splitCommand(command: string): string[] {
  return /^[\w.-]+\s/.test(command) ? command.trim().split(/\s+/) : [command]
}

/** At most a few layers: `cmd /c npx …`, `sh -c "npx …"`, `env A=b npx …`. */
function unwrap(words: readonly string[]): readonly string[] {
  let current = words
  for (let layer = 0; layer < 4; layer++) current = withoutWrapper(current)
  return current
}

function withoutWrapper(words: readonly string[]): readonly string[] {
  const [program = '', flag = '', script = ''] = words
  const name = programName(program)
  if (name === 'cmd' && flag.toLowerCase() === '/c') return words.slice(2)
  if (/^(?:ba|z|da)?sh$/.test(name) && /^-\w*c$/.test(flag)) return script.trim().split(/\s+/)
  if (name === 'env' || name === 'exec' || name === 'sudo') return words.slice(flag === '-S' ? 2 : 1)
  return words
}

/** `C:\node\npx.cmd` and `/usr/bin/npx` are `npx`. */
function programName(command: string): string {
  const name = command.slice(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1)
  return name.replace(/\.(?:cmd|exe|bat|ps1)$/i, '').toLowerCase()
}

function parseProgram(program: string, args: readonly string[]): Launch {
  const [first = '', second = ''] = args
  switch (program) {
    case 'npx':
    case 'bunx':
    case 'pnpx':
      return parseNpm(args)
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'bun':
      return first === 'exec' || first === 'x' || first === 'dlx' ? parseNpm(args.slice(1)) : nothing
    case 'uvx':
      return parseUv(args)
    case 'uv':
      return first === 'tool' && second === 'run' ? parseUv(args.slice(2)) : nothing
    case 'pipx':
      return first === 'run' ? parseUv(args.slice(1)) : nothing
    case 'docker':
    case 'podman':
    case 'nerdctl':
      return parseContainer(first === 'container' ? args.slice(1) : args)
    case 'deno':
      return parseDeno(args)
    default:
      return {...nothing, serverArgs: args, ...(bridges.has(program) && remoteOf(args))}
  }
}

function parseNpm(args: readonly string[]): Launch {
  const {options, rest} = splitOptions(args, npmOptionsWithValue)
  const [spec = rest[0] ?? ''] = options.get('--package') ?? options.get('-p') ?? []
  const repository = parseGitSpec(spec)
  return repository === undefined
    ? launchOf(parseNpmSpec(spec), rest.slice(1))
    : {...nothing, repository, serverArgs: rest.slice(1)}
}

function launchOf(spec: PackageSpec | undefined, serverArgs: readonly string[]): Launch {
  if (spec === undefined) return {...nothing, serverArgs}
  return {...nothing, package: spec, serverArgs, ...(bridges.has(spec.name) && remoteOf(serverArgs))}
}

/** `name`, `@scope/name@1.2.3`, `npm:name@1`; paths and URLs are none. */
export function parseNpmSpec(spec: string): PackageSpec | undefined {
  const text = spec.startsWith('npm:') ? spec.slice('npm:'.length) : spec
  const at = text.indexOf('@', 1)
  const name = at === -1 ? text : text.slice(0, at)
  const declared = at === -1 ? '' : text.slice(at + 1)
  if (!npmNamePattern.test(name) || /[/:]/.test(declared)) return undefined
  return {ecosystem: 'npm', name, ...(declared !== '' && {declared})}
}

function parseUv(args: readonly string[]): Launch {
  const {options, rest} = splitOptions(args, uvOptionsWithValue)
  const [spec = rest[0] ?? ''] = options.get('--from') ?? options.get('--spec') ?? []
  const repository = parseGitSpec(spec)
  return repository === undefined
    ? launchOf(parsePypiSpec(spec), rest.slice(1))
    : {...nothing, repository, serverArgs: rest.slice(1)}
}

/** `git+https://host/owner/name@v1.4#subdirectory=x`, `name @ git+https://…`, npm's `github:owner/name#v1.4` */
function parseGitSpec(spec: string): Launch['repository'] {
  const github =
    /^(?:github:)?([\w.-]{1,80}\/[\w.-]{1,80})#([\w./-]{1,100})$|^github:([\w.-]{1,80}\/[\w.-]{1,80})$/.exec(spec)
  if (github !== null)
    return {url: `https://github.com/${github[1] ?? github[3]}`, ...(github[2] !== undefined && {ref: github[2]})}
  const at = spec.indexOf('git+')
  if (at === -1 || spec.length > 500) return undefined
  const [bare = '', fragment] = spec.slice(at + 'git+'.length).split('#', 2)
  const path = bare.indexOf('/', bare.indexOf('://') + 3)
  const mark = path === -1 ? -1 : bare.indexOf('@', path)
  const ref = mark === -1 ? (fragment?.includes('=') === true ? undefined : fragment) : bare.slice(mark + 1)
  return {
    url: (mark === -1 ? bare : bare.slice(0, mark)).replace(/\.git$/, ''),
    ...(ref !== undefined && ref !== '' && {ref}),
  }
}

/** `name`, `name@1.2.3` (uv), `name[extra]==1.2.3`; paths and git URLs are none. */
function parsePypiSpec(spec: string): PackageSpec | undefined {
  const match = /^([\w.-]+)(?:\[[\w,.\s-]*\])?\s*(?:@\s*([\w.+!-]+)|((?:[=<>~!]=?=?)[^;\s]+))?$/.exec(spec)
  const [, name = '', tag, range] = match ?? []
  if (!pypiNamePattern.test(name) || /\.(?:py|js)$/.test(name)) return undefined
  const declared = tag ?? range?.replace(/^===?/, '')
  return {ecosystem: 'pypi', name: normalisePypiName(name), ...(declared !== undefined && {declared})}
}

function parseContainer(args: readonly string[]): Launch {
  if (args[0] !== 'run') return {...nothing, serverArgs: args}
  const {options, rest} = splitOptions(args.slice(1), dockerOptionsWithValue)
  const values = (...names: string[]): string[] => names.flatMap(name => options.get(name) ?? [])
  const [image, ...serverArgs] = rest
  return {
    serverArgs,
    ...(image !== undefined && {image}),
    environment: values('-e', '--env').map(nameOfAssignment),
    mounts: [...values('-v', '--volume'), ...values('--mount').flatMap(parseMount)],
  }
}

/** `type=bind,src=/a,dst=/b,readonly` as `-v` writes it. */
function parseMount(mount: string): string[] {
  const fields = new Map(
    mount.split(',').map(field => [field.split('=', 1)[0] ?? '', field.slice(field.indexOf('=') + 1)]),
  )
  const source = fields.get('src') ?? fields.get('source')
  if (source === undefined) return []
  const target = fields.get('dst') ?? fields.get('target') ?? fields.get('destination') ?? source
  return [`${source}:${target}${fields.has('readonly') || fields.has('ro') ? ':ro' : ''}`]
}

function parseDeno(args: readonly string[]): Launch {
  const rest = args.slice(args[0] === 'run' ? 1 : 0).filter(word => !word.startsWith('-'))
  const spec = rest[0]?.startsWith('npm:') === true ? parseNpmSpec(rest[0]) : undefined
  return {...nothing, serverArgs: rest.slice(1), ...(spec !== undefined && {package: spec})}
}

function remoteOf(args: readonly string[]): {remote?: string} {
  const remote = args.find(word => /^https?:\/\//.test(word))
  return remote === undefined ? {} : {remote}
}

interface Words {
  readonly options: ReadonlyMap<string, readonly string[]>
  readonly rest: readonly string[]
}

/** Options before the first word that is none, and what comes after it. */
function splitOptions(args: readonly string[], withValue: ReadonlySet<string>): Words {
  const options = new Map<string, string[]>()
  let at = 0
  while (at < args.length && args[at]?.startsWith('-') === true && args[at] !== '--') {
    const [name, value] = optionOf(args[at] ?? '')
    const values =
      value === undefined && withValue.has(name) ? [args[++at] ?? ''] : [value].filter(one => one !== undefined)
    const known = options.get(name)
    if (known === undefined) options.set(name, values)
    else known.push(...values)
    at++
  }
  return {options, rest: args.slice(args[at] === '--' ? at + 1 : at)}
}

/** `--name=value` or a name alone. */
function optionOf(word: string): [string, string | undefined] {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1
  return equals === -1 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)]
}

function nameOfAssignment(word: string): string {
  return word.split('=', 1)[0] ?? word
}

function countWhile(words: readonly string[], holds: (word: string) => boolean): number {
  const end = words.findIndex(word => !holds(word))
  return end === -1 ? words.length : end
}
