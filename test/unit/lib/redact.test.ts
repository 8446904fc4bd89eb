import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {redactArguments, redactCommand} from '../../../src/lib/redact/arguments.ts'
import {isSecretName} from '../../../src/lib/redact/names.ts'
import {redactText} from '../../../src/lib/redact/text.ts'
import {redactUrl} from '../../../src/lib/redact/url.ts'

describe('redactArguments', () => {
  it.each([
    ['the value after a secret option', ['--token', 'abc', '--apiKey', 'k'], ['--token', '***', '--apiKey', '***']],
    ['assignments', ['--api-key=zzz', 'API_KEY=foo', 'REGION=eu'], ['--api-key=***', 'API_KEY=***', 'REGION=eu']],
    ['headers', ['-H', 'Authorization: Bearer abcdef', 'X-Api-Key:k'], ['-H', 'Authorization: ***', 'X-Api-Key:***']],
    [
      'passwords by their short names',
      ['--pw=hunter2', 'DB_PASS=hunter2', '--pass', 'hunter2'],
      ['--pw=***', 'DB_PASS=***', '--pass', '***'],
    ],
    ['a password with an @ in it', ['https://u:p@ss@h.example/x'], ['https://***@h.example/x']],
    ['credentials of a URL in quotes', [`run "https://u:p@h.example/x"`], [`run "https://***@h.example/x"`]],
    ['credentials in a URL', ['postgresql://u:p@h/db?sslmode=no'], ['postgresql://***@h/db?sslmode=no']],
    ['parts of a connection string', ['Server=h;Password=hunter2;User=u'], ['Server=h;Password=***;User=u']],
    ['an assignment behind a quote', ["'TOKEN=hunter2"], ["'TOKEN=***"]],
    ['a token that shows itself', ['sk-abcdefghijklmnopqrstu'], ['***']],
  ])('hides %s', (_name, args, expected) => {
    expect(redactArguments(args)).toEqual(expected)
  })

  it.each([
    ['names of variables', ['-e', 'GITHUB_TOKEN', '--access-token', '$TOK', 'Authorization:<token>']],
    ['counts', ['--max-tokens', '100', 'KEY=1']],
    [
      'words that only contain one',
      ['--bypass', 'x', '--keyspace', 'foo', '--monkey', 'm', '--author', 'joe', '--public-key', 'id.pub'],
    ],
    ['paths and mounts', ['C:/Users/x', 'src:dst:ro', '/a:/b', './x']],
  ])('leaves %s', (_name, args) => {
    expect(redactArguments(args)).toEqual(args)
  })

  it('keeps the number of arguments', () => {
    fc.assert(fc.property(fc.array(fc.string()), args => redactArguments(args).length === args.length))
  })

  it('takes linear time', () => {
    const long = [
      'a'.repeat(500_000),
      `--${'key-'.repeat(100_000)}`,
      `x=${'eyJ'.repeat(200_000)}`,
      'sk-'.repeat(200_000),
      'a://'.repeat(200_000),
    ]
    expect(redactArguments(long)).toHaveLength(long.length)
  }, 20_000)
})

describe('redactUrl and redactText', () => {
  it('hides secret query values and segments that are keys', () => {
    expect(redactUrl('https://h.example/s/NDk0MzQ5YTYtZmE4Mi00NDFiLTg2ZmE4/mcp?key=abcd&x=1')).toBe(
      'https://h.example/s/***/mcp?key=***&x=1',
    )
  })

  it('leaves a plain URL and plain words', () => {
    expect(redactUrl('https://h.example/api/v1/servers?page=2')).toBe('https://h.example/api/v1/servers?page=2')
    expect(redactText('news of a bearer, basic')).toBe('news of a bearer, basic')
    expect(redactText('git+ssh://git@h.example/a/b.git')).toBe('git+ssh://git@h.example/a/b.git')
  })

  it('hides secrets in a command line and leaves the rest as it is written', () => {
    expect(
      redactCommand('A_TOKEN=x curl  -H "Authorization: Bearer abcdef" --password p https://u:q@h.example/a'),
    ).toBe('A_TOKEN=*** curl  -H "Authorization: Bearer ***" --password *** https://***@h.example/a')
    fc.assert(fc.property(fc.string(), text => typeof redactCommand(text) === 'string'))
    expect(redactCommand('npm  test \n -- --watch')).toBe('npm  test \n -- --watch')
  })

  it('knows names of secrets', () => {
    expect(['authToken', 'X-Api-Key', 'OPENAI_API_KEY', 'password'].every(isSecretName)).toBe(true)
    expect(['tokenizer', 'keyboard', 'max_tokens', 'author'].some(isSecretName)).toBe(false)
  })
})
