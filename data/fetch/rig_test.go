package fetch_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/format/dailypapers"
)

// A rig runs fetches with its own clock: waits take no time and are recorded.
type rig struct {
	*testing.T
	mu      sync.Mutex
	now     time.Time
	waits   []time.Duration
	cursors map[string]fetch.Cursor
	formats []format.Format
	titles  []string
	rejects []string
	// withdrawn holds the arguments of Withdraw: the prefix and each id.
	withdrawn []string
	// fail, if not nil, is called before a page is taken.
	fail func() error
}

func newRig(t *testing.T) *rig {
	return &rig{T: t, now: time.Date(2024, 5, 28, 12, 0, 0, 0, time.UTC), cursors: map[string]fetch.Cursor{}, formats: append(dailypapers.Formats(), lines)}
}

// lines is a format in which every line is a title.
var lines = format.Format{Name: "lines", Title: "lines", Sniff: func([]byte) bool { return true },
	Read: func(_ context.Context, in format.Input) format.Records {
		return format.Each(in, format.Lines(in), func(e format.Entry) (data.Record, error) {
			r := in.NewRecord(e.Name(), e.Number, "test")
			r.Paper.Title = string(e.Text)
			return r, nil
		})
	}}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) client(http *http.Client) *fetch.Client {
	return r.clientWith(fetch.ClientOptions{HTTP: http})
}

func (r *rig) clientWith(opts fetch.ClientOptions) *fetch.Client {
	opts.Now = r.clock
	opts.Wait = func(ctx context.Context, d time.Duration) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.waits = append(r.waits, d)
		r.now = r.now.Add(d)
		return ctx.Err()
	}
	return fetch.NewClient(opts)
}

func (r *rig) run(feed fetch.Feed) (fetch.Report, error) {
	return r.runAs(feed, r.client(format.NewClient(true)))
}

func (r *rig) runAs(feed fetch.Feed, client *fetch.Client) (fetch.Report, error) {
	r.titles, r.rejects, r.withdrawn = nil, nil, nil
	return fetch.Run(r.Context(), feed, fetch.Options{
		Client: client,
		Read:   format.Options{Formats: r.formats},
		Load:   func(_ context.Context, name string) (fetch.Cursor, error) { return r.cursors[name], nil },
		Save: func(_ context.Context, name string, c fetch.Cursor) error {
			// Store it as JSON, as a store does.
			text, err := json.Marshal(c)
			var saved fetch.Cursor
			if err == nil {
				err = json.Unmarshal(text, &saved)
			}
			r.cursors[name] = saved
			return err
		},
		Withdraw: func(_ context.Context, from string, ids []data.ID) error {
			for _, id := range ids {
				r.withdrawn = append(r.withdrawn, from+" "+string(id))
			}
			return nil
		},
		Take: func(_ context.Context, location string, records format.Records) error {
			if r.fail != nil {
				if err := r.fail(); err != nil {
					return err
				}
			}
			for record, err := range records {
				if reject := (*data.Rejection)(nil); errors.As(err, &reject) {
					r.rejects = append(r.rejects, string(reject.ID)+" "+reject.Code)
				} else if err != nil {
					return err
				} else {
					r.titles = append(r.titles, record.Paper.Title)
				}
			}
			return nil
		},
	})
}

// server starts a server. requested returns the URIs requested since its last call.
func (r *rig) server(handle func(w http.ResponseWriter, q *http.Request)) (address string, requested func() []string) {
	var mu sync.Mutex
	var requests []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		mu.Lock()
		requests = append(requests, q.URL.RequestURI())
		mu.Unlock()
		handle(w, q)
	}))
	r.Cleanup(s.Close)
	return s.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		got := requests
		requests = nil
		return got
	}
}

// may27 is a day for which there is a recorded response.
var may27 = data.Date{Year: 2024, Month: 5, Day: 27}

// day returns a page of Daily Papers with one paper.
func day(title string) string {
	return fmt.Sprintf(`[{"paper": {"id": "2405.00001", "title": %q, "summary": "S", "publishedAt": "2024-05-24T00:00:00.000Z"}}]`, title)
}

// answering is a transport without a network.
type answering func(*http.Request) (int, string)

func (a answering) RoundTrip(q *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	code, body := a(q)
	w.WriteHeader(code)
	fmt.Fprint(w, body)
	answer := w.Result()
	answer.Request = q
	return answer, nil
}

// answeringOr is a transport that answers some requests itself and sends the others.
type answeringOr struct {
	net    http.RoundTripper
	answer func(*http.Request) *http.Response
}

func (a answeringOr) RoundTrip(q *http.Request) (*http.Response, error) {
	if answer := a.answer(q); answer != nil {
		return answer, nil
	}
	return a.net.RoundTrip(q)
}
