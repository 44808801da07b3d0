package peers

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// processTime returns the processor time that all threads of a process have used; process 0 is this
// one. The clock of another process is ~pid<<3|2 (clock_getcpuclockid(3)).
func processTime(process int) (time.Duration, error) {
	clock := int32(unix.CLOCK_PROCESS_CPUTIME_ID)
	if process != 0 {
		clock = ^int32(process)<<3 | 2
	}
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		return 0, fmt.Errorf("processor time of process %d: %w", process, err)
	}
	return time.Duration(t.Nano()), nil
}

// resident returns the resident memory of a process in bytes, including mapped files.
func resident(process int) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	if err != nil {
		return 0, err
	}
	_, rest, _ := bytes.Cut(status, []byte("\nVmRSS:"))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	kibibytes, err := strconv.ParseInt(string(bytes.TrimSpace(bytes.TrimSuffix(line, []byte("kB")))), 10, 64)
	return kibibytes << 10, err
}

// load returns the load of the machine in the last minute, 0 if unknown.
func load() float64 {
	average, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := bytes.Cut(average, []byte(" "))
	value, _ := strconv.ParseFloat(string(first), 64)
	return value
}
