// Package panics keeps a panic from ending the process. Every goroutine of this module
// is started by Go or by a Group, and whoever waits for it receives the panic as an
// *Error: the search fails, the batch is written again, the rest of the program goes on.
//
// Each function has a name, the point at which it runs. Inject lets a test make any
// point panic.
//
// What this package does not do: log. The owner of a goroutine gets its error.
package panics

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// Error is a panic that Recover turned into an error.
type Error struct {
	Point string // where it was recovered, such as "embedded.search"
	Value any    // what panic was called with
	Stack []byte // of the goroutine that panicked, as debug.Stack formats it
}

// Error leaves the stack out, since messages are shown to users; Stack has it.
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

// Is reports whether a panic is in err's tree.
func Is(err error) bool {
	var p *Error
	return errors.As(err, &p)
}

// Recover runs f and returns its error, or an *Error if it panics. A fault in mapped
// memory, as after a file was truncated, counts as a panic. runtime.Goexit, fatal errors
// of the runtime (concurrent map writes, out of memory) and panics on goroutines that f
// starts itself are not recovered.
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

// Go runs f on a goroutine of its own and passes its error, or that of its panic, to
// ended. ended must not panic.
func Go(point string, f func() error, ended func(error)) {
	go func() { ended(Recover(point, f)) }()
}

// injected is what tests run at each point; nil outside of them.
var injected atomic.Pointer[func(point string)]

// Inject runs hook at the beginning of each function that Recover, Go or a Group runs,
// until undo is called. It is for tests: hook may panic. There is one hook at a time.
func Inject(hook func(point string)) (undo func()) {
	injected.Store(&hook)
	return func() { injected.Store(nil) }
}

// restPause is how long Keep waits after a panic.
const restPause = time.Second

// Keep runs f on a goroutine of its own, and runs it again a second after it has panicked,
// until it returns or ctx ends. Panics are passed to report, which must not panic. done
// is closed when the goroutine has ended.
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
			case <-time.After(restPause):
			}
		}
	}()
	return ended
}
