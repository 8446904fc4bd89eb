import {serveTasks} from './serve.ts'
import {taskLoaders} from './tasks.ts'

serveTasks(taskLoaders)
