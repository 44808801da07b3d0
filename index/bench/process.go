package bench

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"time"
)

// What Linux tells of this process. Elsewhere nothing is known.

// peakResident is the most bytes that were in memory at once, those of mapped
// files included; 0 where that is not known.
func peakResident() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(status, []byte("\nVmHWM:"))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	kibibytes, err := strconv.ParseInt(string(bytes.TrimSpace(bytes.TrimSuffix(line, []byte("kB")))), 10, 64)
	if err != nil {
		return 0
	}
	return kibibytes << 10
}

// ticksPerSecond is Linux's USER_HZ, the same on all platforms that Go runs on.
const ticksPerSecond = 100

// processorTime is what all threads have used; ok is false where that is not known.
func processorTime() (used time.Duration, ok bool) {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0, false
	}
	// The name, in parentheses, may hold anything. Behind it utime and stime are
	// the twelfth and thirteenth (proc_pid_stat(5)).
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0, false
	}
	for _, field := range fields[11:13] {
		ticks, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			return 0, false
		}
		used += time.Duration(ticks) * (time.Second / ticksPerSecond)
	}
	return used, true
}

// A process counts as idle when it has used at most idleTime within a look: little,
// as a merge on a busy machine may not get much. maxSettle is how long that is
// waited for.
const (
	look      = 500 * time.Millisecond
	idleTime  = look / 25
	maxSettle = 10 * time.Minute
)

// settle waits until the process is idle, and says how long it was not: the merges
// of segments that an ingest sets off go on behind it, and would take one of the
// cores from whatever is measured next. It does not wait where processor time is
// not known.
func settle(ctx context.Context) (time.Duration, error) {
	begin := time.Now()
	before, ok := processorTime()
	for ok && time.Since(begin) < maxSettle {
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(look):
		}
		var now time.Duration
		if now, ok = processorTime(); now-before <= idleTime {
			return time.Since(begin) - look, nil
		}
		before = now
	}
	return time.Since(begin), nil
}
