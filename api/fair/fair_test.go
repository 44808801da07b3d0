package fair

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

func newTestQueue() *Queue {
	return NewQueue(
		Slots{Total: 2, Waiting: 100, WaitingPerClient: 50},
		Slots{Total: 1, Waiting: 100, WaitingPerClient: 40},
		Slots{Total: 3, PerClient: 1, Waiting: 4, WaitingPerClient: 2},
	)
}

// waitFor yields until n requests of a class are waiting.
func waitFor(t *testing.T, q *Queue, class Class, n int) {
	t.Helper()
	for q.Waiting(class) != n {
		if t.Context().Err() != nil {
			t.Fatalf("the test ended before %d requests were waiting", n)
		}
		runtime.Gosched()
	}
}

func enter(t *testing.T, q *Queue, class Class, client string) *Turn {
	t.Helper()
	turn, err := q.Enter(t.Context(), class, client)
	if err != nil {
		t.Fatalf("client %s enters class %d: %v", client, class, err)
	}
	return turn
}

// TestTurns queues many requests of one client before one each of four others. The others
// must be served first.
func TestTurns(t *testing.T) {
	q := newTestQueue()
	first := enter(t, q, Costly, "greedy")
	served := make(chan string)
	waiting := 0
	start := func(client string) {
		go func() {
			turn, err := q.Enter(context.Background(), Costly, client)
			if err != nil {
				served <- err.Error()
				return
			}
			served <- client
			turn.End()
		}()
		waiting++
		waitFor(t, q, Costly, waiting)
	}
	for range 30 {
		start("greedy")
	}
	for i := range 4 {
		start(fmt.Sprint("modest ", i))
	}
	first.End()
	var order []string
	for range waiting {
		order = append(order, <-served)
	}
	for i := range 4 {
		if position := slices.Index(order, fmt.Sprint("modest ", i)); position < 0 || position > 5 {
			t.Errorf("modest client %d was served at position %d of %d: %v", i, position, len(order), order)
		}
	}
}

// TestCheapPassesCostly checks that cheap requests don't wait for 32 clients with costly ones.
func TestCheapPassesCostly(t *testing.T) {
	q := newTestQueue()
	held := enter(t, q, Costly, "costly 0")
	ctx, cancel := context.WithCancel(t.Context())
	var done sync.WaitGroup
	for i := 1; i < 32; i++ {
		done.Go(func() {
			if turn, err := q.Enter(ctx, Costly, fmt.Sprint("costly ", i)); err == nil {
				turn.End()
			}
		})
	}
	waitFor(t, q, Costly, 31)
	for range 100 {
		enter(t, q, Cheap, "keyword").End()
	}
	if n := q.Waiting(Costly); n != 31 {
		t.Errorf("%d costly requests are waiting, want 31", n)
	}
	cancel()
	done.Wait()
	held.End()
	if n := q.Waiting(Costly); n != 0 {
		t.Errorf("%d costly requests are waiting after all were cancelled", n)
	}
	enter(t, q, Costly, "next").End()
}

// TestShedding checks that requests beyond the limits for waiting are refused.
func TestShedding(t *testing.T) {
	q := newTestQueue()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	a := enter(t, q, Download, "a")
	waiting := 0
	var group sync.WaitGroup
	wait := func(client string) {
		group.Go(func() {
			if turn, err := q.Enter(ctx, Download, client); err == nil {
				turn.End()
			}
		})
		waiting++
		waitFor(t, q, Download, waiting)
	}
	wait("a") // although two slots are free
	wait("a")
	if _, err := q.Enter(t.Context(), Download, "a"); !errors.Is(err, ErrClientBusy) {
		t.Errorf("a third waiting request of a: got error %v, want ErrClientBusy", err)
	}
	b, c := enter(t, q, Download, "b"), enter(t, q, Download, "c")
	wait("d")
	wait("e")
	if _, err := q.Enter(t.Context(), Download, "f"); !errors.Is(err, ErrBusy) {
		t.Errorf("a fifth waiting request: got error %v, want ErrBusy", err)
	}
	for _, turn := range []*Turn{a, b, c} {
		turn.End()
		turn.End() // has no effect
	}
	group.Wait()
	for class, p := range q.pools {
		if p.running != 0 || p.waiting != 0 || len(p.clients) != 0 || p.turns.Len() != 0 {
			t.Errorf("class %d: %d running and %d waiting requests of %d clients, want none", class, p.running, p.waiting, len(p.clients))
		}
	}
}

// TestResume checks that resume waits for a slot again after End.
func TestResume(t *testing.T) {
	q := newTestQueue()
	a := enter(t, q, Costly, "a")
	a.End()
	b := enter(t, q, Costly, "b")
	resumed := make(chan error)
	go func() { resumed <- a.resume(context.Background()) }()
	waitFor(t, q, Costly, 1)
	b.End()
	if err := <-resumed; err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.resume(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("resume while a holds the slot: got error %v, want cancelled", err)
	}
	a.End()
}

func TestParseRate(t *testing.T) {
	for text, want := range map[string]Rate{"20:100": {20, 100}, "0.5:3": {.5, 3}, "20": {20, 101}, "off": {}} {
		if got, err := ParseRate(text); err != nil || got != want {
			t.Errorf("ParseRate(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "-1", "20:0", "a", "20:b", "NaN", "Inf:3", "1:2:3"} {
		if got, err := ParseRate(text); err == nil {
			t.Errorf("ParseRate(%q) = %v, want an error", text, got)
		}
	}
}

func TestLimiters(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := NewLimiters(Rate{PerSecond: 2, Burst: 6}, func() time.Time { return now })
	for i := range 6 {
		if wait := l.Allow("a", 1); wait != 0 {
			t.Fatalf("request %d must wait %v, want 0", i, wait)
		}
	}
	if wait := l.Allow("a", 1); wait != time.Second/2 {
		t.Errorf("request 7 must wait %v, want 500ms", wait)
	}
	if wait := l.Allow("b", 5); wait != 0 {
		t.Errorf("another client must wait %v, want 0", wait)
	}
	now = now.Add(time.Second)
	if a, b := l.Allow("a", 2), l.Allow("a", 1); a != 0 || b == 0 {
		t.Errorf("a second later: two requests must wait %v and a third %v, want 0 and more", a, b)
	}
	if wait := l.Allow("c", 1000); wait != 0 {
		t.Errorf("more than a burst of a new client must wait %v, want 0", wait)
	}
	now = now.Add(time.Hour)
	l.forget(now)
	if len(l.clients) != 0 {
		t.Errorf("%d clients are remembered an hour later, want none", len(l.clients))
	}
	if wait := NewLimiters(Rate{}, time.Now).Allow("a", 1e6); wait != 0 {
		t.Errorf("without a limit: must wait %v, want 0", wait)
	}
}

// TestCharge checks that each piece of work except the first is paid for.
func TestCharge(t *testing.T) {
	q := newTestQueue()
	turn := enter(t, q, Costly, "a")
	ctx, paid := WithTurn(t.Context(), turn), 0
	turn.Charge(func(context.Context) error {
		if paid++; paid > 2 {
			return context.DeadlineExceeded
		}
		return nil
	})
	for piece, want := range []error{nil, nil, nil, context.DeadlineExceeded} {
		ran := false
		err := InTurn(ctx, func() error { ran = true; return nil })
		if !errors.Is(err, want) || ran != (want == nil) {
			t.Errorf("piece %d: got error %v and ran %t, want error %v", piece, err, ran, want)
		}
	}
}

func TestWait(t *testing.T) {
	l := NewLimiters(Rate{PerSecond: 1, Burst: 1}, time.Now)
	if err := l.Wait(t.Context(), "a", 1); err != nil {
		t.Errorf("the first request: got error %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Wait(ended, "a", 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled request: got error %v, want cancelled", err)
	}
}
