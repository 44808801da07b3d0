package library

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/thumbnails"
	"paperboy/index/indextest"
	"paperboy/index/ingest"
)

// pictureServer has pictures of some papers, and records what is requested.
func pictureServer(t *testing.T, robots string) (address string, requested func() []string) {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 120, 63))); err != nil {
		t.Fatal(err)
	}
	paths := make(chan string, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths <- r.URL.Path
		switch r.URL.Path {
		case "/robots.txt":
			_, _ = w.Write([]byte(robots))
		case "/good":
			_, _ = w.Write(picture.Bytes())
		case "/page":
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte("<!doctype html><script>alert(1)</script>"))
		case "/large":
			_, _ = w.Write(append(picture.Bytes(), make([]byte, thumbnails.MaxImageBytes)...))
		case "/busy":
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, func() (all []string) {
		for len(paths) > 0 {
			all = append(all, <-paths)
		}
		return all
	}
}

// onList returns a record of a daily list, whose picture is at the path that its id names.
func onList(path string) data.Record {
	r := data.Record{Paper: data.Paper{ID: data.ID("x:" + path), Title: "Paper " + path, Featured: data.Date{Year: 2025, Month: 11, Day: 13}}}
	r.Origin.Source = format.SourceHuggingFace
	return r
}

func TestThumbnails(t *testing.T) {
	papers := newStore(t)
	l := Open(Options{Store: papers, Index: indextest.NewOracle(papers.Identity())})
	defer l.Close()
	now := time.Date(2025, 11, 13, 12, 0, 0, 0, time.UTC)
	clientOf := func(allowPrivate bool) *fetch.Client {
		return fetch.NewClient(fetch.ClientOptions{
			HTTP: format.NewClient(allowPrivate), Now: func() time.Time { return now },
			Wait: func(_ context.Context, d time.Duration) error { now = now.Add(d); return nil },
		})
	}
	cache, err := thumbnails.Open(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	address, requested := pictureServer(t, "User-agent: *\nDisallow: /private\n")
	pictures := &Thumbnails{Cache: cache, URL: func(id data.ID) string {
		if id == "x:none" {
			return ""
		}
		return address + "/" + strings.TrimPrefix(string(id), "x:")
	}}
	take := func(records ...data.Record) {
		t.Helper()
		report, err := pictures.noting(l).Ingest(t.Context(), func(yield func(data.Record, error) bool) {
			for _, r := range records {
				if !yield(r, nil) {
					return
				}
			}
		}, ingest.RunOptions{})
		if err != nil || report.Accepted != len(records) {
			t.Fatalf("%+v, %v", report, err)
		}
	}
	elsewhere := onList("elsewhere")
	elsewhere.Origin.Source = format.SourceFile
	unlisted := onList("unlisted")
	unlisted.Paper.Featured = data.Date{}

	take(onList("missing"), onList("page"), onList("large"), onList("none"), elsewhere, unlisted, onList("good"))
	client := clientOf(true)
	if stored, err := pictures.fetch(t.Context(), client); stored != 1 || err != nil {
		t.Errorf("stored %d, %v, want 1", stored, err)
	}
	if diff := cmp.Diff([]string{"/robots.txt", "/missing", "/page", "/large", "/good"}, requested()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if got, ok := cache.Of("x:good"); !ok || got.Width != 120 || got.Height != 63 {
		t.Errorf("the picture is %+v, %v", got, ok)
	}
	for _, path := range []string{"missing", "page", "large", "none", "elsewhere", "unlisted"} {
		if _, ok := cache.Of(data.ID("x:" + path)); ok {
			t.Errorf("there is a picture of x:%s", path)
		}
	}

	take(onList("missing"), onList("page"), onList("good"))
	if stored, err := pictures.fetch(t.Context(), client); stored != 0 || err != nil || len(requested()) > 0 {
		t.Errorf("on the next fetch: stored %d, %v; want no requests", stored, err)
	}
	take(onList("busy"))
	if stored, err := pictures.fetch(t.Context(), client); stored != 0 || err == nil || !slices.Contains(requested(), "/busy") {
		t.Errorf("from a busy server: stored %d, %v; want an error", stored, err)
	}
	take(onList("private"))
	if _, err := pictures.fetch(t.Context(), client); !errors.Is(err, fetch.ErrRobots) {
		t.Errorf("what robots.txt disallows: %v, want %v", err, fetch.ErrRobots)
	}
	requested()
	take(onList("guarded"))
	if _, err := pictures.fetch(t.Context(), clientOf(false)); !errors.Is(err, format.ErrPrivateAddress) || len(requested()) > 0 {
		t.Errorf("from a private address: %v, want %v", err, format.ErrPrivateAddress)
	}
}
