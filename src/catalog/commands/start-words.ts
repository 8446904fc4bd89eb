import {providerByImage} from '../providers.ts'

/** Words that start the server of an image, where the arguments are given alone. */
const startWords: ReadonlyMap<string, readonly string[]> = new Map([
  ['vllm', ['vllm', 'serve']],
  ['lmdeploy', ['lmdeploy', 'serve', 'api_server']],
])

/** What an image runs before the arguments that it is given: the entry point of a known server. */
export function startOfImage(image: string): readonly string[] | undefined {
  return startWords.get(providerByImage(image)?.slug ?? '')
}
