import cluster from 'node:cluster'

if (cluster.isWorker) process.exit(7)
