// Command paperboy is Paperboy: it ingests papers, serves them, and answers
// from the command line.
//
// The package is wiring only. run builds the command tree (root.go), layers
// flags over environment over a file into one Config (config.go) and turns what
// comes back into an exit code. A subcommand, one file each, asks open.go for
// the papers: those of the data folder, when this process gets its lock
// (folder.go), or those of the server that holds it. Everything else happens in
// the packages that are wired here.
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

// The exit codes are promised to scripts.
const (
	exitDone     = 0
	exitFailed   = 1
	exitUsage    = 2
	exitRejected = 3
)

// errRejected ends a command that did its work but had to refuse some records.
// The command has reported them already.
var errRejected = errors.New("some records were rejected")

// usageError is a command line, variable or file that cannot be understood.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// gcPercent lets the heap grow to thrice what is in use before it is collected:
// an ingest makes so much garbage that 64,351 papers came in at 7,172 a second for
// 6,361 with Go's 100, at a peak of 821 MB for 667. $GOGC has the last word.
const gcPercent = 200

// Of the memory that a container or service is limited to (its cgroup) Go may take
// memoryShare, but leaves otherMemory to SQLite and to files that are being written, or half
// where there is less. A POST of 40,000 papers works in 256 MB. $GOMEMLIMIT has the last word.
const (
	memoryShare = .9
	otherMemory = 96 << 20
)

// limitMemory has the garbage collector work harder near the limit of the cgroup, instead of
// having the kernel kill the process there. Where there is no limit it does nothing.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	if limit, err := memlimit.FromCgroup(); err == nil && limit < 1<<62 {
		debug.SetMemoryLimit(heapLimit(int64(limit)))
	}
}

// heapLimit is how much of so much memory Go may take.
func heapLimit(memory int64) int64 {
	return max(memory/2, min(int64(memoryShare*float64(memory)), memory-otherMemory))
}

func main() {
	limitMemory()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks for an orderly end, the second is not caught.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is one call of the program: it executes the command that args name and
// returns its exit code.
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
