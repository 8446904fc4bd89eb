import {afterAll} from 'vitest'
import {removeTemporaryFolders} from '../support/run.ts'

afterAll(removeTemporaryFolders)
