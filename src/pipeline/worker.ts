import {serveTasks} from './worker-serve.ts'
import {taskLoaders} from './worker-tasks.ts'

serveTasks(taskLoaders)
