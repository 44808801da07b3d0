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

// A server lets the heap grow by servePercent only: with 393,781 papers, .08 GB is live, so that the
// heap grows to .21 instead of .26 GB. Requests, searches with and without facets, pages and
// completions in turn, took 2.0 % more processor time than at 200 (in one process, 14 blocks of 250
// each, in turns). At 100 they took 7.5 % more, for another .04 GB. A soft limit (SetMemoryLimit) was
// rejected: it acts as a percentage too, of a size that would have to follow that of the library.
const servePercent = 150

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

// Serve lets the heap grow by less than Tune, for a program that answers for a long time, unless
// $GOGC says something else.
func Serve() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(servePercent)
	}
}

// heapLimit returns how many bytes Go can use of a limit of memory bytes.
func heapLimit(memory int64) int64 {
	return max(memory/2, min(int64(memoryShare*float64(memory)), memory-otherMemory))
}
