import {beforeAll, describe, expect, it} from 'vitest'
import {AibomError} from '../../src/lib/errors.ts'
import {textsOf} from '../../src/lib/narrow.ts'
import {decodeText} from '../../src/lib/text/text.ts'
import {createHubClient, type HubClient} from '../../src/registries/huggingface/client.ts'
import type {HubReference} from '../../src/registries/huggingface/reference.ts'
import {readHubSettings} from '../../src/registries/huggingface/settings.ts'
import {type CardNames, namesOf, nothing, type Reading, readCard} from '../support/card-names.ts'
import {type Emulator, listXetHashes, quickNetwork, startEmulator} from '../support/hub.ts'
import {type Answer, askPython, hasPythonClient, type Question} from '../support/hub-python.ts'
import {hasShared} from '../support/shared.ts'

const full = 'hf_emulator_full'

/** Class of the Python client's error → ours. */
const sameOutcome: Readonly<Record<string, readonly string[]>> = {
  GatedRepoError: ['AIBOM_HUB_GATED'],
  DisabledRepoError: ['AIBOM_HUB_DISABLED'],
  RevisionNotFoundError: ['AIBOM_HUB_REVISION_NOT_FOUND'],
  RemoteEntryNotFoundError: ['AIBOM_HUB_FILE_NOT_FOUND'],
  // without a token the hub does not tell a private repository from none; we say which of the two it was asked with
  RepositoryNotFoundError: ['AIBOM_HUB_NOT_VISIBLE', 'AIBOM_HUB_NOT_FOUND'],
  HfHubHTTPError: ['AIBOM_HUB_UNAUTHORIZED', 'AIBOM_HUB_FORBIDDEN'],
}

/** A question whose outcome may be a refusal, and our name for it. */
const outcomes: readonly (readonly [string, Question, string])[] = [
  [
    'a file of a gated model, nobody asking',
    {ask: 'file', id: 'acme-ai/gated-manual', file: 'config.json'},
    'AIBOM_HUB_GATED',
  ],
  [
    '… an account without access',
    {ask: 'file', id: 'acme-ai/gated-manual', file: 'config.json', token: 'hf_emulator_none'},
    'AIBOM_HUB_GATED',
  ],
  ['… an account with access', {ask: 'file', id: 'acme-ai/gated-manual', file: 'config.json', token: full}, 'answered'],
  [
    '… a token for other things',
    {ask: 'file', id: 'acme-ai/gated-auto', file: 'config.json', token: 'hf_emulator_finegrained'},
    'AIBOM_HUB_FORBIDDEN',
  ],
  [
    'a file of a gated data set',
    {ask: 'file', id: 'acme-ai/gated-corpus', kind: 'dataset', file: 'data.jsonl'},
    'AIBOM_HUB_GATED',
  ],
  ['a private model', {ask: 'info', id: 'acme-ai/private-model'}, 'AIBOM_HUB_NOT_VISIBLE'],
  ['… another account', {ask: 'info', id: 'acme-ai/private-model', token: 'hf_emulator_none'}, 'AIBOM_HUB_NOT_FOUND'],
  ['… its owner', {ask: 'info', id: 'acme-ai/private-model', token: full}, 'answered'],
  ['no model', {ask: 'info', id: 'acme-ai/none'}, 'AIBOM_HUB_NOT_VISIBLE'],
  ['a disabled model', {ask: 'info', id: 'acme-ai/disabled-model'}, 'AIBOM_HUB_DISABLED'],
  ['a token that is none', {ask: 'info', id: 'acme-ai/tiny-llm', token: 'hf_of_nobody'}, 'AIBOM_HUB_UNAUTHORIZED'],
  ['no revision', {ask: 'info', id: 'acme-ai/tiny-llm', revision: 'v9'}, 'AIBOM_HUB_REVISION_NOT_FOUND'],
  ['no file', {ask: 'file', id: 'acme-ai/tiny-llm', file: 'none.bin'}, 'AIBOM_HUB_FILE_NOT_FOUND'],
  ['a branch', {ask: 'info', id: 'acme-ai/tiny-llm', revision: 'main'}, 'answered'],
  ['a tag', {ask: 'info', id: 'acme-ai/tiny-llm', revision: 'v1.0'}, 'answered'],
  ['a commit', {ask: 'info', id: 'acme-ai/tiny-llm', revision: '5976b237fcd7306f548be9c89eb70eb6df81241a'}, 'answered'],
  ['a pull request', {ask: 'info', id: 'acme-ai/with-pr', revision: 'refs/pr/1'}, 'answered'],
  ['the files of a pull request', {ask: 'files', id: 'acme-ai/with-pr', revision: 'refs/pr/1'}, 'answered'],
  [
    'a pull request that is none',
    {ask: 'info', id: 'acme-ai/with-pr', revision: 'refs/pr/9'},
    'AIBOM_HUB_REVISION_NOT_FOUND',
  ],
  ['an old name', {ask: 'info', id: 'acme-labs/old-name'}, 'answered'],
  ['the files of an old name', {ask: 'files', id: 'acme-labs/old-name'}, 'answered'],
]

/** Cards of the repositories that we read otherwise on purpose, and why. */
const otherReadings: Readonly<Record<string, (python: CardNames) => Reading>> = {
  // YAML 1.1 makes Norwegian a false
  'openai/whisper-medium': python => ({
    ...python,
    language: python.language.map(language => (language === 'false' ? 'no' : language)),
  }),
  'acme-ai/odd-card': python => ({...python, language: ['en', 'no']}),
  // a card that is broken ends nothing: the rest of the repository is read, and the problem is told
  'acme-ai/bad-yaml': () => ({...nothing, problem: expect.stringContaining('is not YAML')}),
}

describe.skipIf(!hasShared || !hasPythonClient)("what the hub's Python client says", () => {
  let hub: Emulator
  const answers = new Map<Question, Answer>()
  let repositories: {readonly kind: 'model' | 'dataset'; readonly id: string}[] = []
  let each: Question[] = []

  beforeAll(async () => {
    hub = await startEmulator()
    listXetHashes(hub, 'acme-ai/tiny-llm', 'ec73483487e3ec6faecfa0631e83b2629fde48b5')
    const names = textsOf(await (await fetch(`${hub.url}/__emulator/repos`)).json())
    repositories = names.map(name => ({
      kind: name.startsWith('datasets/') ? 'dataset' : 'model',
      id: name.slice(name.indexOf('/') + 1),
    }))
    each = repositories.flatMap((repository): Question[] => [
      {ask: 'info', ...repository},
      {ask: 'files', ...repository},
      {ask: 'card', ...repository, token: full},
    ])
    const questions = [...each, ...outcomes.map(([, question]) => question)]
    const said = await askPython(hub.url, questions)
    for (const [index, question] of questions.entries()) answers.set(question, said[index] ?? {})
  })

  function clientWith(token: unknown): Promise<HubClient> {
    const env = {HF_ENDPOINT: hub.url, HOME: '/nowhere', ...(typeof token === 'string' && {HF_TOKEN: token})}
    return quickNetwork()().then(network => createHubClient(readHubSettings(env), network))
  }

  /** What we say in the words of the Python client. */
  async function our({ask, id = '', kind = 'model', token, revision, file}: Question): Promise<unknown> {
    const client = await clientWith(token)
    const reference: HubReference = {kind, id, ...(typeof revision === 'string' && {revision})}
    const info = await client.info(reference)
    const repository = {kind, id: info.id}
    if (ask === 'info') {
      const {commit, isPrivate, disabled, gated} = info
      return {id: info.id, commit, gated: gated === 'no' ? false : gated, private: isPrivate, disabled}
    }
    if (ask === 'card') return cardText(client, repository, info.commit)
    const entries = []
    for await (const entry of client.files(repository, info.commit)) entries.push(entry)
    if (ask === 'files') {
      return entries.map(({path, byteLength, oid, sha256 = null, xetHash = null}) => ({
        path,
        size: Number(byteLength),
        oid,
        sha256,
        xetHash,
      }))
    }
    const size = entries.find(({path}) => path === file)?.byteLength ?? 1n
    return (await bytesOf(client, repository, info.commit, String(file), size)).length
  }

  async function outcomeOf(question: Question): Promise<{code: string; said?: unknown}> {
    try {
      return {code: 'answered', said: await our(question)}
    } catch (error) {
      if (error instanceof AibomError) return {code: error.code}
      throw error
    }
  }

  it('of every repository: id, commit, access, and each file with size and digests, is what we say', async () => {
    expect(repositories.length).toBeGreaterThan(40)
    for (const question of each.filter(({ask}) => ask !== 'card')) {
      const {said, error} = answers.get(question) ?? {}
      const {code, said: ours} = await outcomeOf(question)
      expect({question, ours: code === 'answered' ? ours : code}).toEqual({
        question,
        ours: error === undefined ? said : expect.toBeOneOf([...(sameOutcome[error] ?? [])]),
      })
    }
    expect(
      JSON.stringify(answers.get(each.find(({ask, id}) => ask === 'files' && id === 'acme-ai/tiny-llm') as Question)),
    ).toMatch(/"xetHash":"[0-9a-f]{64}"/)
  })

  it.each(outcomes)('is what we say of %s', async (_name, question, code) => {
    const {said, error} = answers.get(question) ?? {}
    const ours = await outcomeOf(question)
    expect(ours.code).toBe(code)
    expect({said, isAlike: error === undefined || sameOutcome[error]?.includes(ours.code)}).toEqual({
      said: ours.said,
      isAlike: true,
    })
  })

  it('of cards is what we read there, but where we read otherwise on purpose', async () => {
    const read: string[] = []
    for (const question of each.filter(({ask}) => ask === 'card')) {
      const {said, error = ''} = answers.get(question) ?? {}
      const {code, said: text} = await outcomeOf(question)
      const id = question.id ?? ''
      if (code !== 'answered') {
        expect({id, codes: sameOutcome[error]}).toEqual({id, codes: expect.arrayContaining([code])})
        continue
      }
      const python = namesOf(said)
      read.push(id)
      expect({id, ...readCard(String(text))}).toEqual({id, ...(otherReadings[id]?.(python) ?? python)})
    }
    expect(read).toEqual(expect.arrayContaining(Object.keys(otherReadings)))
    expect(read.length).toBeGreaterThan(35)
  })
})

async function cardText(client: HubClient, repository: HubReference, commit: string): Promise<string> {
  for await (const {path, byteLength} of client.files(repository, commit)) {
    if (path === 'README.md') return decodeText(await bytesOf(client, repository, commit, path, byteLength))
  }
  throw new AibomError('AIBOM_HUB_FILE_NOT_FOUND', 'README.md')
}

async function bytesOf(
  client: HubClient,
  repository: HubReference,
  commit: string,
  path: string,
  end: bigint,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of (await client.content(repository, commit, path, {start: 0n, end})).body) chunks.push(chunk)
  return Buffer.concat(chunks)
}
