// What Linux tells of processes in /proc.
import { readdirSync, readFileSync } from 'node:fs'

/** A process: its parent's id, and the clock ticks of processor time that it and its children that ended have used. Nothing where it is gone. */
export function processOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field, the command's name, may hold spaces and brackets; what counts comes after its last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number)
    return { parent: Number(fields[1]), own: user + system, children: childUser + childSystem }
  } catch {
    return undefined
  }
}

/** The ids of the processes that this one has started. */
export const childrenOf = (pid) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => processOf(child)?.parent === pid)
