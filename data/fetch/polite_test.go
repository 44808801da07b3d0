package fetch_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/sharedtest"
)

// TestRedirectsArePolite checks that a redirect obeys the robots.txt of its target and waits
// for the server's turn.
func TestRedirectsArePolite(t *testing.T) {
	r := newRig(t)
	shut, askedShut := r.server(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nDisallow: /private")
			return
		}
		fmt.Fprint(w, "A title")
	})
	address, _ := r.server(func(w http.ResponseWriter, q *http.Request) {
		switch q.URL.Path {
		case "/robots.txt":
			http.NotFound(w, q)
		case "/away":
			http.Redirect(w, q, shut+"/private/x", http.StatusFound)
		case "/password":
			http.Redirect(w, q, strings.Replace(shut, "://", "://me:secret@", 1)+"/open", http.StatusFound)
		case "/near":
			http.Redirect(w, q, "/here", http.StatusMovedPermanently)
		case "/here":
			fmt.Fprint(w, "A title")
		}
	})
	if _, err := r.run(fetch.Page{URL: address + "/away"}); !errors.Is(err, fetch.ErrRobots) {
		t.Errorf("a redirect to a disallowed address: got error %v, want %v", err, fetch.ErrRobots)
	}
	if diff := cmp.Diff([]string{"/robots.txt"}, askedShut()); diff != "" {
		t.Errorf("requests to the target (-want +got):\n%s", diff)
	}
	if _, err := r.run(fetch.Page{URL: address + "/password"}); !errors.Is(err, format.ErrRedirect) || strings.Contains(err.Error(), "secret") {
		t.Errorf("a redirect with a password: got error %v, want %v without the password", err, format.ErrRedirect)
	}
	r.waits = nil
	if _, err := r.run(fetch.Page{URL: address + "/near"}); err != nil || len(r.titles) != 1 {
		t.Errorf("a redirect to the same server: got titles %q and error %v, want one title", r.titles, err)
	}
	if diff := cmp.Diff([]time.Duration{time.Second}, r.waits); diff != "" {
		t.Errorf("waits (-want +got):\n%s", diff)
	}
}

// TestArXivIsOneServer checks that arXiv's limit applies to all its servers together, and to
// robots.txt.
func TestArXivIsOneServer(t *testing.T) {
	r := newRig(t)
	client := r.client(&http.Client{Transport: answering(func(q *http.Request) (int, string) {
		if q.URL.Path == "/robots.txt" {
			return 404, ""
		}
		return 200, "A title"
	})})
	for _, address := range []string{"https://arxiv.org/abs/1", "https://EXPORT.arxiv.org/abs/2"} {
		if _, err := r.runAs(fetch.Page{URL: address}, client); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]time.Duration{3 * time.Second, 3 * time.Second, 3 * time.Second}, r.waits); diff != "" {
		t.Errorf("waits (-want +got):\n%s", diff)
	}
}

func TestUnusualRobots(t *testing.T) {
	for name, test := range map[string]struct {
		code int
		body string
		want string // in the error; empty: the page is fetched
	}{
		"forbidden":       {403, "", ""},
		"a web page":      {200, "<!DOCTYPE html><html><head><title>Home</title></head><body>Disallow: everything</body></html>", ""},
		"rules of nobody": {200, "Disallow: /\nAllow: /x\n", ""},
		"binary":          {200, "\x00\xff\xfe: \x01\r\n\x00", ""},
		"a bad pattern":   {200, "User-agent: *\nDisallow: /[*(\n", ""},
		"for us":          {200, "User-agent: paperboy\nDisallow: /\n\nUser-agent: *\nAllow: /", "does not allow programs"},
		"long":            {200, "User-agent: *\nAllow: /\n" + strings.Repeat("# and so on\n", 100_000) + "Disallow: /", ""},
		"broken server":   {500, "", "read robots.txt: "},
		"busy":            {429, "", "(after 6 attempts)"},
	} {
		r := newRig(t)
		address, _ := r.server(func(w http.ResponseWriter, q *http.Request) {
			if q.URL.Path == "/robots.txt" {
				w.WriteHeader(test.code)
				fmt.Fprint(w, test.body)
				return
			}
			fmt.Fprint(w, "A title")
		})
		_, err := r.run(fetch.Page{URL: address + "/x"})
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got error %v, want %q", name, err, test.want)
		}
	}
}

// captcha is a page like the one that arXiv sends with status 200.
const captcha = `<!DOCTYPE html>
<html lang="en"><head><title>arXiv reCAPTCHA</title><script src="https://www.google.com/recaptcha/api.js"></script></head>
<body><form method="post"><div class="g-recaptcha" data-sitekey="x"></div></form></body></html>`

// TestRealCaptcha checks a recorded CAPTCHA of arXiv's API.
func TestRealCaptcha(t *testing.T) {
	page, err := os.ReadFile(sharedtest.Path(t, "fixtures/arxiv/atom/2025-10_captcha.html"))
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	address, _ := r.server(func(w http.ResponseWriter, _ *http.Request) { w.Write(page) })
	if _, err := r.run(fetch.ArXiv{URL: address, Query: "all:x"}); !errors.Is(err, fetch.ErrCaptcha) || len(r.waits) > 0 {
		t.Errorf("got error %v after waits of %v, want %v at once", err, r.waits, fetch.ErrCaptcha)
	}
}

// TestErrorPages checks that errors quote the server's message, and that a CAPTCHA is
// recognized and not retried, whatever its status.
func TestErrorPages(t *testing.T) {
	for name, test := range map[string]struct {
		code int
		body string
		want string
	}{
		"captcha":          {200, captcha, "responded with a CAPTCHA"},
		"captcha, 403":     {403, captcha, "responded with a CAPTCHA"},
		"captcha, 503":     {503, captcha, "responded with a CAPTCHA"},
		"Cloudflare":       {403, "<!DOCTYPE html><html><head><title>Just a moment...</title>", "responded with a CAPTCHA"},
		"a title":          {404, "<html><head><title>No such &quot;paper&quot;\x1b[31m\n here</title>", `404 Not Found ("No such \"paper\"[31m here")`},
		"a JSON message":   {400, `{"error": "Invalid date"}`, `400 Bad Request ("Invalid date")`},
		"a long title":     {410, "<title>" + strings.Repeat("é", 500) + "</title>", `é..."`},
		"nothing":          {401, "", "the server answered 401 Unauthorized"},
		"not what it says": {200, "<!DOCTYPE html><html><head><title>Maintenance</title>", `the response is not a list of papers ("Maintenance")`},
		"an error, 200":    {200, `{"error": "no such day"}`, `the response is not a list of papers ("no such day")`},
	} {
		r := newRig(t)
		address, asked := r.server(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(test.code)
			fmt.Fprint(w, test.body)
		})
		_, err := r.run(fetch.DailyPapers{URL: address, From: may27, To: may27})
		if err == nil || !strings.Contains(err.Error(), test.want) || len(asked()) != 1 {
			t.Errorf("%s: got error %v, want %q in it at the first request", name, err, test.want)
		}
	}
}

// TestPapersAboutCaptchas checks that papers about CAPTCHAs are not taken for one.
func TestPapersAboutCaptchas(t *testing.T) {
	r := newRig(t)
	for name, body := range map[string]string{
		"a landing page": `<!DOCTYPE html><html><head><meta name="citation_title" content="Breaking g-recaptcha"><title>Are you a robot?</title>`,
		"a feed":         `<feed><entry><title>Automated access detected by g-recaptcha</title></entry></feed>`,
	} {
		address, _ := r.server(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
		if _, err := r.run(fetch.Page{URL: address}); errors.Is(err, fetch.ErrCaptcha) {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}

// TestSlowServers checks that a request times out if the server never responds or its
// response never ends.
func TestSlowServers(t *testing.T) {
	for name, begin := range map[string]string{"silent": "", "drip": "["} {
		r := newRig(t)
		address, asked := r.server(func(w http.ResponseWriter, q *http.Request) {
			if begin != "" {
				fmt.Fprint(w, begin)
				w.(http.Flusher).Flush()
			}
			<-q.Context().Done()
		})
		client := r.clientWith(fetch.ClientOptions{HTTP: format.NewClient(true), Timeout: 20 * time.Millisecond})
		_, err := r.runAs(fetch.DailyPapers{URL: address, From: may27, To: may27}, client)
		if n := len(asked()); err == nil || !strings.Contains(err.Error(), "(after 6 attempts)") || n != 6 {
			t.Errorf("%s: got error %v after %d requests, want one after 6", name, err, n)
		}
	}
}

// TestFinalErrors checks that errors that a retry would only repeat are not retried.
func TestFinalErrors(t *testing.T) {
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	for address, want := range map[string]string{
		secure.URL:                       "certificate",
		"http://nobody.invalid/":         "no such host",
		"ftp://papers.example/":          "not an http or https address",
		"https://me:secret@papers.test/": "contains a user name or password",
		"papers.jsonl":                   "not an http or https address",
	} {
		r := newRig(t)
		_, err := r.run(fetch.DailyPapers{URL: address, From: may27, To: may27})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "attempts") {
			t.Errorf("%s: got error %v, want %q in it at once", address, err, want)
		}
	}
}
