// Package panics keeps a panic from ending the process. Every goroutine of this module
// is started by Go, Keep or a Group, and its owner receives the panic as an *Error: the
// search fails, the batch is written again, and the rest of the program continues.
//
// Each function runs under the name of a point in the program. Inject lets a test make
// any point panic.
//
// This package does not log: the owner of a goroutine gets its error.
package panics

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// An Error is a panic that Recover turned into an error.
type Error struct {
	Point string // where it was recovered, such as "embedded.search"
	Value any    // the argument of panic
	Stack []byte // of the goroutine that panicked, as formatted by debug.Stack
}

// Error returns a message without the stack, since messages are shown to users.
func (e *Error) Error() string { return fmt.Sprintf("panic in %s: %v", e.Point, e.Value) }

// Unwrap returns the value of the panic if it was an error.
func (e *Error) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Stack returns the stack of the first panic in err's tree, and nil if there is none.
func Stack(err error) []byte {
	var p *Error
	if errors.As(err, &p) {
		return p.Stack
	}
	return nil
}

// Is reports whether err's tree contains a panic.
func Is(err error) bool {
	var p *Error
	return errors.As(err, &p)
}

// Recover runs f and returns its error, or an *Error if it panics. A fault in mapped
// memory, for example after a file was truncated, counts as a panic. Recover does not
// recover from runtime.Goexit, from fatal errors of the runtime (concurrent map writes,
// out of memory), or from panics on goroutines that f starts itself.
func Recover(point string, f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if value := recover(); value != nil {
			err = &Error{Point: point, Value: value, Stack: debug.Stack()}
		}
	}()
	if hook := injected.Load(); hook != nil {
		(*hook)(point)
	}
	return f()
}

// Go runs f on a new goroutine and passes its error, or the *Error of its panic, to
// ended. ended must not panic.
func Go(point string, f func() error, ended func(error)) {
	go func() { ended(Recover(point, f)) }()
}

// injected holds the function that Inject set; nil if there is none.
var injected atomic.Pointer[func(point string)]

// Inject runs hook before each function that Recover, Go, Keep or a Group runs, until
// undo is called. It is for tests: hook may panic. There is one hook at a time.
func Inject(hook func(point string)) (undo func()) {
	injected.Store(&hook)
	return func() { injected.Store(nil) }
}

// restartDelay is how long Keep waits after a panic.
const restartDelay = time.Second

// Keep runs f on a new goroutine. If f panics, Keep runs it again a second later, until
// f returns or ctx is done. Keep passes panics to report, which must not panic. It closes
// done when the goroutine ends.
func Keep(ctx context.Context, point string, f func(context.Context), report func(error)) (done <-chan struct{}) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			err := Recover(point, func() error { f(ctx); return nil })
			if err == nil {
				return
			}
			report(err)
			select {
			case <-ctx.Done():
				return
			case <-time.After(restartDelay):
			}
		}
	}()
	return ended
}
