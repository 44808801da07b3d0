package api

import (
	"context"
	"errors"
	"math"
	"net/netip"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/fair"
	"paperboy/api/fault"
	"paperboy/data/store"
	"paperboy/index"
)

// Every read, of the API and of the pages, is admitted: a client makes so many requests a
// second (HTTPOptions.Rate), and waits for its turn among the others (package fair). Cheap
// reads have slots of their own. A costly one uses one processor, and half of the processors
// are left to the cheap ones.

const (
	// admissionPatience is how long a request waits for its turn.
	admissionPatience = 10 * time.Second
	// costlyTokens is how many requests a costly one counts as for the rate.
	costlyTokens = 5
	// pageTokens is how many requests each page after the first of a long one counts as: an
	// export, a receipt or a deletion (package search).
	pageTokens = 1
	// A query that is no longer, has no more words and no operators is cheap, unless one of
	// its client's took more than cheapWork in the last costlyFor.
	cheapQuery = 100 // bytes
	cheapWords = 8
	cheapWork  = 400_000 // postings (index.Work), some 4 ms
	costlyFor  = 10 * time.Second
	// cheapValues is how many parameters a cheap search has, cheapOffset where it begins and
	// cheapLimit how many hits it has.
	cheapValues = 20
	cheapOffset = 1000
	cheapLimit  = 50
	// maxCostlyClients bounds the memory of who had a costly query.
	maxCostlyClients = 10_000
)

// newQueue makes the queue for the processors of this machine.
func newQueue() *fair.Queue {
	n := runtime.GOMAXPROCS(0)
	return fair.NewQueue(
		fair.Slots{Total: 2 * n, Waiting: 512, WaitingPerClient: 64},
		fair.Slots{Total: max(1, n/2), Waiting: 128, WaitingPerClient: 8},
		fair.Slots{Total: 8, PerClient: 2, Waiting: 32, WaitingPerClient: 4},
	)
}

// admission is what a handler admits requests by.
type admission struct {
	queue    *fair.Queue
	limiters *fair.Limiters
	high     *fair.Limiters // for keys of the class high
	now      func() time.Time

	mu     sync.Mutex           // guards costly
	costly map[string]time.Time // clients whose queries count as costly until then
}

func newAdmission(o HTTPOptions, now func() time.Time) *admission {
	a := &admission{queue: o.Queue, limiters: fair.NewLimiters(o.Rate, now), high: fair.NewLimiters(high(o.Rate), now), now: now, costly: map[string]time.Time{}}
	if a.queue == nil {
		a.queue = newQueue()
	}
	return a
}

// admit gives a request its turn, which ends when its answer begins.
func (h *handler) admit(next echo.HandlerFunc) echo.HandlerFunc {
	a := h.admission
	return func(c echo.Context) error {
		client := h.client(c)
		c.SetRequest(c.Request().WithContext(access.WithClient(c.Request().Context(), client)))
		asked := h.gate.classOf(c)
		if asked == NotAdmitted {
			return next(c)
		}
		class := asked.of(c)
		if class == fair.Cheap && a.isCostly(client) {
			class = fair.Costly
		}
		if err := h.limit(c, client, class); err != nil {
			return err
		}
		work := &index.Work{}
		ctx := index.WithWork(c.Request().Context(), work)
		if class == fair.Download {
			seat, err := a.enter(ctx, c, class, client)
			if err != nil {
				return err
			}
			defer seat.End()
			class = fair.Costly
		}
		turn, err := a.enter(ctx, c, class, client)
		if err != nil {
			return err
		}
		defer turn.End()
		if class == fair.Costly {
			work.Workers = 1
		}
		if limiters, _ := h.limiters(c); limiters != nil {
			turn.Charge(func(ctx context.Context) error { return limiters.Wait(ctx, client, pageTokens) })
		}
		c.Response().Before(turn.End)
		c.SetRequest(c.Request().WithContext(fair.WithTurn(ctx, turn)))
		err = next(c)
		if work.Spent() > cheapWork {
			a.setCostly(client)
		}
		return err
	}
}

// enter waits for a slot.
func (a *admission) enter(ctx context.Context, c echo.Context, class fair.Class, client string) (*fair.Turn, error) {
	limited, cancel := context.WithTimeout(ctx, admissionPatience)
	defer cancel()
	turn, err := a.queue.Enter(limited, class, client)
	switch {
	case errors.Is(err, fair.ErrClientBusy):
		retryAfter(c, time.Second)
		return nil, fault.New(fault.RateLimited, "", "too many of your requests are waiting already; send them one after the other")
	case errors.Is(err, fair.ErrBusy), err != nil && ctx.Err() == nil:
		retryAfter(c, 5*time.Second)
		return nil, fault.New(fault.Busy, "", "too many requests are waiting; try again in a few seconds")
	}
	return turn, err
}

// limit refuses what exceeds a client's rate. Who has the token, or a key without a limit, is
// not limited.
func (h *handler) limit(c echo.Context, client string, class fair.Class) error {
	tokens := 1
	if class != fair.Cheap {
		tokens = costlyTokens
	}
	limiters, rate := h.limiters(c)
	if limiters == nil {
		return nil
	}
	if wait := limiters.Allow(client, tokens); wait > 0 {
		retryAfter(c, wait)
		return fault.New(fault.RateLimited, "", "this server takes %g requests a second from one client; a costly one counts as %d", rate.PerSecond, costlyTokens)
	}
	return nil
}

// limiters are those for the caller of a request and their rate; nil for none.
func (h *handler) limiters(c echo.Context) (*fair.Limiters, fair.Rate) {
	switch Caller(c).Rate {
	case store.RateUnlimited:
		return nil, fair.Rate{}
	case store.RateHigh:
		return h.admission.high, high(h.Rate)
	}
	return h.admission.limiters, h.Rate
}

// highRate is how many times as many requests a key of the class high may make.
const highRate = 10

func high(r fair.Rate) fair.Rate {
	return fair.Rate{PerSecond: highRate * r.PerSecond, Burst: highRate * r.Burst}
}

// retryAfter tells the caller when to try again, in whole seconds.
func retryAfter(c echo.Context, wait time.Duration) {
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(max(1, int(math.Ceil(wait.Seconds())))))
}

// client names who sent a request: a key, or an address.
func (h *handler) client(c echo.Context) string {
	if caller := Caller(c); caller.Known() {
		return caller.String()
	}
	return Client(c)
}

// Client names the address that a request came from, as limits count it; of IPv6 the /64, of
// which one subscriber has all.
func Client(c echo.Context) string {
	address, err := netip.ParseAddr(c.RealIP())
	if err != nil {
		return c.RealIP()
	}
	if address = address.Unmap(); address.Is6() {
		if block, err := address.WithZone("").Prefix(64); err == nil {
			return block.String()
		}
	}
	return address.String()
}

func (a *admission) isCostly(client string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	until, known := a.costly[client]
	if known && !a.now().Before(until) {
		delete(a.costly, client)
		return false
	}
	return known
}

func (a *admission) setCostly(client string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.costly) >= maxCostlyClients {
		clear(a.costly)
	}
	a.costly[client] = a.now().Add(costlyFor)
}

// Class says how costly the requests of a route are.
type Class int

const (
	NotAdmitted Class = iota // neither limited nor kept waiting
	Cheap
	Costly
	Downloads
	BySearch // cheap or costly, by the parameters of the search
)

func (asked Class) of(c echo.Context) fair.Class {
	switch asked {
	case Costly:
		return fair.Costly
	case Downloads:
		return fair.Download
	case BySearch:
		return classOfSearch(c)
	}
	return fair.Cheap
}

// Admit says how costly requests for a route are. Those of other routes are neither limited
// nor kept waiting.
func (g *Gate) Admit(method, path string, class func(echo.Context) Class) {
	if g.classes == nil {
		g.classes = map[string]func(echo.Context) Class{}
	}
	g.classes[method+" "+path] = class
}

func (g *Gate) classOf(c echo.Context) Class {
	if class := g.classes[c.Request().Method+" "+c.Path()]; class != nil {
		return class(c)
	}
	return NotAdmitted
}

// classOfSearch is the class of a search, by its parameters.
func classOfSearch(c echo.Context) fair.Class {
	v := c.QueryParams()
	values := 0
	for _, each := range v {
		values += len(each)
	}
	q := v.Get("q")
	offset, _ := strconv.Atoi(v.Get("offset"))
	limit, _ := strconv.Atoi(v.Get("limit"))
	sort := index.Sort(v.Get("sort"))
	if len(q) > cheapQuery || len(strings.Fields(q)) > cheapWords || strings.ContainsAny(q, "\"“”„*?~:()|<>=≥≤") || values > cheapValues ||
		v.Get("explain") == "true" || offset > cheapOffset || limit > cheapLimit || v.Get("cursor") != "" || sort == index.ByTitle || sort == index.ByFirstAuthor {
		return fair.Costly
	}
	return fair.Cheap
}
