import {cpSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {pathToFileURL} from 'node:url'
import {parquetReadObjects} from 'hyparquet'
import {beforeAll, describe, expect, it} from 'vitest'
import {isResultOf} from '../support/example-app.ts'
import {commitAll, databaseFile, fleetOn, loading, makeRepository} from '../support/fleet.ts'
import {writeFiles} from '../support/git.ts'
import {startPostgres} from '../support/postgres.ts'
import {hasPostgres} from '../support/postgres-server.ts'
import {aibom, projectRoot, type Run, temporaryFolder} from '../support/run.ts'
import {startServer} from '../support/server.ts'

/** The JSON result, which fits its schema. */
function resultOf(run: Run, name: string) {
  expect(isResultOf(`fleet-${name}`, run.stdout)).toBe(true)
  return JSON.parse(run.stdout)
}

const stores = [
  ['SQLite', async () => databaseFile()] as const,
  ['PostgreSQL', async () => (await startPostgres()).url] as const,
]

describe.each(stores.filter(([name]) => name === 'SQLite' || hasPostgres))('a fleet in %s', (_name, makeDatabase) => {
  let folder: string
  let fleet: ReturnType<typeof fleetOn>
  let database: string
  let changedAt = ''

  beforeAll(async () => {
    folder = temporaryFolder()
    makeRepository(join(folder, 'code/web'), {'app.py': loading('Qwen/Qwen2.5-0.5B-Instruct')})
    makeRepository(join(folder, 'code/search'), {
      'app.py': loading('acme/tuned'),
      'requirements.txt': 'openai==1.0.0\n',
      CODEOWNERS: '/app.py @acme/ML ops@acme.example\n',
    })
    makeRepository(join(folder, 'remote'), {'app.py': loading('google-bert/bert-base-uncased')})
    writeFileSync(join(folder, 'list.txt'), `# what we own\n\n${pathToFileURL(join(folder, 'remote')).href}\ncode\n`)
    cpSync(join(projectRoot, 'docs/example-app'), join(folder, 'app'), {recursive: true})
    database = await makeDatabase()
    fleet = fleetOn(database, {cwd: folder})
    await fleet('add', 'list.txt', 'app')
    const run = await fleet('scan')
    expect(run.stderr).toBe('')
    expect(run.stdout).toContain('4 sources: 4 read, 0 unchanged, 0 could not be read')
  })

  it('knows each source once, however often it is added', async () => {
    const result = resultOf(await fleet('add', 'code', 'app', '--json'), 'add')
    expect(result).toMatchObject({added: 0, known: 3})
    expect(result.sources.map(({form}: {form: string}) => form)).toEqual(['folder', 'folder', 'folder'])
  })

  it('reads nothing again where nothing changed', async () => {
    expect(resultOf(await fleet('scan', '--json'), 'scan')).toMatchObject({scanned: 0, unchanged: 4, failed: []})
  })

  it('finds who uses a model, and where', async () => {
    const run = await fleet('query', 'model:qwen2.5-0.5b')
    expect(run).toMatchObject({exit: 0, stderr: ''})
    expect(run.stdout).toMatch(/web +model +Qwen\/Qwen2\.5-0\.5B-Instruct +not pinned +unknown +app\.py:2/)
    expect(run.stdout).toMatch(/support-assistant +model +Qwen\/Qwen2\.5-0\.5B-Instruct/)
    expect(run.stdout).not.toContain('search')
  })

  it.each([
    ['kind and part of an address', ['kind:model', 'repo:code/web'], ['Qwen/Qwen2.5-0.5B-Instruct']],
    [
      'everything but',
      ['kind:model license:unknown -repo:app -name:qwen'],
      ['acme/tuned', 'google-bert/bert-base-uncased'],
    ],
    ['a license', ['license:apache kind:model'], ['embedder']],
    ['a package by name', ['package:openai repo:search'], ['openai']],
    ['a provider', ['provider:pypi repo:search'], ['openai']],
    ['an owner', ['owner:@acme/ml'], ['acme/tuned']],
    ['no owner', ['owner:unknown kind:model repo:search'], []],
    ['a place', ['path:deploy/compose kind:model'], ['Qwen/Qwen2.5-7B-Instruct']],
    ['a sign that a pattern would take for any', ['name:%'], []],
  ])('filters by %s', async (_what, words, names) => {
    const {assets} = resultOf(await fleet('query', ...words, '--json'), 'query')
    expect([...new Set(assets.map(({name}: {name: string}) => name))].sort()).toEqual(names)
  })

  it('says who owns the files that an asset is seen in', async () => {
    const {assets} = resultOf(await fleet('query', 'model:tuned', '--json'), 'query')
    expect(assets.map(({owners}: {owners: string[]}) => owners)).toEqual([['@acme/ML', 'ops@acme.example']])
  })

  it('finds what is built on a model, wherever that is said', async () => {
    const {assets} = resultOf(await fleet('query', 'model:ms-marco-minilm', '--json'), 'query')
    expect(assets.map(({name}: {name: string}) => name)).toContain('reranker-lora')
  })

  it('says that there are more, and writes CSV whose cells no spreadsheet runs', async () => {
    expect(resultOf(await fleet('query', '--limit', '2', '--json'), 'query')).toMatchObject({
      more: true,
      assets: [{}, {}],
    })
    const csv = await fleet('query', 'repo:web', '--format', 'csv')
    expect(csv.stdout.split('\r\n')[0]).toContain('"source","address","kind","name"')
    expect(csv.stdout).toContain('"web"')
  })

  it('writes a Parquet file, with numbers as numbers', async () => {
    const sql =
      "select 'a' as text, 7 as whole, cast(0.5 as double precision) as half, null as none union all select null, 8, 1.5, null"
    const run = await aibom(['fleet', 'query', '--format', 'parquet', '--sql', sql], {
      env: {AIBOM_DATABASE: database},
      encoding: 'latin1',
    })
    expect(run).toMatchObject({exit: 0})
    const file = new Uint8Array(Buffer.from(run.stdout, 'latin1')).buffer
    const whole = (await parquetReadObjects({file})).map(row => ({...row, whole: Number(row['whole'])}))
    expect(whole).toEqual([
      {text: 'a', whole: 7, half: 0.5, none: null},
      {text: null, whole: 8, half: 1.5, none: null},
    ])
  })

  it('answers SQL that reads', async () => {
    const run = await fleet(
      'query',
      '--sql',
      "with k as (select kind from assets) select kind, count(*) as n from k where kind = 'agent' group by kind",
      '--json',
    )
    expect(resultOf(run, 'query').table).toEqual({columns: ['kind', 'n'], rows: [['agent', 2]]})
  })

  it('takes a semicolon and a comment behind the statement', async () => {
    const run = await fleet('query', '--sql', "select ';' as text; -- ; nothing", '--json')
    expect(resultOf(run, 'query').table).toEqual({columns: ['text'], rows: [[';']]})
  })

  it.each([
    "select length(pg_read_file('/etc/hostname')), length(readfile('/etc/hostname'))",
    'delete from sources',
    'select 1; select 2',
    'select 1; /* one */ delete from sources',
  ])('refuses SQL that does more: %s', async statement => {
    expect(await fleet('query', '--sql', statement)).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(/AIBOM_SQL_(?:REFUSED|INVALID)/),
    })
  })

  it('reads what changed, and keeps since when each thing is there', async () => {
    changedAt = new Date().toISOString().slice(0, 19)
    // times are compared to the second
    await new Promise(resolve => setTimeout(resolve, 1100))
    writeFileSync(join(folder, 'code/web/app.py'), loading('mistralai/Mistral-7B-v0.1'))
    writeFileSync(join(folder, 'remote/app.py'), loading('facebook/opt-125m'))
    commitAll(join(folder, 'remote'))
    expect(resultOf(await fleet('scan', '--json'), 'scan')).toMatchObject({scanned: 2, unchanged: 2})
    const names = async (words: string): Promise<string[]> =>
      resultOf(await fleet('query', words, '--json'), 'query').assets.map(({name}: {name: string}) => name)
    expect(await names('kind:model repo:web')).toEqual(['mistralai/Mistral-7B-v0.1'])
    expect(await names('kind:model repo:remote')).toEqual(['facebook/opt-125m'])
    const history = await fleet(
      ...['query', '--json', '--sql'],
      "select a.name, s.revision from occurrences o join assets a on a.id = o.asset_id join scans s on s.id = o.since where o.until is not null and a.kind = 'model' order by 1",
    )
    const rows = resultOf(history, 'query').table.rows
    expect(rows.map(([name]: [string]) => name)).toEqual([
      'Qwen/Qwen2.5-0.5B-Instruct',
      'google-bert/bert-base-uncased',
    ])
    expect(rows[1][1]).toMatch(/^[0-9a-f]{40}$/)
  })

  it('shows what changed, with the classes of diff', async () => {
    const {sources, added, unchanged} = resultOf(await fleet('changes', '--since', changedAt, '--json'), 'changes')
    expect(sources.map(({name}: {name: string}) => name).sort()).toEqual(['remote', 'web'])
    const classes = sources.flatMap(({changes}: {changes: {class: string; name: string}[]}) =>
      changes.map(change => `${change.class} ${change.name}`),
    )
    expect(classes).toContain('asset-replaced mistralai/Mistral-7B-v0.1')
    expect({added, unchanged}).toEqual({added: [], unchanged: 2})
    const all = resultOf(await fleet('changes', '--since', '1d', '--json'), 'changes')
    expect(all).toMatchObject({sources: [], added: [{}, {}, {}, {}]})
  })

  it('judges all sources by a policy, and names the sources of each finding', async () => {
    writeFileSync(join(folder, 'policy.yaml'), 'version: 1\napproved:\n  models: ["huggingface/acme/*"]\n')
    const {sources, outcome} = resultOf(
      await fleet('check', '--policy', 'policy.yaml', '--fail-on', 'low', '--json'),
      'check',
    )
    expect(outcome).toBe('failed')
    const rules = (name: string): string[] =>
      sources
        .find((source: {name: string}) => source.name === name)
        .findings.map(({name: rule}: {name: string}) => rule)
    expect(rules('web')).toContain('model-not-approved')
    expect(rules('search')).not.toContain('model-not-approved')
    const text = await fleet('check', '--policy', 'policy.yaml', '--fail-on', 'low')
    expect(text.exit).toBe(1)
    expect(text.stdout).toMatch(/facebook\/opt-125m.*\n +in remote\n/)
  })

  it('names a source that went away, keeps what it knew of it, and goes on', async () => {
    renameSync(join(folder, 'remote'), join(folder, 'gone'))
    const run = await fleet('scan', '--json')
    expect(run.exit).toBe(3)
    expect(resultOf(run, 'scan').failed).toMatchObject([{name: 'remote', code: 'AIBOM_SOURCE_NOT_FOUND'}])
    const query = await fleet('query', 'model:opt-125m')
    expect(query.stdout).toContain('facebook/opt-125m')
    expect(resultOf(await fleet('check', '--fail-on', 'never', '--json'), 'check')).toMatchObject({
      outcome: 'undecided',
      notCurrent: ['remote'],
    })
    expect(query.stdout).toContain('1 source not read, or not the last time, so assets may be missing: remote')
    renameSync(join(folder, 'gone'), join(folder, 'remote'))
    expect(resultOf(await fleet('scan', '--json'), 'scan')).toMatchObject({scanned: 0, unchanged: 4, failed: []})
  })
})

describe.skipIf(!hasPostgres)('a superuser of PostgreSQL', () => {
  it('may not use --sql: COPY could start programs', async () => {
    const {superUrl} = await startPostgres()
    const fleet = fleetOn(superUrl)
    await fleet('add', projectRoot)
    const run = await fleet('query', '--sql', 'select 1')
    expect(run).toMatchObject({exit: 2, stderr: expect.stringContaining('AIBOM_SQL_REFUSED')})
  })
})

describe('aibom fleet add', () => {
  it('finds repositories that are sorted into folders, and names what it leaves out', async () => {
    const cwd = temporaryFolder()
    for (const path of ['host/acme/web', 'host/acme/team/chat', 'own'])
      makeRepository(join(cwd, 'code', path), {'app.py': loading('acme/model')})
    // no folder of folders: what a project carries in it is not another project
    makeRepository(join(cwd, 'code/project/vendor/other'), {'app.py': loading('acme/other')})
    writeFiles(join(cwd, 'code'), {'project/app.py': '', 'notes/today.txt': '', 'readme.txt': ''})
    const result = resultOf(await fleetOn('fleet.db', {cwd})('add', 'code', '--json'), 'add')
    expect(result.sources.map(({address}: {address: string}) => relative(join(cwd, 'code'), address))).toEqual([
      'host/acme/team/chat',
      'host/acme/web',
      'own',
    ])
    expect(result.passedOver).toEqual([join(cwd, 'code/notes'), join(cwd, 'code/project')])
    expect((await fleetOn('fleet.db', {cwd})('add', 'code')).stdout).toContain('left out, since neither a repository')
  })

  it('takes a folder of BOMs, and keeps no secret of them', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'boms'))
    const component = {
      type: 'machine-learning-model',
      name: 'tiny',
      version: '1',
      description: `key sk-proj-${'a1B2'.repeat(12)}`,
    }
    writeFileSync(
      join(cwd, 'boms/vendor.cdx.json'),
      JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', components: [component]}),
    )
    writeFileSync(join(cwd, 'boms/notes.json'), '{}')
    const fleet = fleetOn('fleet.db', {cwd})
    expect(resultOf(await fleet('add', 'boms', '--json'), 'add').sources).toMatchObject([
      {form: 'bom', name: 'vendor.cdx.json'},
    ])
    expect((await fleet('scan')).exit).toBe(0)
    expect((await fleet('query', 'model:tiny')).stdout).toContain('tiny')
    expect(readFileSync(join(cwd, 'fleet.db')).includes('sk-proj-')).toBe(false)
    expect(statSync(join(cwd, 'fleet.db')).mode & 0o077).toBe(0)
  })

  it('keeps one row of a BOM that two sources have', async () => {
    const cwd = temporaryFolder()
    const bom = JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: [{type: 'machine-learning-model', name: 'tiny'}],
    })
    writeFileSync(join(cwd, 'a.json'), bom)
    writeFileSync(join(cwd, 'b.json'), bom)
    const fleet = fleetOn('fleet.db', {cwd})
    await fleet('add', 'a.json', 'b.json')
    await fleet('scan')
    const counts = await fleet(
      'query',
      '--json',
      '--sql',
      'select (select count(*) from boms), (select count(*) from scans), (select count(*) from assets)',
    )
    expect(resultOf(counts, 'query').table.rows).toEqual([[1, 2, 1]])
  })

  it.each([
    ['a password', 'https://me:secret@example.com/a.git', 'AIBOM_SOURCE_CREDENTIALS'],
    [
      'a token in the query',
      'https://example.com/a.git?private_token=glpat0123456789abcdefghij',
      'AIBOM_SOURCE_CREDENTIALS',
    ],
    ['a token as a user', 'https://ghp_0123456789abcdefghij@example.com/a.git', 'AIBOM_SOURCE_CREDENTIALS'],
    ['a remote helper', 'ext::sh -c touch', 'AIBOM_SOURCE_INVALID'],
    ['an option', '--upload-pack=touch', 'AIBOM_SOURCE_INVALID'],
    ['another protocol', 'ftp://example.com/a.git', 'AIBOM_SOURCE_INVALID'],
    ['a path that is not there', 'nowhere', 'AIBOM_SOURCE_INVALID'],
  ])('refuses a list with %s, and adds nothing of it', async (_what, line, code) => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'list'), `https://example.com/fine.git\n${line}\n`)
    const run = await fleetOn('fleet.db', {cwd})('add', 'list')
    expect(run).toMatchObject({exit: 2, stdout: ''})
    expect(run.stderr).toContain(`${code} list:2: `)
    expect(run.stderr).not.toContain('secret')
    expect(existsSync(join(cwd, 'fleet.db'))).toBe(false)
  })
})

describe('aibom fleet scan', () => {
  it('gives a remote up that never answers or wants a password, and goes on', async () => {
    const cwd = temporaryFolder()
    const silent = await startServer(() => undefined)
    const closed = await startServer((_request, response) =>
      response.writeHead(401, {'www-authenticate': 'Basic realm="x"'}).end(),
    )
    makeRepository(join(cwd, 'app'), {'app.py': loading('acme/model')})
    const fleet = fleetOn('fleet.db', {cwd})
    await fleet('add', `${silent.url}/hangs.git`, `${closed.url}/private.git`, 'app')
    const run = await fleet('scan', '--timeout', '8', '--json')
    expect(run.exit).toBe(3)
    const {scanned, failed} = resultOf(run, 'scan')
    expect(scanned).toBe(1)
    expect(failed.map(({name, code}: {name: string; code: string}) => [name, code]).sort()).toEqual([
      ['hangs', 'AIBOM_SOURCE_TIMEOUT'],
      ['private', 'AIBOM_SOURCE_UNREADABLE'],
    ])
  })

  it('goes on where it was interrupted', async () => {
    const cwd = temporaryFolder()
    for (let at = 0; at < 6; at++) makeRepository(join(cwd, `code/r${at}`), {'app.py': loading(`acme/model-${at}`)})
    const database = join(cwd, 'fleet.db')
    const fleet = fleetOn(database, {cwd})
    await fleet('add', 'code')
    const interrupted = await aibom(['fleet', 'scan', '--jobs', '1', '--database', database], {
      cwd,
      started: child => void setTimeout(() => child.kill('SIGINT'), 1500),
    })
    const run = resultOf(await fleet('scan', '--json'), 'scan')
    expect(run).toMatchObject({sources: 6, failed: []})
    // a slow machine may not have begun to hear signals
    expect([0, 130, null]).toContain(interrupted.exit)
    expect(run.scanned + run.unchanged).toBe(6)
    const count = await fleet('query', '--json', '--sql', 'select count(*) from scans')
    expect(resultOf(count, 'query').table.rows).toEqual([[6]])
  })

  it.each([
    ['no database', [], 'AIBOM_FLEET_EMPTY'],
    ['another kind of database', ['--database', 'mysql://x/y'], 'AIBOM_USAGE'],
    ['a server that is not there', ['--database', 'postgres://a:secret@127.0.0.1:9/x'], 'AIBOM_DATABASE_UNUSABLE'],
  ])('says what is wrong: %s', async (_what, words, code) => {
    const run = await fleetOn('fleet.db', {cwd: temporaryFolder()})('scan', ...words)
    expect(run.exit).toBeGreaterThan(1)
    expect(run.stderr).toContain(code)
    expect(run.stderr).not.toContain('secret')
  })

  it('refuses a file that is not a database, and one of a newer aibom', async () => {
    const cwd = temporaryFolder()
    writeFileSync(
      join(cwd, 'text.db'),
      'this is a text, and long enough to be read as the head of a database: '.repeat(20),
    )
    expect((await fleetOn('text.db', {cwd})('scan')).stderr).toContain('the file is not an SQLite database')
    const {default: Database} = await import('libsql')
    const database = new Database(join(cwd, 'newer.db'))
    database.exec('create table aibom (version integer); insert into aibom values (99)')
    database.close()
    expect((await fleetOn('newer.db', {cwd})('scan')).stderr).toContain('AIBOM_DATABASE_NEWER')
    expect((await fleetOn('newer.db', {cwd})('query', 'a')).stderr).toContain('AIBOM_DATABASE_NEWER')
  })

  it('brings a database of an older aibom up to date with the next scan, and finds what was in it', async () => {
    const cwd = temporaryFolder()
    cpSync(join(projectRoot, 'docs/example-app'), join(cwd, 'app'), {recursive: true})
    const fleet = fleetOn('older.db', {cwd})
    await fleet('add', 'app')
    await fleet('scan')
    const found = await fleet('query', 'license:apache', '--format', 'csv')
    expect(found.stdout.split('\r\n').length).toBeGreaterThan(2)
    const {default: Database} = await import('libsql')
    const database = new Database(join(cwd, 'older.db'))
    database.exec('drop table license_sets; drop table hosts; update aibom set version = 2')
    database.close()
    expect((await fleet('query', 'license:apache')).stderr).toContain('AIBOM_DATABASE_OLDER')
    expect((await fleet('scan')).exit).toBe(0)
    expect((await fleet('query', 'license:apache', '--format', 'csv')).stdout).toBe(found.stdout)
  })
})

describe('the first lines of docs/guide/fleet.md', () => {
  it('work as a new user types them', async () => {
    const home = temporaryFolder()
    for (const name of ['web', 'search', 'chat'])
      makeRepository(join(home, 'code', name), {'app.py': loading('Qwen/Qwen2.5-0.5B-Instruct')})
    const guide = readFileSync(join(projectRoot, 'docs/guide/fleet.md'), 'utf8')
    const [, block = ''] = /```sh no-run\n([\s\S]*?)```/.exec(guide) ?? []
    const outputs: string[] = []
    for (const line of block.trim().split('\n')) {
      const words = (line.match(/"[^"]*"|\S+/g) ?? [])
        .slice(1)
        .map(word => word.replace(/^"|"$/g, '').replace(/^~/, home))
      const run = await aibom(words, {cwd: home, env: {HOME: home, XDG_DATA_HOME: ''}})
      expect(run, line).toMatchObject({exit: 0, stderr: ''})
      outputs.push(run.stdout)
    }
    expect(outputs[1]).toContain('3 sources: 3 read')
    expect(outputs[2]).toContain('3 rows in 3 sources')
    expect(existsSync(join(home, '.local/share/aibom/fleet.db')) || process.platform !== 'linux').toBe(true)
  })
})
