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

// Rate is how many requests a client may make: PerSecond in the long run, Burst at once.
// The zero Rate is no limit.
type Rate struct {
	PerSecond float64
	Burst     int
}

// ParseRate reads "20" or "20:100", requests per second and burst, or "off". Without a
// burst it is five seconds' worth.
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

// Limiters hold each client to a Rate. Its methods may be called concurrently.
type Limiters struct {
	rate Rate
	now  func() time.Time

	mu      sync.Mutex // guards what follows
	clients map[string]*rate.Limiter
}

// maxClients is how many clients are remembered: some 20 MB. Of more, those that have made
// no request of late are forgotten, which costs them nothing.
const maxClients = 100_000

// NewLimiters holds clients to a rate, by a clock.
func NewLimiters(r Rate, now func() time.Time) *Limiters {
	return &Limiters{rate: r, now: now, clients: map[string]*rate.Limiter{}}
}

// Allow takes n requests from what a client may make, and returns how long it has to wait
// where that is too many; 0 where it is not.
func (l *Limiters) Allow(client string, n int) (wait time.Duration) {
	if l.rate.PerSecond == 0 {
		return 0
	}
	now := l.now()
	reservation := l.of(client, now).ReserveN(now, min(n, l.rate.Burst))
	if wait = reservation.DelayFrom(now); wait > 0 {
		reservation.CancelAt(now)
	}
	return wait
}

// Wait takes n requests from what a client may make, as soon as it may make them. The error
// is that of ctx.
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

func (l *Limiters) of(client string, now time.Time) *rate.Limiter {
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

// forget drops the clients that may make a whole burst again, or else all.
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
