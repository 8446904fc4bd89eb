import {remembering} from '../../../lib/remember.ts'

/** Most names are in it already. */
const otherCase = /[A-Z\s-]/

/**
 * `ChatModel`, `chatModel` and `chat-model` → `Chat_Model`, `chat_Model` and `chat_model`: divided alike, letters as
 * they were.
 */
export const snakeCase = remembering((name: string): string => {
  if (!otherCase.test(name)) return name
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z]{2})/g, '$1_$2')
    .replace(/[-\s]+/g, '_')
})
