import {execFileSync, spawnSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {parseCertificates, verifyChain} from '../../../src/trust/certificate-chain.ts'
import {temporaryFolder} from '../../support/run.ts'

const tool = 'openssl'
const hasOpenssl = spawnSync(tool, ['version']).status === 0
const ca = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign'
const signs = 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nsubjectAltName=email:maker@example.com'

/** name, issuer (itself for a root), extensions */
const certificates = [
  ['root', 'root', ca],
  ['impostor', 'impostor', ca],
  ['int', 'root', ca],
  ['leaf', 'int', signs],
  ['narrow', 'root', `${ca}`.replace('CA:TRUE', 'CA:TRUE,pathlen:0')],
  ['below-narrow', 'narrow', ca],
  ['too-deep', 'below-narrow', signs],
  ['no-ca', 'root', signs],
  ['by-no-ca', 'no-ca', signs],
  ['no-cert-sign', 'root', 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature'],
  ['by-no-cert-sign', 'no-cert-sign', signs],
  ['encipher', 'int', 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,keyEncipherment'],
  ['no-usage', 'int', 'basicConstraints=critical,CA:FALSE'],
  ['code-signing', 'int', 'basicConstraints=critical,CA:FALSE\nextendedKeyUsage=codeSigning'],
] as const

let folder = ''

function openssl(...words: string[]): void {
  execFileSync(tool, words, {cwd: folder, stdio: 'ignore'})
}

function der(name: string): Buffer {
  return parseCertificates(readFileSync(join(folder, `${name}.crt`), 'utf8'))[0] ?? Buffer.alloc(0)
}

describe.skipIf(!hasOpenssl)('verifyChain', () => {
  beforeAll(() => {
    folder = temporaryFolder()
    writeFileSync(join(folder, 'empty.cnf'), '[req]\ndistinguished_name=dn\n[dn]\n')
    for (const [name, issuer, extensions] of certificates) {
      writeFileSync(join(folder, `${name}.ext`), extensions)
      openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', `${name}.key`)
      openssl(
        'req',
        '-new',
        '-key',
        `${name}.key`,
        '-subj',
        `/CN=${name === 'impostor' ? 'root' : name}`,
        '-out',
        `${name}.csr`,
        '-config',
        'empty.cnf',
      )
      const by = issuer === name ? ['-signkey', `${name}.key`] : ['-CA', `${issuer}.crt`, '-CAkey', `${issuer}.key`, '-CAcreateserial']
      openssl('x509', '-req', '-in', `${name}.csr`, ...by, '-days', '30', '-extfile', `${name}.ext`, '-out', `${name}.crt`)
    }
  })

  const verify = (chain: string[], options: {roots?: string[]; at?: Date; intermediates?: string[]} = {}) =>
    verifyChain(chain.map(der), {
      roots: (options.roots ?? ['root']).map(der),
      intermediates: (options.intermediates ?? []).map(der),
      at: options.at ?? new Date(),
    })

  it('follows a leaf to a root of the user’s', async () => {
    expect((await verify(['leaf', 'int'])).names).toEqual([{type: 'email', value: 'maker@example.com'}])
    await expect(verify(['leaf'], {intermediates: ['int']})).resolves.toBeDefined()
    await expect(verify(['code-signing', 'int'])).resolves.toBeDefined()
  })

  it.each<[string, string, string[], {roots?: string[]; at?: Date}]>([
    ['no root at all', 'roots-missing', ['leaf', 'int'], {roots: []}],
    ['a root of the same name and another key', 'untrusted-chain', ['leaf', 'int'], {roots: ['impostor']}],
    ['a root that the signature brings', 'untrusted-chain', ['leaf', 'int', 'root'], {roots: ['impostor']}],
    ['a missing intermediate', 'untrusted-chain', ['leaf'], {}],
    ['an issuer that is no authority', 'untrusted-chain', ['by-no-ca', 'no-ca'], {}],
    ['an issuer that may not sign certificates', 'untrusted-chain', ['by-no-cert-sign', 'no-cert-sign'], {}],
    ['a path longer than its authority allows', 'untrusted-chain', ['too-deep', 'below-narrow', 'narrow'], {}],
    ['a certificate for encryption', 'cert-usage', ['encipher', 'int'], {}],
    ['a certificate for nothing in particular', 'cert-usage', ['no-usage', 'int'], {}],
    ['a time after its end', 'cert-expired', ['leaf', 'int'], {at: new Date(Date.now() + 90 * 86_400_000)}],
    ['a time before its start', 'cert-expired', ['leaf', 'int'], {at: new Date(0)}],
  ])('refuses %s', async (_name, code, chain, options) => {
    await expect(verify(chain, options)).rejects.toMatchObject({code})
  })

  it('refuses bytes that are no certificate', async () => {
    await expect(verifyChain([Buffer.from('no')], {roots: [der('root')], intermediates: [], at: new Date()})).rejects.toMatchObject({
      code: 'bundle-malformed',
    })
  })
})
