import type {Rows} from './row.ts'

/** Services, secrets and agents: where data goes, and who may act. */
export const serviceRules = {
  'service-cleartext': [
    'AIB340',
    'high',
    'Data is sent to a service without encryption',
    'Anyone on the network path can read and change prompts, answers and keys.',
    'Ask for an HTTPS address.',
  ],
  'service-open': [
    'AIB341',
    'high',
    'A service requires no authentication',
    'Anyone who can reach it can use it, and read or change its data.',
    'Ask how callers are authenticated.',
  ],
  'service-bare-address': [
    'AIB342',
    'medium',
    'A service is identified by an IP address',
    'An IP address can change hands, and no certificate names its owner.',
    'Ask for the host name, and who runs it.',
  ],
  'service-sensitive': [
    'AIB343',
    'high',
    'Sensitive data is sent to an unprotected service',
    'The service receives personal or confidential data, but has no encryption, no authentication or no named provider.',
    'Do not send such data until this is settled. Ask for a data processing agreement.',
  ],
  'service-unknown': [
    'AIB344',
    'low',
    'The data flow or provider of a service is unknown',
    'You cannot assess data protection without knowing what is sent, and to whom.',
    'Ask which data is sent and received, and where it is stored.',
  ],
  'secret-exposed': [
    'AIB345',
    'critical',
    'The BOM contains a secret',
    'Anyone who receives the document can use it.',
    'Tell the vendor immediately. The key must be replaced.',
  ],
  'service-boundary': [
    'AIB346',
    'medium',
    'A third-party service is described as internal',
    'The BOM says that no data crosses a trust boundary, but another organization runs the service.',
    'Ask where the data is sent, and who stores it.',
  ],
  'service-elsewhere': [
    'AIB347',
    'medium',
    'The address of a service does not belong to its provider',
    'Prompts and answers reach someone who is not named and with whom you have no agreement.',
    'Ask who runs that address, and who stores the data.',
  ],
  'service-region': [
    'AIB348',
    'high',
    'A service runs in another region than declared',
    'The law that protects the data, and the contracts about it, depend on where it is processed.',
    'Ask where the data is processed and stored, and whether the contract covers that place.',
  ],
  'use-undeclared': [
    'AIB349',
    'high',
    'The delivery uses something that the BOM does not list',
    'Its code or settings call a model, service or server that you were not told about, and your data may go there.',
    'Ask what it is used for, what is sent there, and for a BOM that lists it.',
  ],
  'agent-wide': [
    'AIB380',
    'medium',
    'An agent may act without asking',
    'It can run programs, change files or access the network on its own, so text that it reads can make it do so.',
    'Ask why it needs this, and restrict it.',
  ],
  'agent-undisclosed': [
    'AIB381',
    'medium',
    'The permissions of an agent are unknown',
    'You cannot tell what harm it could do: which tools it has, what it reads and writes, and where it sends data.',
    'Ask for its tools, permissions and limits.',
  ],
} as const satisfies Rows
