package guard

import (
	"context"
	"errors"
	"math"
	"net/netip"
	"net/url"
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

// Every read, of the API and of the pages, is admitted: the requests of a client are limited to a
// rate (Options.Rate), and wait for their turn among those of others (package fair). Cheap
// reads have their own slots. A costly read uses one processor, and half of the processors are
// left to cheap reads.

const (
	// admissionPatience is the maximum time that a request waits for its turn.
	admissionPatience = 10 * time.Second
	// costlyTokens is the number of requests that a costly one counts as for the rate.
	costlyTokens = 5
	// pageTokens is the number of requests that each page after the first of a long one counts as: an
	// export, a receipt or a deletion (package search).
	pageTokens = 1
	// A query within these limits that has no operators is cheap, unless a query of the same
	// client took more than cheapWork within the last costlyFor.
	cheapQuery = 100 // bytes
	cheapWords = 8
	cheapWork  = 400_000 // postings (index.Work), some 4 ms
	costlyFor  = 10 * time.Second
	// A cheap search has at most cheapValues parameters, begins at cheapOffset at most, and has
	// at most cheapLimit hits.
	cheapValues = 20
	cheapOffset = 1000
	cheapLimit  = 50
	// maxCostlyClients limits the clients remembered for a costly query.
	maxCostlyClients = 10_000
)

// newQueue returns a queue for the processors of this machine.
func newQueue() *fair.Queue {
	n := runtime.GOMAXPROCS(0)
	return fair.NewQueue(
		fair.Slots{Total: 2 * n, Waiting: 512, WaitingPerClient: 64},
		fair.Slots{Total: max(1, n/2), Waiting: 128, WaitingPerClient: 8},
		fair.Slots{Total: 8, PerClient: 2, Waiting: 32, WaitingPerClient: 4},
	)
}

// admission is the state by which a gate admits requests.
type admission struct {
	queue    *fair.Queue
	limiters *fair.Limiters
	high     *fair.Limiters // for keys of the class high
	now      func() time.Time

	mu     sync.Mutex           // guards costly
	costly map[string]time.Time // until when the queries of a client count as costly
}

func newAdmission(o Options) *admission {
	a := &admission{queue: o.Queue, limiters: fair.NewLimiters(o.Rate, o.Now), high: fair.NewLimiters(high(o.Rate), o.Now), now: o.Now, costly: map[string]time.Time{}}
	if a.queue == nil {
		a.queue = newQueue()
	}
	return a
}

// WaitTurn waits for the turn of a request. The turn ends when the answer begins.
func (g *Gate) WaitTurn(next echo.HandlerFunc) echo.HandlerFunc {
	a := g.admission
	return func(c echo.Context) error {
		client := g.client(c)
		c.SetRequest(c.Request().WithContext(access.WithClient(c.Request().Context(), client)))
		asked := g.classOf(c)
		if asked == NotAdmitted {
			return next(c)
		}
		class := asked.forRequest(c)
		if class == fair.Cheap && a.isCostly(client) {
			class = fair.Costly
		}
		if err := g.limit(c, client, class); err != nil {
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
		if limiters, _ := g.limiters(c); limiters != nil {
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

// enter waits for a slot of a class.
func (a *admission) enter(ctx context.Context, c echo.Context, class fair.Class, client string) (*fair.Turn, error) {
	limited, cancel := context.WithTimeout(ctx, admissionPatience)
	defer cancel()
	turn, err := a.queue.Enter(limited, class, client)
	switch {
	case errors.Is(err, fair.ErrClientBusy):
		RetryAfter(c, time.Second)
		return nil, fault.New(fault.RateLimited, "", "too many of your requests are waiting already; send them one after the other")
	case errors.Is(err, fair.ErrBusy), err != nil && ctx.Err() == nil:
		RetryAfter(c, 5*time.Second)
		return nil, fault.New(fault.Busy, "", "too many requests are waiting; try again in a few seconds")
	}
	return turn, err
}

// limit refuses requests above a client's rate. Callers with the token, or with a key of the
// class unlimited, have no limit.
func (g *Gate) limit(c echo.Context, client string, class fair.Class) error {
	tokens := 1
	if class != fair.Cheap {
		tokens = costlyTokens
	}
	limiters, rate := g.limiters(c)
	if limiters == nil {
		return nil
	}
	if wait := limiters.Allow(client, tokens); wait > 0 {
		RetryAfter(c, wait)
		return fault.New(fault.RateLimited, "", "this server takes %g requests a second from one client; a costly one counts as %d", rate.PerSecond, costlyTokens)
	}
	return nil
}

// limiters returns the limiters for the caller of a request, and their rate; nil if the caller has
// no limit.
func (g *Gate) limiters(c echo.Context) (*fair.Limiters, fair.Rate) {
	switch Caller(c).Rate {
	case store.RateUnlimited:
		return nil, fair.Rate{}
	case store.RateHigh:
		return g.admission.high, high(g.Rate)
	}
	return g.admission.limiters, g.Rate
}

// highRate is the factor of the rate for keys of the class high.
const highRate = 10

func high(r fair.Rate) fair.Rate {
	return fair.Rate{PerSecond: highRate * r.PerSecond, Burst: highRate * r.Burst}
}

// RetryAfter tells the caller when to try again, in whole seconds.
func RetryAfter(c echo.Context, wait time.Duration) {
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(max(1, int(math.Ceil(wait.Seconds())))))
}

// client returns the name of a request's sender: a key, or else an address.
func (g *Gate) client(c echo.Context) string {
	if caller := Caller(c); caller.Known() {
		return caller.String()
	}
	return Client(c)
}

// Client returns the address that a request came from, as limits count it. Of an IPv6 address it
// is the /64 prefix, because one subscriber has all of it.
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

// forRequest returns the class of one request for a route of the class.
func (asked Class) forRequest(c echo.Context) fair.Class {
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

// Admit sets the class of the requests for a route. Routes without a class are not admitted: their
// requests neither count nor wait.
func (g *Gate) Admit(method, path string, class func(echo.Context) Class) {
	g.classes[method+" "+path] = class
}

func (g *Gate) classOf(c echo.Context) Class {
	if class := g.classes[c.Request().Method+" "+c.Path()]; class != nil {
		return class(c)
	}
	return NotAdmitted
}

// classOfSearch returns the class of a search.
func classOfSearch(c echo.Context) fair.Class {
	if IsCostlySearch(c.QueryParams()) {
		return fair.Costly
	}
	return fair.Cheap
}

// IsCostlySearch reports whether a search with these parameters may be costly.
func IsCostlySearch(v url.Values) bool {
	values := 0
	for _, each := range v {
		values += len(each)
	}
	q := v.Get("q")
	offset, _ := strconv.Atoi(v.Get("offset"))
	limit, _ := strconv.Atoi(v.Get("limit"))
	sort := index.Sort(v.Get("sort"))
	return len(q) > cheapQuery || len(strings.Fields(q)) > cheapWords || strings.ContainsAny(q, "\"“”„*?~:()|<>=≥≤") || values > cheapValues ||
		v.Get("explain") == "true" || offset > cheapOffset || limit > cheapLimit || v.Get("cursor") != "" || sort == index.ByTitle || sort == index.ByFirstAuthor
}
