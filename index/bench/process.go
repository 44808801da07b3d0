package bench

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"time"
)

// peakResident returns the peak resident memory of this process in bytes, including mapped
// files. It returns 0 if that is unknown, as it is except on Linux.
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

// processorTime returns the processor time that all threads of this process have used. ok is
// false if that is unknown, as it is except on Linux.
func processorTime() (used time.Duration, ok bool) {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0, false
	}
	// The name, in parentheses, may contain anything. Of the fields after it, utime and
	// stime are the twelfth and thirteenth (proc_pid_stat(5)).
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

// A process counts as idle if it uses at most a share of 1/idleShare of a window of time. That
// is little, since a merge on a busy machine may not get much. Bleve merges at once; an index of
// ours also merges five seconds after the last write, which ownWindow has to exceed.
// maxIdleWait is the longest wait.
const (
	stockWindow = 500 * time.Millisecond
	ownWindow   = 6 * time.Second
	idleShare   = 25
	maxIdleWait = 10 * time.Minute
)

// waitIdle waits until the process is idle for a window and returns how long that took before
// the window. After an ingest, merges of segments continue and would slow down the next
// measurement. It does not wait if the processor time is unknown.
func waitIdle(ctx context.Context, window time.Duration) (time.Duration, error) {
	begin := time.Now()
	before, ok := processorTime()
	for ok && time.Since(begin) < maxIdleWait {
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(window):
		}
		var now time.Duration
		if now, ok = processorTime(); now-before <= window/idleShare {
			return time.Since(begin) - window, nil
		}
		before = now
	}
	return time.Since(begin), nil
}
