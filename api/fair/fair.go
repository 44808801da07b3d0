// Package fair shares a server's work among its clients.
//
// A Queue has a few slots for each class of work. Who finds none free waits; a slot that
// becomes free goes to the clients in turns, so that one client's hundred requests delay
// another's first by one, not by a hundred. Limiters bound how many requests a client may
// make at all.
//
// The package knows no HTTP, and does not decide what costs much.
package fair

import (
	"container/list"
	"context"
	"errors"
	"sync"
)

// Class is a kind of work with slots of its own.
type Class int

// The classes.
const (
	Cheap    Class = iota // milliseconds
	Costly                // up to twenty times as much
	Download              // held while a client reads; its work takes Costly turns
	classes
)

// Slots bounds one class.
type Slots struct {
	// Total is how much work of the class may be done at once, PerClient how much of it for
	// one client; 0: as much as Total.
	Total, PerClient int
	// Waiting is how many may wait, WaitingPerClient how many of one client.
	Waiting, WaitingPerClient int
}

var (
	// ErrBusy means that too much work of all clients is waiting.
	ErrBusy = errors.New("too many requests are waiting")
	// ErrClientBusy means that too much work of one client is waiting.
	ErrClientBusy = errors.New("too many requests of this client are waiting")
)

// Queue gives slots to clients in turns. Its methods may be called concurrently.
type Queue struct {
	mu    sync.Mutex // guards rooms
	rooms [classes]room
}

// room is one class: who works and who waits.
type room struct {
	Slots
	running, waiting int
	clients          map[string]*client
	turns            list.List // of *client with waiters, the next one first
}

type client struct {
	name    string
	running int
	waiters list.List     // of chan struct{}, closed when its turn comes
	turn    *list.Element // in room.turns; nil without waiters
}

// NewQueue makes a Queue with slots for each class.
func NewQueue(cheap, costly, download Slots) *Queue {
	q := &Queue{}
	for class, slots := range [classes]Slots{cheap, costly, download} {
		if slots.PerClient == 0 {
			slots.PerClient = slots.Total
		}
		q.rooms[class] = room{Slots: slots, clients: map[string]*client{}}
	}
	return q
}

// Enter waits for a slot. It returns ErrBusy or ErrClientBusy at once where too many wait
// already, and the error of ctx if that ends first.
func (q *Queue) Enter(ctx context.Context, class Class, name string) (*Turn, error) {
	t := &Turn{queue: q, class: class, client: name}
	if err := t.Resume(ctx); err != nil {
		return nil, err
	}
	return t, nil
}

// Waiting is how many of a class wait.
func (q *Queue) Waiting(class Class) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.rooms[class].waiting
}

// Turn is a slot that a client holds. One goroutine uses it.
type Turn struct {
	queue  *Queue
	class  Class
	client string
	held   bool
	// pay, if not nil, waits until the client may do more work; InTurn asks it before each
	// piece of work but the first.
	pay    func(context.Context) error
	pieces int
}

// Charge has InTurn call pay before each piece of work but the first: a request that goes on
// for long then counts for more than one.
func (t *Turn) Charge(pay func(context.Context) error) { t.pay = pay }

// End gives the slot back, if it is held.
func (t *Turn) End() {
	if !t.held {
		return
	}
	t.held = false
	t.queue.mu.Lock()
	defer t.queue.mu.Unlock()
	r := &t.queue.rooms[t.class]
	r.leave(r.clients[t.client])
}

// Resume waits for a slot again after End; errors are those of Enter.
func (t *Turn) Resume(ctx context.Context) error {
	if t.held {
		return nil
	}
	t.queue.mu.Lock()
	r := &t.queue.rooms[t.class]
	c := r.client(t.client)
	if r.mayRun(c) && c.waiters.Len() == 0 {
		r.running++
		c.running++
		t.held = true
		t.queue.mu.Unlock()
		return nil
	}
	if err := r.mayWait(c); err != nil {
		r.forget(c)
		t.queue.mu.Unlock()
		return err
	}
	called := make(chan struct{})
	waiter := r.wait(c, called)
	t.queue.mu.Unlock()
	select {
	case <-called:
		t.held = true
		return nil
	case <-ctx.Done():
	}
	t.queue.mu.Lock()
	defer t.queue.mu.Unlock()
	select {
	case <-called: // at the same moment
		r.leave(c)
	default:
		r.giveUp(c, waiter)
	}
	return ctx.Err()
}

func (r *room) client(name string) *client {
	c := r.clients[name]
	if c == nil {
		c = &client{name: name}
		r.clients[name] = c
	}
	return c
}

func (r *room) mayRun(c *client) bool { return r.running < r.Total && c.running < r.PerClient }

func (r *room) mayWait(c *client) error {
	switch {
	case c.waiters.Len() >= r.WaitingPerClient:
		return ErrClientBusy
	case r.waiting >= r.Waiting:
		return ErrBusy
	}
	return nil
}

// wait puts a client's request behind its others.
func (r *room) wait(c *client, called chan struct{}) *list.Element {
	r.waiting++
	if c.turn == nil {
		c.turn = r.turns.PushBack(c)
	}
	return c.waiters.PushBack(called)
}

func (r *room) giveUp(c *client, waiter *list.Element) {
	r.waiting--
	c.waiters.Remove(waiter)
	r.retire(c)
}

// leave frees a client's slot and gives it to the next.
func (r *room) leave(c *client) {
	r.running--
	c.running--
	for next := r.turns.Front(); next != nil && r.running < r.Total; {
		one := next.Value.(*client)
		following := next.Next()
		if r.mayRun(one) {
			waiter := one.waiters.Front()
			close(one.waiters.Remove(waiter).(chan struct{}))
			r.waiting--
			r.running++
			one.running++
			r.turns.MoveToBack(next)
			r.retire(one)
			following = r.turns.Front()
		}
		next = following
	}
	r.forget(c)
}

// retire takes a client that has no waiters out of the turns.
func (r *room) retire(c *client) {
	if c.waiters.Len() == 0 && c.turn != nil {
		r.turns.Remove(c.turn)
		c.turn = nil
	}
	r.forget(c)
}

func (r *room) forget(c *client) {
	if c.running == 0 && c.waiters.Len() == 0 {
		delete(r.clients, c.name)
	}
}

type turnKey struct{}

// WithTurn returns a context that carries a Turn, for work that goes on for long to give it
// back now and then.
func WithTurn(ctx context.Context, t *Turn) context.Context {
	return context.WithValue(ctx, turnKey{}, t)
}

// InTurn runs f while the Turn that ctx carries is held, and gives it back. Without one
// it runs f.
func InTurn(ctx context.Context, f func() error) error {
	t, ok := ctx.Value(turnKey{}).(*Turn)
	if !ok {
		return f()
	}
	if t.pieces++; t.pieces > 1 && t.pay != nil {
		if err := t.pay(ctx); err != nil {
			return err
		}
	}
	if err := t.Resume(ctx); err != nil {
		return err
	}
	defer t.End()
	return f()
}
