import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {readHubSettings} from '../../../../src/registries/huggingface/settings.ts'
import {temporaryFolder} from '../../../support/run.ts'

describe('readHubSettings', () => {
  it('is the public hub without a token where nothing is set', () => {
    const home = temporaryFolder()
    expect(readHubSettings({HOME: home})).toEqual({
      endpoint: 'https://huggingface.co',
      origin: 'https://huggingface.co',
      offline: false,
      cacheFolder: join(home, '.cache/huggingface/hub'),
    })
  })

  it('takes HF_TOKEN before the token file, and neither where implicit tokens are not allowed', () => {
    const home = temporaryFolder()
    mkdirSync(join(home, 'hf'))
    writeFileSync(join(home, 'hf/token'), 'hf_from_file\n')
    const env = {HOME: home, HF_HOME: join(home, 'hf')}
    expect(readHubSettings(env).token).toBe('hf_from_file')
    expect(readHubSettings({...env, HF_TOKEN: ' hf_from_env\r\n'}).token).toBe('hf_from_env')
    expect(readHubSettings({...env, HF_HUB_DISABLE_IMPLICIT_TOKEN: '1'}).token).toBeUndefined()
    expect(readHubSettings({...env, HF_TOKEN: 'hf_from_env', HF_HUB_DISABLE_IMPLICIT_TOKEN: '1'}).token).toBeUndefined()
  })

  it.each([
    [{HF_HOME: '~/hf'}, '/home/ann/hf/hub'],
    [{HF_HOME: '~'}, '/home/ann/hub'],
    [{HF_HOME: '~bob/hf'}, '~bob/hf/hub'],
    [{HF_HUB_CACHE: '$SCRATCH/hub'}, '/scratch/hub'],
    [{HF_HUB_CACHE: '${SCRATCH}/$NOBODY/hub'}, '/scratch/$NOBODY/hub'],
    [{HUGGINGFACE_HUB_CACHE: '~/$SCRATCH'}, '/home/ann//scratch'],
    [{XDG_CACHE_HOME: '$SCRATCH'}, '/scratch/huggingface/hub'],
  ])('expands the home folder and variables in %j', (env, cacheFolder) => {
    expect(readHubSettings({HOME: '/home/ann', SCRATCH: '/scratch', ...env}).cacheFolder).toBe(cacheFolder)
  })

  it('expands them in HF_TOKEN_PATH', () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'mine'), 'hf_mine')
    expect(readHubSettings({HOME: home, NAME: 'mine', HF_TOKEN_PATH: '~/$NAME'}).token).toBe('hf_mine')
  })

  it.each(['1', 'true', 'YES', 'on'])('knows that %s is offline', value => {
    expect(readHubSettings({HOME: '/nowhere', HF_HUB_OFFLINE: value}).offline).toBe(true)
  })

  it.each([
    [{TRANSFORMERS_OFFLINE: '1'}, true],
    [{HF_HUB_OFFLINE: '0', TRANSFORMERS_OFFLINE: '1'}, false],
    [{HF_HUB_OFFLINE: '', TRANSFORMERS_OFFLINE: '1'}, true],
  ])('asks TRANSFORMERS_OFFLINE where HF_HUB_OFFLINE is not set: %j', (env, offline) => {
    expect(readHubSettings({HOME: '/nowhere', ...env}).offline).toBe(offline)
  })

  it('binds the token to the origin of HF_ENDPOINT', () => {
    expect(readHubSettings({HOME: '/nowhere', HF_ENDPOINT: 'https://hub.example/mirror/'})).toMatchObject({
      endpoint: 'https://hub.example/mirror',
      origin: 'https://hub.example',
    })
  })

  it.each(['file:///etc', 'hub.example', 'https://user@hub.example', 'https://hub.example?x'])(
    'refuses %s as HF_ENDPOINT',
    endpoint => {
      expect(() => readHubSettings({HOME: '/nowhere', HF_ENDPOINT: endpoint})).toThrow(
        expect.objectContaining({code: 'AIBOM_HUB_ENDPOINT'}),
      )
    },
  )
})
