// Command paperboy is Paperboy: it ingests papers, serves them, and answers
// from the command line.
//
// The package contains only flags, wiring and printing. run builds the command tree (root.go),
// combines flags, environment and configuration file into a Config (config.go, layer.go), and
// turns the error of the command into an exit code. A command, one file each, opens the papers
// (open.go): those of the data folder if this process gets its lock, otherwise those of the
// server that holds the lock. Everything else happens in the packages that are wired here.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// The exit codes are part of the interface for scripts.
const (
	exitDone     = 0
	exitFailed   = 1
	exitUsage    = 2
	exitRejected = 3
)

// errRejected is the error of a command that succeeded but rejected some records. The command
// has reported them already.
var errRejected = errors.New("some records were rejected")

// usageError is an error in the command line, an environment variable or the configuration file.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

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

// limitMemory makes the garbage collector work harder near the memory limit of the cgroup, so that
// the kernel does not kill the process. Without a limit it does nothing.
func limitMemory() {
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

func main() {
	limitMemory()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends the command in order, the second kills it.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run executes the command in args and returns its exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &Config{}
	root := newRoot(c)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	command, err := root.ExecuteContextC(ctx)
	c.recordAct(command, err)
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errRejected):
		return exitRejected
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "paperboy: %v\nSee '%s --help'.\n", err, command.CommandPath())
		return exitUsage
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintf(stderr, "paperboy: %s: stopped\n", command.Name())
		return exitFailed
	}
	fmt.Fprintf(stderr, "paperboy: %v\n", err)
	return exitFailed
}
