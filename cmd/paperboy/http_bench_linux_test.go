package main

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/api/local"
	"paperboy/data"
	"paperboy/data/sharedtest"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index"
	"paperboy/index/assist/lexicon"
	"paperboy/web"
)

// threeFacets are the facets of a search in the figures.
const threeFacets = "date,author_count,author"

// BenchmarkHTTP answers searches by all of the server's handler, without a socket, on ACL's papers
// or, much sooner, on the library in $PAPERBOY_HTTP_LIBRARY. It reports the processor time of a
// request in microseconds, and how much of it the engine took for searching and the store for
// reading the papers found. No two requests of a kind are the same until all texts have been asked.
func BenchmarkHTTP(b *testing.B) {
	timed, e := openHTTP(b)
	titles := benchTitles(b, timed.papers)
	page := http.Header{}
	zipped := http.Header{echo.HeaderAcceptEncoding: {"gzip"}}
	for _, kind := range []struct {
		name, path string
		header     http.Header
	}{
		{"three facets", "/api/v1/search?facets=" + threeFacets + "&q=", page},
		{"three facets, highlights", "/api/v1/search?highlight=true&facets=" + threeFacets + "&q=", page},
		{"three facets, highlights, gzip", "/api/v1/search?highlight=true&facets=" + threeFacets + "&q=", zipped},
		{"no facets", "/api/v1/search?facets=&q=", page},
		{"typing", "/api/v1/search?facets=&highlight=true&typing=true&q=", page},
		{"suggest", "/api/v1/suggest?q=", page},
		{"page", "/search?q=", page},
	} {
		b.Run(kind.name, func(b *testing.B) {
			timed.engine, timed.store = 0, 0
			i, bytes, start := 0, 0, cpuTime(b)
			for ; b.Loop(); i++ {
				r := httptest.NewRequest(http.MethodGet, kind.path+url.QueryEscape(titles[i%len(titles)]), nil)
				r.Header = kind.header.Clone()
				w := httptest.NewRecorder()
				e.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatalf("%s: %d %s", r.URL, w.Code, w.Body)
				}
				bytes += w.Body.Len()
			}
			each := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(i) }
			b.ReportMetric(each(cpuTime(b)-start), "cpu-µs/op")
			b.ReportMetric(each(timed.engine), "engine-µs/op")
			b.ReportMetric(each(timed.store), "store-µs/op")
			b.ReportMetric(float64(bytes)/float64(i), "bytes/op")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// openHTTP returns the handler of a server and what counts its time.
func openHTTP(b *testing.B) (*timedParts, *echo.Echo) {
	b.Helper()
	ctx, dir := context.Background(), os.Getenv("PAPERBOY_HTTP_LIBRARY")
	corpus := ""
	if dir == "" {
		dir, corpus = b.TempDir(), sharedtest.Path(b, "corpora/acl.jsonl.zst")
	}
	f, running, err := folder.ClaimOrServer(ctx, dir, "bench")
	if err != nil || f == nil {
		b.Fatalf("open %s: %v (server %s)", dir, err, running)
	}
	l, err := local.OpenService(ctx, f, local.Options{Words: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.Close() })
	if corpus != "" {
		if _, err := l.Service.Library.IngestFiles(ctx, oneFile(corpus), library.IngestParams{}); err != nil {
			b.Fatal(err)
		}
	}
	if err := l.CatchUp(ctx, nil); err != nil {
		b.Fatal(err)
	}
	head, err := l.Store().Head(ctx)
	if err != nil {
		b.Fatal(err)
	}
	if err := l.Completer().(*lexicon.Lexicon).Wait(ctx, head); err != nil { // its reading takes processor time too
		b.Fatal(err)
	}
	timed := &timedParts{papers: l.Store(), cpu: func() time.Duration { return cpuTime(b) }}
	service := l.NewService(api.Options{Index: timedEngine{l.Index(), timed}, Store: timedStore{l.Store(), timed}})
	e := echo.New()
	gate := api.Install(e, service, api.HTTPOptions{Logger: slog.New(slog.DiscardHandler)})
	if err := web.Install(e, service, web.Options{Gate: gate}); err != nil {
		b.Fatal(err)
	}
	return timed, e
}

// oneFile returns a file to ingest.
func oneFile(path string) iter.Seq2[library.File, error] {
	return func(yield func(library.File, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(library.File{}, err)
			return
		}
		defer f.Close()
		yield(library.NewFile(path, f), nil)
	}
}

// benchTitles returns three successive words of titles, each text once.
func benchTitles(b *testing.B, papers store.Store) []string {
	b.Helper()
	changes, err := papers.Changes(context.Background(), 1_000, 10_000)
	if err != nil {
		b.Fatal(err)
	}
	var titles []string
	seen := map[string]bool{}
	for _, c := range changes {
		if c.Paper == nil {
			continue
		}
		words := titleWords(c.Paper.Title)
		if len(words) < 3 {
			continue
		}
		if text := strings.Join(words[:3], " "); !seen[text] {
			seen[text] = true
			titles = append(titles, text)
		}
	}
	if len(titles) < 100 {
		b.Fatal(fmt.Errorf("%d titles have three words, want 100", len(titles)))
	}
	return titles
}

// timedParts has the processor time that parts of requests took, one request at a time.
type timedParts struct {
	papers        store.Store
	cpu           func() time.Duration
	engine, store time.Duration
}

// timedEngine is an engine that counts the time of its searches.
type timedEngine struct {
	index.Engine
	timed *timedParts
}

func (e timedEngine) Search(ctx context.Context, r index.Request) (index.Result, error) {
	start := e.timed.cpu()
	result, err := e.Engine.Search(ctx, r)
	e.timed.engine += e.timed.cpu() - start
	return result, err
}

// timedStore is a store that counts the time of reading papers by number.
type timedStore struct {
	store.Store
	timed *timedParts
}

func (s timedStore) Papers(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error) {
	start := s.timed.cpu()
	papers, err := s.Store.Papers(ctx, numbers)
	s.timed.store += s.timed.cpu() - start
	return papers, err
}
