package alerts

import (
	"context"
	"fmt"
	"log/slog"
	"net/mail"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"paperboy/api/fair"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/recommend"
)

// Searcher runs the searches of subscriptions. A *search.Service is one.
type Searcher interface {
	// First returns the first limit papers of a search, as search.Service.First.
	First(ctx context.Context, p search.Params, limit int) (index.Result, error)
}

// Recommender finds papers like those of a list. A *recommend.Recommender is one.
type Recommender interface {
	Similar(ctx context.Context, r recommend.Request) (recommend.Answer, error)
}

// Options are what a Service uses.
type Options struct {
	Store       store.Store
	Search      Searcher
	Recommender Recommender
	// WaitVisible waits until searches see all changes up to a sequence.
	WaitVisible func(context.Context, data.Sequence) error
	Composer    Composer
	// Sender sends the emails. If nil, Run cannot be used.
	Sender Sender
	// From is the address that emails come from, "Paperboy <papers@example.org>". Bounces go to
	// "bounce+KEY@" its domain.
	From string
	// BaseURL is the public address of the server, without a final slash.
	BaseURL string
	// NoLists refuses subscriptions to reading lists, for a server that keeps none.
	NoLists bool
	// Rate is the maximum number of emails a second; 0: no limit.
	Rate float64
	Log  *slog.Logger
	Now  func() time.Time
}

// Service has the use cases of mail subscriptions. All methods may be called concurrently, except
// that Run or Step may run only once. With several servers on one store, only one may run them:
// a second one would send the emails of the queue as well, though under the same Message-IDs.
type Service struct {
	Options
	domain  string // of From
	makers  *fair.Limiters
	wake    chan struct{}
	counts  counters
	pace    pace
	tidied  time.Time // when tidy last ran; only Step uses it
	mu      sync.Mutex
	trouble string // guarded by mu: why no email can be sent at present, or ""
}

// Limits of the subscriptions that one client can ask for: MaxAsked at once and MaxAskedAnHour an hour
// after that. Each leads to an email to a stranger, so they are lower than those of lists.
const (
	MaxAsked       = 20
	MaxAskedAnHour = 20
)

// New makes a Service. From must be a valid address, unless there is no Sender.
func New(o Options) (*Service, error) {
	domain, err := FromDomain(o.From)
	if err != nil && o.Sender != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.BaseURL = strings.TrimSuffix(o.BaseURL, "/")
	s := &Service{Options: o, domain: domain, wake: make(chan struct{}, 1)}
	s.makers = fair.NewLimiters(fair.Rate{PerSecond: MaxAskedAnHour / time.Hour.Seconds(), Burst: MaxAsked}, o.Now)
	return s, nil
}

// FromDomain returns the domain of an address that emails may come from, "papers@example.org" or
// "Paperboy <papers@example.org>".
func FromDomain(from string) (string, error) {
	a, err := mail.ParseAddress(from)
	if err != nil {
		return "", fmt.Errorf("%q is not an address that emails can come from: want papers@example.org or \"Paperboy <papers@example.org>\"", from)
	}
	address, err := NormalizeAddress(a.Address)
	return address[strings.LastIndexByte(address, '@')+1:], err
}

// counters count what became of emails since the start.
type counters struct{ sent, failed, deferred, bounced atomic.Int64 }

// Counts are the numbers of emails since the start.
type Counts struct {
	// Sent were accepted by the mail server.
	Sent int64
	// Failed is how often no email could be sent for a reason of our own or of the mail server.
	Failed int64
	// Deferred is how often an email was refused temporarily.
	Deferred int64
	// Bounced were refused for good, by the mail server or by a report (Report).
	Bounced int64
}

// Counts returns the numbers of emails since the start.
func (s *Service) Counts() Counts {
	return Counts{Sent: s.counts.sent.Load(), Failed: s.counts.failed.Load(), Deferred: s.counts.deferred.Load(), Bounced: s.counts.bounced.Load()}
}

// Trouble says why no email can be sent at present, "" if emails can be sent. It contains no address
// of a subscriber.
func (s *Service) Trouble() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trouble
}

func (s *Service) setTrouble(why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trouble = why
}

// awake makes Run look at the queue now.
func (s *Service) awake() {
	select {
	case s.wake <- struct{}{}:
	default: // it will look anyway
	}
}
