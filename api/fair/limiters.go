package fair

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A Rate limits the requests of a client: to PerSecond in the long run, to Burst at once.
// The zero Rate is no limit.
type Rate struct {
	PerSecond float64
	Burst     int
}

// ParseRate parses requests per second ("20"), with a burst ("20:100"), or "off". The
// default burst is one more than the requests of five seconds.
func ParseRate(s string) (Rate, error) {
	if s == "off" {
		return Rate{}, nil
	}
	persecond, burst, hasBurst := strings.Cut(s, ":")
	n, err := strconv.ParseFloat(persecond, 64)
	r := Rate{PerSecond: n, Burst: int(5*n) + 1}
	if err == nil && hasBurst {
		r.Burst, err = strconv.Atoi(burst)
	}
	if err != nil || !(r.PerSecond > 0 && r.PerSecond <= 1e6) || r.Burst < 1 || r.Burst > 1e6 {
		return Rate{}, fmt.Errorf("rate %q: want requests per second and a burst, such as 20:100, or off", s)
	}
	return r, nil
}

// Limiters hold each client to a Rate. Their methods may be called concurrently.
type Limiters struct {
	rate Rate
	now  func() time.Time

	mu      sync.Mutex // guards clients
	clients map[string]*rate.Limiter
}

// maxClients is the maximum number of clients remembered, which takes about 20 MB. When it
// is reached, clients with a full burst are forgotten, which changes nothing for them.
const maxClients = 100_000

// NewLimiters returns Limiters that hold each client to r, by the clock now.
func NewLimiters(r Rate, now func() time.Time) *Limiters {
	return &Limiters{rate: r, now: now, clients: map[string]*rate.Limiter{}}
}

// Allow counts n requests of a client and returns 0 if the rate allows them now. Otherwise it
// counts nothing and returns how long the client has to wait. More requests than the burst
// count as one burst.
func (l *Limiters) Allow(client string, n int) (wait time.Duration) {
	if l.rate.PerSecond == 0 {
		return 0
	}
	now := l.now()
	reservation := l.limiter(client, now).ReserveN(now, min(n, l.rate.Burst))
	if wait = reservation.DelayFrom(now); wait > 0 {
		reservation.CancelAt(now)
	}
	return wait
}

// Wait waits until the rate allows n requests of a client, and counts them. The error is
// ctx.Err().
func (l *Limiters) Wait(ctx context.Context, client string, n int) error {
	for {
		wait := l.Allow(client, n)
		if wait <= 0 {
			return ctx.Err()
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// limiter returns the limiter of a client, creating it if necessary.
func (l *Limiters) limiter(client string, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	known := l.clients[client]
	if known == nil {
		if len(l.clients) >= maxClients {
			l.forget(now)
		}
		known = rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)
		l.clients[client] = known
	}
	return known
}

// forget removes the clients that have a full burst again, and all clients if that leaves
// maxClients.
func (l *Limiters) forget(now time.Time) {
	for name, known := range l.clients {
		if known.TokensAt(now) >= float64(l.rate.Burst) {
			delete(l.clients, name)
		}
	}
	if len(l.clients) >= maxClients {
		clear(l.clients)
	}
}
