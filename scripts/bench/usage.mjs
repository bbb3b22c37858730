// Loaded before the command that is measured: says at its end what it took.
import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const seconds = (userCPUTime + systemCPUTime) / 1e6
  writeFileSync(process.env.BACKPROSE_USAGE, JSON.stringify({ seconds, megabytes: maxRSS / 1024 }))
})
