import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {AibomError} from '../../../../src/lib/errors.ts'
import {asRecord} from '../../../../src/lib/narrow.ts'
import {readHubSettings} from '../../../../src/registries/huggingface/settings.ts'
import {openHubRepository} from '../../../../src/sources/hub/hub.ts'
import {hubOptions, startStubHub} from '../../../support/hub.ts'
import {askPython, hasPythonClient} from '../../../support/hub-python.ts'
import {temporaryFolder} from '../../../support/run.ts'

type Environment = Readonly<Record<string, string>>

/** Which token is sent, if a request is made at all. `~` stands for the home folder, as it does in the shell. */
const environments: readonly (readonly [Environment, sent: string | undefined])[] = [
  [{}, 'hf_of_home'],
  [{HF_TOKEN: 'hf_named'}, 'hf_named'],
  [{HF_TOKEN: ' hf_named\r\n'}, 'hf_named'],
  [{HF_TOKEN: ''}, 'hf_of_home'],
  [{HUGGING_FACE_HUB_TOKEN: 'hf_old'}, 'hf_old'],
  [{HF_TOKEN: 'hf_named', HUGGING_FACE_HUB_TOKEN: 'hf_old'}, 'hf_named'],
  [{HF_TOKEN: '', HUGGING_FACE_HUB_TOKEN: 'hf_old'}, 'hf_old'],
  [{HF_TOKEN_PATH: '~/mine'}, 'hf_mine'],
  [{HF_TOKEN_PATH: '$HOME/mine', HF_HOME: '~/other'}, 'hf_mine'],
  [{HF_TOKEN_PATH: '~/none'}, undefined],
  [{HF_TOKEN_PATH: '~/blank'}, undefined],
  [{HF_TOKEN_PATH: '~/mine', HF_TOKEN: 'hf_named'}, 'hf_named'],
  [{HF_HUB_DISABLE_IMPLICIT_TOKEN: '1'}, undefined],
  [{HF_HUB_DISABLE_IMPLICIT_TOKEN: 'True', HF_TOKEN: 'hf_named'}, undefined],
  [{HF_HUB_DISABLE_IMPLICIT_TOKEN: '0', HF_TOKEN: 'hf_named'}, 'hf_named'],
  [{HF_HOME: '~/other'}, 'hf_of_other'],
  [{HF_HOME: '${HOME}/other'}, 'hf_of_other'],
  [{HF_HOME: '$HOME/other/'}, 'hf_of_other'],
  [{XDG_CACHE_HOME: '~/xdg'}, 'hf_of_xdg'],
  [{XDG_CACHE_HOME: '~/xdg', HF_HOME: '~/other'}, 'hf_of_other'],
  [{HF_HUB_CACHE: '~/cache'}, 'hf_of_home'],
  [{HUGGINGFACE_HUB_CACHE: '~/old/$NOBODY'}, 'hf_of_home'],
  [{HF_HUB_CACHE: '/data/hub', HUGGINGFACE_HUB_CACHE: '/data/old', HF_HOME: '~/other'}, 'hf_of_other'],
  [{HF_HUB_OFFLINE: '1'}, undefined],
  [{HF_HUB_OFFLINE: 'yes'}, undefined],
  [{HF_HUB_OFFLINE: 'true', HF_TOKEN: 'hf_named'}, undefined],
  [{HF_HUB_OFFLINE: 'y'}, 'hf_of_home'],
  [{HF_HUB_OFFLINE: '0', TRANSFORMERS_OFFLINE: '1'}, 'hf_of_home'],
  [{HF_HUB_OFFLINE: '', TRANSFORMERS_OFFLINE: 'ON'}, undefined],
  [{HF_ENDPOINT: 'HUB/'}, 'hf_of_home'],
  [{HF_ENDPOINT: 'HUB/mirror//'}, 'hf_of_home'],
]

describe.skipIf(!hasPythonClient)("the hub's settings, as its Python client reads them", () => {
  const home = temporaryFolder()
  let url = ''
  let seen: readonly {readonly path: string; readonly authorization: string | undefined}[] = []
  let said: unknown[] = []
  const idOf = (index: number): string => `acme/case-${String(index).padStart(2, '0')}`
  const full = ({HF_ENDPOINT = 'HUB', ...environment}: Environment): Environment => ({
    HOME: home,
    HF_HUB_DISABLE_TELEMETRY: '1',
    HF_ENDPOINT: HF_ENDPOINT.replace('HUB', url),
    ...environment,
  })
  /** What was asked since a moment: where, and with which token. */
  const requests = (id: string, from = 0) =>
    seen
      .slice(from)
      .filter(({path}) => path.endsWith(id))
      .map(({path, authorization}) => ({path, token: authorization?.replace('Bearer ', '')}))

  beforeAll(async () => {
    const files = {
      '.cache/huggingface/token': 'hf_of_home\n',
      'other/token': 'hf_of_other',
      'xdg/huggingface/token': 'hf_of_xdg',
      mine: 'hf_mine',
      blank: '\n',
    }
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(home, path)), {recursive: true})
      writeFileSync(join(home, path), content)
    }
    const hub = await startStubHub(Object.fromEntries(environments.map((_, index) => [idOf(index), {}])))
    url = hub.url
    seen = hub.seen
    const questions = environments.map(
      ([environment], index) => ({ask: 'environment', id: idOf(index), environment: full(environment)}) as const,
    )
    said = (await askPython(url, questions)).map(answer => answer.said)
  })

  it.each(environments.map(([environment, sent], index) => ({environment, sent, index})))(
    '$environment',
    async ({environment, sent, index}) => {
      const env = full(environment)
      const [id, python] = [idOf(index), asRecord(said[index])]
      const asked = requests(id)
      const before = seen.length
      const outcome = await openHubRepository(`hf:${id}`, hubOptions(url, {env})).then(
        () => 'answered',
        error => (error instanceof AibomError ? error.code : error),
      )
      const {cacheFolder, offline, endpoint} = readHubSettings(env)
      expect({cache: cacheFolder, offline, endpoint, requests: requests(id, before)}).toEqual({
        ...{cache: python?.['cache'], offline: python?.['offline'], endpoint: python?.['endpoint']},
        requests: asked,
      })
      expect(asked.map(({token}) => token)).toEqual(offline ? [] : [sent])
      expect([outcome, python?.['outcome']]).toEqual(
        offline
          ? ['AIBOM_OFFLINE', 'OfflineModeIsEnabled']
          : endpoint === url
            ? ['answered', 'answered']
            : ['AIBOM_HUB_NOT_FOUND', 'RepositoryNotFoundError'],
      )
    },
  )

  it('but for a variable that is empty: the client reads a folder below wherever it is started, we take it as not set', () => {
    const env = {HOME: home, HF_HOME: '', HF_HUB_CACHE: ''}
    expect(readHubSettings(env).cacheFolder).toBe(join(home, '.cache/huggingface/hub'))
  })
})
