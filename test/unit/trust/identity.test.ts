import {describe, expect, it} from 'vitest'
import {assertNamed, checkIdentity, type SignerIdentity} from '../../../src/trust/identity.ts'

const workflow = 'https://github.com/acme/model/.github/workflows/release.yml@refs/tags/v1.0.0'
const issuer = 'https://token.actions.githubusercontent.com'
const byWorkflow: SignerIdentity = {names: [{type: 'URI', value: workflow}], issuer}
const byMail: SignerIdentity = {
  names: [{type: 'email', value: 'maker@example.com'}],
  issuer: 'https://accounts.google.com',
}

describe('who has signed', () => {
  it('is compared letter by letter', () => {
    expect(() => checkIdentity(byWorkflow, {identity: workflow, issuer})).not.toThrow()
    expect(() =>
      checkIdentity(byMail, {identity: 'maker@example.com', issuer: 'https://accounts.google.com'}),
    ).not.toThrow()
  })

  it.each([
    'maker@example.co',
    'aker@example.com',
    'maker@example.com.evil.test',
    'Maker@example.com',
    ' maker@example.com',
    'maker@exampleXcom',
    'maker@example.com|x',
    '.*',
    '*@example.com',
    '',
  ])('is not %j', identity => {
    expect(() => checkIdentity(byMail, {identity})).toThrow(expect.objectContaining({code: 'identity-mismatch'}))
  })

  it('is not an e-mail that stands in the field for addresses, nor the reverse', () => {
    const mailAsUri = {...byMail, names: [{type: 'URI', value: 'maker@example.com'}]}
    const uriAsMail = {...byWorkflow, names: [{type: 'email', value: workflow}]}
    expect(() => checkIdentity(mailAsUri, {identity: 'maker@example.com'})).toThrow(
      expect.objectContaining({code: 'identity-mismatch'}),
    )
    expect(() => checkIdentity(uriAsMail, {identity: workflow})).toThrow(
      expect.objectContaining({code: 'identity-mismatch'}),
    )
  })

  it.each(['https://token.actions.githubusercontent.co', `${issuer}/`, `${issuer}.evil.test`])(
    'is not vouched for by %s',
    wrong => {
      expect(() => checkIdentity(byWorkflow, {identity: workflow, issuer: wrong})).toThrow(
        expect.objectContaining({code: 'issuer-mismatch'}),
      )
    },
  )

  it('may match a pattern that the user asked for, over the whole name', () => {
    const at = (repository: string): SignerIdentity => ({
      ...byWorkflow,
      names: [{type: 'URI', value: workflow.replace('/acme/model/', repository)}],
    })
    const rule = {identityPattern: 'https://github.com/acme/*/.github/workflows/release.yml@refs/tags/*'}
    expect(() => checkIdentity(at('/acme/model/'), rule)).not.toThrow()
    for (const lookAlike of ['/acme-evil/model/', '/evil/acme/model/', '/acme/a/b/']) {
      expect(() => checkIdentity(at(lookAlike), rule)).toThrow(expect.objectContaining({code: 'identity-mismatch'}))
    }
  })

  it('is never everybody', () => {
    expect(() => checkIdentity(byMail, {identityPattern: '**'})).toThrow(
      expect.objectContaining({code: 'AIBOM_IDENTITY_PATTERN_INVALID'}),
    )
  })
})

describe('who should have signed', () => {
  it.each<[object, string]>([
    [{}, 'give --identity and --issuer'],
    [{issuer}, 'give --identity and --issuer'],
    [{identity: workflow}, 'give --issuer'],
    [{identityPattern: 'https://github.com/acme/**'}, 'give --issuer'],
  ])('has to be named with the issuer: %j', (rule, advice) => {
    expect(() => assertNamed(rule, byWorkflow)).toThrow(
      expect.objectContaining({code: 'identity-missing', message: expect.stringMatching(new RegExp(`: ${advice}$`))}),
    )
  })
})
