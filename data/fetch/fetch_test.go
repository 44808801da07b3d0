package fetch_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/sharedtest"
)

// TestDailyPapersSinceLastTime checks that the first window is a week, that the next
// overlaps it, and that unchanged pages are not read again.
func TestDailyPapersSinceLastTime(t *testing.T) {
	r := newRig(t)
	changed := ""
	address, asked := r.server(func(w http.ResponseWriter, q *http.Request) {
		date := q.URL.Query().Get("date")
		tag := `"` + date + changed + `"`
		if q.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", tag)
		if date == "2024-05-25" {
			fmt.Fprint(w, "[]")
			return
		}
		fmt.Fprint(w, day(date))
	})
	report, err := r.run(fetch.DailyPapers{URL: address})
	if err != nil || report.Pages != 7 || report.Unchanged != 0 {
		t.Fatalf("got report %+v and error %v, want 7 pages", report, err)
	}
	if diff := cmp.Diff([]string{"2024-05-22", "2024-05-23", "2024-05-24", "2024-05-26", "2024-05-27", "2024-05-28"}, r.titles); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	if got := asked(); len(got) != 7 || got[0] != "/?date=2024-05-22&limit=100" {
		t.Errorf("got requests %q, want 7 from 2024-05-22 on", got)
	}
	r.now = time.Date(2024, 5, 30, 9, 0, 0, 0, time.UTC)
	report, err = r.run(fetch.DailyPapers{URL: address})
	if err != nil || report != (fetch.Report{Pages: 7, Unchanged: 5}) {
		t.Errorf("got report %+v and error %v, want 7 pages, 5 of them unchanged", report, err)
	}
	if diff := cmp.Diff([]string{"2024-05-29", "2024-05-30"}, r.titles); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
}

// TestResume checks that a fetch that failed resumes at the page that was not taken.
func TestResume(t *testing.T) {
	r := newRig(t)
	address, asked := r.server(func(w http.ResponseWriter, q *http.Request) { fmt.Fprint(w, day(q.URL.Query().Get("date"))) })
	pages := 0
	full := errors.New("the disk is full")
	r.fail = func() error {
		if pages++; pages == 3 {
			return full
		}
		return nil
	}
	feed := fetch.DailyPapers{URL: address, From: data.Date{Year: 2024, Month: 2, Day: 28}, To: data.Date{Year: 2024, Month: 3, Day: 2}}
	if _, err := r.run(feed); !errors.Is(err, full) {
		t.Fatalf("got error %v, want %v", err, full)
	}
	asked()
	report, err := r.run(feed)
	if diff := cmp.Diff([]string{"2024-03-01", "2024-03-02"}, r.titles); diff != "" || err != nil || report.Pages != 2 {
		t.Errorf("got report %+v and error %v, days (-want +got):\n%s", report, err, diff)
	}
}

// TestRealDays replays a recorded response.
func TestRealDays(t *testing.T) {
	capture := sharedtest.Path(t, "fixtures/hf/fixtures/api_daily_papers_2024-05-27.json")
	r := newRig(t)
	address, _ := r.server(func(w http.ResponseWriter, q *http.Request) {
		if date := q.URL.Query().Get("date"); date == "2024-05-27" {
			http.ServeFile(w, q, capture)
			return
		}
		w.Header().Set("Content-Type", "application/pdf") // must be ignored
		fmt.Fprint(w, "[]")
	})
	if _, err := r.run(fetch.DailyPapers{URL: address, From: may27, To: may27}); err != nil || len(r.titles) < 5 {
		t.Errorf("got %d papers and error %v, want at least 5", len(r.titles), err)
	}
}

// TestAttempts checks which errors are retried, that Retry-After is obeyed, and that
// retries end.
func TestAttempts(t *testing.T) {
	for name, test := range map[string]struct {
		fails func(w http.ResponseWriter, n int) // the n-th request
		times int
		want  string
		waits []time.Duration // at least
	}{
		"busy":      {func(w http.ResponseWriter, _ int) { w.WriteHeader(503) }, 2, "", []time.Duration{2 * time.Second, 4 * time.Second}},
		"says when": {func(w http.ResponseWriter, _ int) { w.Header().Set("Retry-After", "90"); w.WriteHeader(429) }, 1, "", []time.Duration{90 * time.Second}},
		"says a date": {func(w http.ResponseWriter, _ int) {
			w.Header().Set("Retry-After", "Tue, 28 May 2024 12:05:00 GMT")
			w.WriteHeader(503)
		}, 1, "", []time.Duration{4 * time.Minute}},
		"tomorrow":     {func(w http.ResponseWriter, _ int) { w.Header().Set("Retry-After", "86400"); w.WriteHeader(503) }, 9, "asks to come back in 24h0m0s", nil},
		"always":       {func(w http.ResponseWriter, _ int) { w.WriteHeader(500) }, 99, "500 Internal Server Error (after 6 attempts)", make([]time.Duration, 5)},
		"a cut answer": {func(w http.ResponseWriter, _ int) { w.Header().Set("Content-Length", "100"); fmt.Fprint(w, "[") }, 1, "", []time.Duration{2 * time.Second}},
		"hung up":      {func(http.ResponseWriter, int) { panic(http.ErrAbortHandler) }, 1, "", []time.Duration{2 * time.Second}},
		"not there":    {func(w http.ResponseWriter, _ int) { w.WriteHeader(404) }, 99, "404 Not Found", nil},
		"a bomb":       {bomb, 99, "more than 64 MiB", nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			n := 0
			address, _ := r.server(func(w http.ResponseWriter, _ *http.Request) {
				if n++; n <= test.times {
					test.fails(w, n)
					return
				}
				fmt.Fprint(w, day("A"))
			})
			_, err := r.run(fetch.DailyPapers{URL: address, From: may27, To: may27})
			if test.want == "" && (err != nil || len(r.titles) != 1) || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got titles %q and error %v, want error %q", r.titles, err, test.want)
			}
			var waits []time.Duration
			for _, w := range r.waits {
				if w > time.Second { // not the delay between requests
					waits = append(waits, w)
				}
			}
			if len(waits) != len(test.waits) {
				t.Fatalf("got waits %v, want at least %v", waits, test.waits)
			}
			for i := range waits {
				if waits[i] < test.waits[i] {
					t.Errorf("got waits %v, want at least %v", waits, test.waits)
				}
			}
		})
	}
}

// bomb sends 66 MiB of zeros in gzip, which http.Client decompresses by itself.
func bomb(w http.ResponseWriter, _ int) {
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	zeros := make([]byte, 1<<20)
	for range 66 {
		_, _ = z.Write(zeros)
	}
	_ = z.Close()
}

// TestRobots checks that a robots.txt is fetched once and obeyed.
func TestRobots(t *testing.T) {
	r := newRig(t)
	address, asked := r.server(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nDisallow: /private\nCrawl-delay: 20\n\nUser-agent: other\nDisallow: /\n")
			return
		}
		fmt.Fprint(w, "A title")
	})
	client := r.client(format.NewClient(true))
	if _, err := r.runAs(fetch.Page{URL: address + "/open"}, client); err != nil {
		t.Error(err)
	}
	if _, err := r.runAs(fetch.Page{URL: address + "/private/x"}, client); !errors.Is(err, fetch.ErrRobots) {
		t.Errorf("got error %v, want %v", err, fetch.ErrRobots)
	}
	if _, err := r.runAs(fetch.Page{URL: address + "/open2"}, client); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"/robots.txt", "/open", "/open2"}, asked()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]time.Duration{20 * time.Second}, r.waits); diff != "" {
		t.Errorf("waits (-want +got):\n%s", diff)
	}
	missing, _ := r.server(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path == "/robots.txt" {
			http.NotFound(w, q)
			return
		}
		fmt.Fprint(w, "A title")
	})
	if _, err := r.run(fetch.Page{URL: missing}); err != nil {
		t.Errorf("a server without a robots.txt: %v", err)
	}
}

// TestPrivateAddresses checks that neither an address nor a name leads to this machine or
// to a private network.
func TestPrivateAddresses(t *testing.T) {
	r := newRig(t)
	address, _ := r.server(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "secret") })
	port := address[strings.LastIndexByte(address, ':'):]
	for _, to := range []string{
		address, "http://localhost" + port, "http://[::1]" + port, "http://0.0.0.0" + port, "http://[::ffff:127.0.0.1]" + port, "http://2130706433" + port,
		"http://169.254.169.254/latest/meta-data", "http://10.0.0.1", "http://192.168.1.1", "http://172.16.0.1", "http://100.64.0.1",
		"http://[fd00::1]", "http://[fe80::1]", "http://[64:ff9b::7f00:1]", "http://[2002:7f00:1::]", "http://224.0.0.1", "http://255.255.255.255",
	} {
		_, err := r.runAs(fetch.Page{URL: to}, r.client(format.NewClient(false)))
		if err == nil || len(r.titles) > 0 {
			t.Errorf("%s was fetched", to)
		}
		if !errors.Is(err, format.ErrPrivateAddress) && !strings.Contains(to, "2130706433") { // some resolvers take this for an unknown name
			t.Errorf("%s: got error %v, want %v", to, err, format.ErrPrivateAddress)
		}
	}
}

// TestRedirects checks that redirects to private addresses, to files and in a loop are
// refused.
func TestRedirects(t *testing.T) {
	for to, want := range map[string]error{
		"http://169.254.169.254/latest/meta-data": format.ErrPrivateAddress,
		"file:///etc/passwd":                      format.ErrRedirect,
		"/again":                                  format.ErrRedirect,
	} {
		client := format.NewClient(false)
		real := client.Transport
		client.Transport = answeringOr{real, func(q *http.Request) *http.Response {
			if q.URL.Host != "papers.example" {
				return nil
			}
			w := httptest.NewRecorder()
			if q.URL.Path == "/robots.txt" {
				w.WriteHeader(404)
			} else {
				http.Redirect(w, q, to, http.StatusFound)
			}
			answer := w.Result()
			answer.Request = q
			return answer
		}}
		r := newRig(t)
		if _, err := r.runAs(fetch.Page{URL: "http://papers.example/"}, r.client(client)); !errors.Is(err, want) {
			t.Errorf("a redirect to %s: got error %v, want %v", to, err, want)
		}
	}
}

// TestCancelled checks that a fetch that is cancelled while it waits ends at once.
func TestCancelled(t *testing.T) {
	r := newRig(t)
	address, _ := r.server(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) })
	ctx, cancel := context.WithCancel(t.Context())
	client := fetch.NewClient(fetch.ClientOptions{HTTP: format.NewClient(true), Notice: func(string) { cancel() }})
	_, err := fetch.Run(ctx, fetch.DailyPapers{URL: address}, fetch.Options{
		Client: client, Read: format.Options{Formats: r.formats},
		Load: func(context.Context, string) (fetch.Cursor, error) { return fetch.Cursor{}, nil },
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
}

// TestUnusedProxy notices a proxy of the environment unless it is used.
func TestUnusedProxy(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "https_proxy"} {
		t.Setenv(name, "")
	}
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	for private, want := range map[bool]int{false: 1, true: 0} {
		var notices []string
		fetch.NewClient(fetch.ClientOptions{AllowPrivate: private, Notice: func(text string) { notices = append(notices, text) }})
		if len(notices) != want {
			t.Errorf("private addresses %v: %q", private, notices)
		}
	}
}
