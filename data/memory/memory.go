// Package memory tunes Go's garbage collector for programs that ingest and search.
package memory

import (
	"os"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// gcPercent lets the heap grow to three times the live data between collections, because ingesting
// makes much garbage: 64,351 papers took 7,172 papers a second at a peak of 821 MB, compared with
// 6,361 and 667 MB at Go's default of 100. $GOGC overrides it.
const gcPercent = 200

// Go can use memoryShare of the memory limit of a container or service (its cgroup), but leaves at
// least otherMemory, or half of a small limit, to SQLite and to files that are being written. A POST
// of 40,000 papers works in 256 MB. $GOMEMLIMIT overrides this.
const (
	memoryShare = .9
	otherMemory = 96 << 20
)

// Tune lets the heap grow by gcPercent, and makes the garbage collector work harder near the memory
// limit of the cgroup, so that the kernel does not kill the process. Without a limit, and where
// $GOGC and $GOMEMLIMIT say something else, it leaves Go's defaults.
func Tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	if limit, err := memlimit.FromCgroup(); err == nil && limit < 1<<62 {
		debug.SetMemoryLimit(heapLimit(int64(limit)))
	}
}

// heapLimit returns how many bytes Go can use of a limit of memory bytes.
func heapLimit(memory int64) int64 {
	return max(memory/2, min(int64(memoryShare*float64(memory)), memory-otherMemory))
}
