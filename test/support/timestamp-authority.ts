import {createHash, sign} from 'node:crypto'
import {authority, type Issued, issue, keyUsage, usage} from './certificates.ts'
import {integer, nothing, octets, oid, sequence, set, time, tlv} from './der.ts'
import type {Json} from './transparency-log.ts'

const sha256Id = sequence(oid('2.16.840.1.101.3.4.2.1'), nothing)
const timestampInfo = '1.2.840.113549.1.9.16.1.4'

/** A timestamp authority (RFC 3161) with a certificate chain of its own. */
export class TimestampAuthority {
  readonly root: Issued = issue({name: 'timestamp root', extensions: authority})
  readonly signer: Issued = issue({
    name: 'timestamps',
    issuer: this.root,
    extensions: [keyUsage(usage.digitalSignature)],
  })

  /** as a trusted root has it */
  get trust(): Json {
    const certificates = [this.signer, this.root].map(({der}) => ({rawBytes: der.toString('base64')}))
    return {
      subject: {organization: 'example', commonName: 'timestamps'},
      uri: 'https://time.example',
      certChain: {certificates},
      validFor: {start: '2020-01-01T00:00:00Z'},
    }
  }

  /** The answer that says these bytes were there at a time. */
  stamp(bytes: Buffer, at: Date): Buffer {
    const digest = createHash('sha256').update(bytes).digest()
    const info = sequence(integer(1), oid('1.2.3.4'), sequence(sha256Id, octets(digest)), integer(1), time(at))
    const attributes = [
      sequence(oid('1.2.840.113549.1.9.3'), set(oid(timestampInfo))),
      sequence(oid('1.2.840.113549.1.9.4'), set(octets(createHash('sha256').update(info).digest()))),
    ]
    const signature = sign('sha256', set(...attributes), this.signer.privateKey)
    const signerInfo = sequence(
      integer(1),
      sequence(this.root.subject, integer(1)),
      sha256Id,
      tlv(0xa0, ...attributes),
      sequence(oid('1.2.840.10045.4.3.2')),
      octets(signature),
    )
    const content = sequence(oid(timestampInfo), tlv(0xa0, octets(info)))
    const signedData = sequence(integer(3), set(sha256Id), content, set(signerInfo))
    return sequence(sequence(integer(0)), sequence(oid('1.2.840.113549.1.7.2'), tlv(0xa0, signedData)))
  }
}
