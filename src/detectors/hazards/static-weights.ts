import {isDockerfileName} from '../../lib/parse/dockerfile.ts'
import {publicWeights} from '../../rules/public-weights.ts'
import {callAt, type Hit, type Lines, linesOf, matchesIn, type Scanner} from './hit.ts'
import {weightWords} from './weight-words.ts'

const webRoots =
  /^(?:\/usr\/share\/nginx\/html|\/var\/www(?:\/html)?|\/usr\/local\/apache2\/htdocs|\/srv\/(?:www|http)|\/usr\/share\/caddy)(?:\/|$)/

/** A call or command that hands out a folder to whoever asks. */
interface StaticServer {
  readonly files: RegExp
  /** up to the parenthesis of a call, or the whole command */
  readonly pattern: RegExp
  /** a file without this word calls something else by the name */
  readonly library: RegExp
}

const javaScript = /\.(?:[cm]?[jt]s|[jt]sx)$/i
const python = /\.(?:py|ipynb)$/i
const commands =
  /\.(?:sh|bash|zsh|ps1|ya?ml|mk)$|(?:^|\/)(?:Makefile|justfile|Dockerfile[^/]*|package\.json|Procfile)$/i
const servers: readonly StaticServer[] = [
  {files: javaScript, pattern: /\bexpress\.static\(/g, library: /express/},
  {
    files: javaScript,
    pattern: /(?<![\w.])(?:serve|serveStatic|koaStatic|sirv)\(/g,
    library: /serve-static|koa-static|sirv/,
  },
  {
    files: javaScript,
    pattern: /\.register\((?=\s{0,20}(?:fastifyStatic|require\(["']@?fastify))/g,
    library: /fastify.{0,3}static/i,
  },
  {files: python, pattern: /\bStaticFiles\(/g, library: /starlette|fastapi/},
  {
    files: python,
    pattern: /\bsend_(?:from_directory|file)\(|\bFlask\((?=[^()]{0,200}static_folder)/g,
    library: /flask|quart/,
  },
  {files: python, pattern: /\.add_static\(/g, library: /aiohttp/},
  {
    files: /\.go$/,
    pattern: /\bhttp\.FileServer\(|\.(?:Static|StaticFS|StaticFile)\(/g,
    library: /net\/http|gin|echo|fiber|chi/,
  },
  {files: /\.rs$/, pattern: /\b(?:ServeDir|ServeFile|Files)::new\(/g, library: /tower_http|actix_files/},
  {files: /\.(?:java|kt)$/, pattern: /\.addResourceLocations\(/g, library: /springframework/},
  {files: /\.cs$/, pattern: /\bPhysicalFileProvider\(/g, library: /FileProviders/},
  {
    files: commands,
    pattern:
      /\b(?:python3?[ \t]{1,5}-m[ \t]{1,5}http\.server|npx[ \t]{1,5}(?:-y[ \t]{1,5})?(?:serve|http-server|sirv-cli)|http-server|caddy[ \t]{1,5}file-server)[ \t][^\n;|&"]{1,200}/g,
    library: /http|serve/,
  },
]

/** Arguments of a call that are looked at. */
const argumentsLength = 300
/** Characters before it, where somebody may be asked who they are. */
const guardLength = 400
/** What a page shows in three dimensions is called a model, too. */
const shownShapes = /\.(?:glb|gltf|fbx|obj|usdz|stl)\b|\bthree(?:\.js|["'])|babylon/i
const guardWords =
  /auth|login|logged|protect|guard|verify|jwt|session|permission|require[A-Z_]|api_?key|token|allow_?list|internal/i
const loopback = /(?:--?b(?:ind)?|-a|--address|-l|--listen)[ =](?:127\.|localhost|tcp:\/\/127\.|::1)|127\.0\.0\.1/

/** Folders of weights that a web server hands out, by code, by command and by its settings. */
export const staticWeights: Scanner = {
  reads: path => servers.some(({files}) => files.test(path)) || isServerConfig(path) || isDockerfileName(path),
  hint: /[sS]tatic|send_f|FileServer|http\.Dir|Serve(?:Dir|File)|Files::|ResourceLocations|FileProvider|http\.server|serve|alias|Alias|root|Root|nginx|html|www/,
  find(text, path) {
    const lines = linesOf(text)
    const found = servers
      .filter(one => one.files.test(path) && one.library.test(text))
      .flatMap(one => calls(lines, one))
    if (isServerConfig(path)) found.push(...served(lines), ...wholeSites(lines))
    if (isDockerfileName(path)) found.push(...copied(lines))
    return found
  },
}

function isServerConfig(path: string): boolean {
  return (
    /(?:^|\/)(?:(?:nginx|conf\.d|sites-(?:available|enabled))\/[^/]{1,100}|Caddyfile|httpd\.conf)$/i.test(path) ||
    /\.(?:nginx|conf)(?:\.template)?$/i.test(path)
  )
}

function toHit(lines: Lines, index: number, message: string, fact: string): Hit {
  return {rule: publicWeights, line: lines.lineAt(index), message, fact}
}

/** `app.use('/models', express.static('models'))`, where nothing before it asks who is there. */
function calls(lines: Lines, {pattern}: StaticServer): Hit[] {
  const {text} = lines
  if (shownShapes.test(text)) return []
  const guardEnd = guardEndIn(text)
  return [...matchesIn(lines, pattern)].flatMap(match => {
    const call =
      match[0].endsWith('(') || match[0].includes('(')
        ? `${callAt(text, match.index, match[0].length + argumentsLength)})`
        : match[0]
    const named = call.slice(call.indexOf('(') + 1)
    if (!weightWords.test(named) || loopback.test(call)) return []
    if (match.index >= guardEnd || isGuarded(text, match.index)) return []
    const shown = call.replace(/\s+/g, ' ').trim().slice(0, 120)
    return [toHit(lines, match.index, `weights are shown to everybody by ${shown}`, shown)]
  })
}

/** A handler before it on the same route, or a decorator above it. */
function isGuarded(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - guardLength), index)
  const [own = ''] =
    /(?:(?:^|\n)[ \t]{0,20}@[^\n]{1,200}|\.(?:use|get|register|mount|Use|Group)\([^;\n]{0,200}|\n[ \t]{0,20}def [^\n]{1,200})[\s\S]{0,300}$/.exec(
      before,
    ) ?? []
  return guardWords.test(own)
}

const globalGuard =
  /\.(?:use|Use)\(\s{0,10}(?:[\w.]{0,40}(?:auth|Auth|passport|jwt|Jwt|guard|Guard|requireLogin)[\w.]{0,40})|add_middleware\(\s{0,10}\w{0,40}Auth|before_request/

/** Where the first handler ends that stands before all routes behind it; infinite where there is none. */
function guardEndIn(text: string): number {
  const guard = globalGuard.exec(text)
  return guard === null ? Number.POSITIVE_INFINITY : guard.index + guard[0].length
}

const location =
  /(?:\blocation\s{1,5}(?:[~^=*]{1,2}\s{1,5})?(\S{1,200})\s{0,5}\{|^[ \t]{0,20}handle_path[ \t]{1,5}(\S{1,200})[ \t]{0,5}\{)([^{}]{0,3000})/gm
const asks =
  /\bauth_basic\b(?!\s+["']?off)|\bauth_request\b|\bauth_jwt\b|\binternal\s*;|\bdeny\s+all\b|\bsecure_link\b|basic_?auth|forward_auth|\bAuthType\b|\bRequire\s+(?:valid-user|user|group|ip|host|local)\b/

/** A location of a web server that hands out a folder of weights, and asks nobody who they are. */
function served(lines: Lines): Hit[] {
  return [...matchesIn(lines, location)].flatMap(match => {
    const [, nginx, caddy, body = ''] = match
    const route = nginx ?? caddy ?? ''
    const folder = /(?:^|\s)(?:alias|root)\s{1,5}(?:\*\s{1,5})?([^\s;]{1,300})/.exec(body)?.[1]
    if (folder === undefined || asks.test(body) || !weightWords.test(folder) || /\bproxy_pass\b/.test(body)) return []
    return [toHit(lines, match.index, `${route} shows the folder ${folder} to everybody`, `${route} ${folder}`)]
  })
}

/** The folder of a whole site: outside of every location, `root` of a site of Caddy, `Alias` of Apache. */
const siteFolder =
  /^[ \t]{0,20}(?:root[ \t]{1,5}(?:\*[ \t]{1,5})?|DocumentRoot[ \t]{1,5}|Alias[ \t]{1,5}\S{1,200}[ \t]{1,5})["']?([^\s;"']{1,300})/gm

function wholeSites(lines: Lines): Hit[] {
  const {text} = lines
  if (asks.test(text)) return []
  const locations = [...text.matchAll(location)].map(({0: whole, index}) => ({from: index, to: index + whole.length}))
  // both stand in the order of the text
  let next = 0
  return [...matchesIn(lines, siteFolder)].flatMap(({1: folder = '', index}) => {
    while ((locations[next]?.to ?? Number.POSITIVE_INFINITY) <= index) next++
    const isWithin = (locations[next]?.from ?? Number.POSITIVE_INFINITY) < index
    if (!weightWords.test(folder) || isWithin) return []
    return [toHit(lines, index, `a web server shows the folder ${folder} to everybody`, folder)]
  })
}

const copy = /^[ \t]{0,10}(?:COPY|ADD)[ \t]{1,5}([^\n]{1,400}?)[ \t]{1,5}(\S{1,200})[ \t]*$/gim

/** `COPY models/own.safetensors /usr/share/nginx/html/` */
function copied(lines: Lines): Hit[] {
  return [...matchesIn(lines, copy)].flatMap(match => {
    const [, from = '', to = ''] = match
    const bare = from.replace(/--\w{1,20}=\S{1,100}\s{1,5}/g, '')
    if (!webRoots.test(to) || !isWeights(`${bare} ${to}`)) return []
    const message = `${bare} is copied to ${to}, which a web server shows to everybody`
    return [toHit(lines, match.index, message, `${bare} ${to}`)]
  })
}

/** What browsers run is there to be fetched. */
function isWeights(text: string): boolean {
  return weightWords.test(text) && !/\.(?:onnx|ort|tflite|wasm|task)\b/i.test(text)
}
