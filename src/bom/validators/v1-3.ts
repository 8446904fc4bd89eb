import {compile} from './compile.ts'

export default compile('1.3')
