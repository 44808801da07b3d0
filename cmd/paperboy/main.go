// Command paperboy is Paperboy: it ingests papers, serves them, and answers
// from the command line.
//
// The package contains only flags, wiring and printing. run builds the command tree (root.go),
// combines flags, environment and configuration file into a Config (config.go), and
// turns the error of the command into an exit code. A command, one file each, opens the papers
// (open.go): those of the data folder if this process gets its lock, otherwise those of the
// server that holds the lock (api/local). 'paperboy serve' is a server of api/server. Everything
// else happens in the packages that are wired here.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"paperboy/api/client"
	"paperboy/data/memory"
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

func main() {
	memory.Tune()
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
	var address *client.AddressError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errRejected):
		return exitRejected
	case errors.As(err, &usage) || errors.As(err, &address):
		fmt.Fprintf(stderr, "paperboy: %v\nSee '%s --help'.\n", err, command.CommandPath())
		return exitUsage
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintf(stderr, "paperboy: %s: stopped\n", command.Name())
		return exitFailed
	}
	fmt.Fprintf(stderr, "paperboy: %v\n", err)
	return exitFailed
}
