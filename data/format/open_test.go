package format_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
)

const twoPapers = `{"title": "One"}` + "\n" + `{"title": "Zwei: für alle"}` + "\n"

// read opens a location. It returns the titles, the names of rejected files with their codes, and
// the error that ended the sequence.
func read(t *testing.T, location string, opts format.Options) (titles, rejects []string, err error) {
	t.Helper()
	if opts.Formats == nil {
		opts.Formats = formats.All()
	}
	for r, e := range format.Open(t.Context(), location, opts) {
		var reject *data.Rejection
		switch {
		case err != nil:
			t.Errorf("the sequence continues after %v", err)
		case errors.As(e, &reject):
			name, _, inArchive := strings.Cut(reject.Entry, ", ")
			if !inArchive {
				name = reject.File
			}
			rejects = append(rejects, filepath.Base(name)+" "+reject.Code)
		case e != nil:
			err = e
		default:
			titles = append(titles, r.Paper.Title)
		}
	}
	return titles, rejects, err
}

func write(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func gzipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zstandard(t *testing.T, content []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(content, nil)
}

func utf16(t *testing.T, order unicode.Endianness, content string) []byte {
	t.Helper()
	out, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(content)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

func TestOpenReadsThrough(t *testing.T) {
	plain := []byte(twoPapers)
	for name, content := range map[string][]byte{
		"plain":             plain,
		"gzip":              gzipped(t, plain),
		"gzip, two members": append(gzipped(t, plain[:17]), gzipped(t, plain[17:])...),
		"zstd":              zstandard(t, plain),
		"twice":             gzipped(t, zstandard(t, plain)),
		"UTF-8 with a mark": append([]byte("\xef\xbb\xbf"), plain...),
		"UTF-16LE":          utf16(t, unicode.LittleEndian, twoPapers),
		"UTF-16BE in gzip":  gzipped(t, utf16(t, unicode.BigEndian, twoPapers)),
		"CRLF":              bytes.ReplaceAll(plain, []byte("\n"), []byte("\r\n")),
	} {
		t.Run(name, func(t *testing.T) {
			titles, rejects, err := read(t, write(t, t.TempDir(), "papers.pdf", content), format.Options{})
			if diff := cmp.Diff([]string{"One", "Zwei: für alle"}, titles); diff != "" || err != nil || len(rejects) > 0 {
				t.Errorf("titles (-want +got):\n%s\nrejects %v, error %v", diff, rejects, err)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"empty":          {nil, "it is empty"},
		"empty gzip":     {gzipped(t, nil), "it is empty"},
		"blank":          {[]byte(" \n\n"), "it looks like nothing but white space"},
		"cut zip":        {[]byte("PK\x03\x04\x14\x00"), "the zip archive is cut off: its table of contents is missing"},
		"PNG":            {[]byte("\x89PNG\r\n\x1a\n"), "it looks like an image"},
		"binary":         {[]byte("\x00\x01\x02\x03"), "it looks like binary data"},
		"a web page":     {[]byte("<!DOCTYPE html><html><body>Hello"), "it looks like a web page that names no paper"},
		"prose":          {[]byte("Dear Sir or Madam,"), "it looks like plain text"},
		"gzip in thirds": {gzipped(t, gzipped(t, gzipped(t, []byte(twoPapers)))), "it looks like data compressed more than twice"},
		"broken gzip":    {append(gzipped(t, []byte(twoPapers))[:10], "\xff\xff\xff\xff"...), "the gzip data is damaged"},
		"cut gzip":       {gzipped(t, []byte(twoPapers))[:6], "the gzip data is cut off"},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, t.TempDir(), "papers.jsonl", test.content)
			titles, _, err := read(t, path, format.Options{})
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), path) || len(titles) > 0 {
				t.Errorf("titles %v, error %v, want one with %q and the path", titles, err, test.want)
			}
			if strings.Contains(test.want, "looks like") && !errors.Is(err, format.ErrFormat) {
				t.Errorf("%v is not ErrFormat", err)
			}
		})
	}
	if _, _, err := read(t, filepath.Join(t.TempDir(), "none"), format.Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v, want ErrNotExist", err)
	}
	if _, _, err := read(t, t.TempDir(), format.Options{}); err == nil || !strings.Contains(err.Error(), "no files") {
		t.Errorf("an empty folder: %v", err)
	}
	_, _, err := read(t, "x", format.Options{Format: "docx"})
	for _, f := range formats.All() {
		if err == nil || !strings.Contains(err.Error(), f.Name) {
			t.Errorf("an unknown format: %v, want %s named", err, f.Name)
		}
	}
}

// TestOpenCutOff checks that the papers before the end of truncated data are read, and that an
// error follows.
func TestOpenCutOff(t *testing.T) {
	var lines strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&lines, "{\"title\": \"Paper %d %x\"}\n", i, i*i*7919)
	}
	for name, compress := range map[string]func(*testing.T, []byte) []byte{"gzip": gzipped, "zstd": zstandard} {
		whole := compress(t, []byte(lines.String()))
		titles, rejects, err := read(t, write(t, t.TempDir(), "papers", whole[:len(whole)*3/4]), format.Options{})
		if len(titles) < 1000 || len(rejects) > 0 || err == nil || !strings.Contains(err.Error(), "the "+name+" data is cut off") {
			t.Errorf("%s: %d papers, rejects %v, error %v", name, len(titles), rejects, err)
		}
	}
}

func TestOpenFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "b/2024-05-28.json", []byte(`[{"paper": {"id": "2405.00002", "title": "Second"}}]`))
	write(t, dir, "b/2024-05-27.json", []byte(`[{"paper": {"id": "2405.00001", "title": "First"}}]`))
	write(t, dir, "a.pdf", []byte("%PDF-1.4"))
	write(t, dir, "c.jsonl.gz", gzipped(t, []byte(`{"title": "Third"}`))[:25])
	write(t, dir, "d.jsonl", []byte(`{"title": "Fourth"}`))
	write(t, dir, ".hidden/e.jsonl", []byte(`{"title": "Hidden"}`))
	write(t, dir, ".hidden.jsonl", []byte(`{"title": "Hidden"}`))
	var last format.Progress
	titles, rejects, err := read(t, dir, format.Options{Progress: func(p format.Progress) { last = p }})
	if diff := cmp.Diff([]string{"First", "Second", "Fourth"}, titles); diff != "" || err != nil {
		t.Errorf("titles (-want +got):\n%s\nerror %v", diff, err)
	}
	if diff := cmp.Diff([]string{"a.pdf unreadable_pdf", "c.jsonl.gz unreadable_input"}, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
	if last.Read != last.Total || last.Total == 0 {
		t.Errorf("progress ends with %+v", last)
	}
}

func TestOpenStdinAndFormat(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 2, 1, 12, 0, 0, 5, time.UTC) }
	opts := format.Options{Formats: formats.All(), Format: "hf-text", Stdin: strings.NewReader("Title\nText.\nMay 21"), Now: now, Source: "mine"}
	for r, err := range format.Open(t.Context(), format.Stdin, opts) {
		want := data.Provenance{
			Source: "mine", Location: "standard input", Fetched: now().Truncate(time.Second), Raw: map[string]string{"date": "May 21"}, Warnings: []string{"year_assumed"},
		}
		if diff := cmp.Diff(want, r.Origin); diff != "" || err != nil || r.Paper.Date.String() != "2025-05-21" {
			t.Errorf("date %s, error %v, origin (-want +got):\n%s", r.Paper.Date, err, diff)
		}
	}
}

func TestOpenURL(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.UserAgent(), "Paperboy/") {
			t.Errorf("user agent %q", r.UserAgent())
		}
		switch r.URL.Path {
		case "/papers.jsonl.gz":
			_, _ = w.Write(gzipped(t, []byte(twoPapers)))
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	titles, _, err := read(t, server.URL+"/papers.jsonl.gz", format.Options{Client: server.Client()})
	if len(titles) != 2 || err != nil {
		t.Errorf("titles %v, error %v", titles, err)
	}
	secret := strings.Replace(server.URL, "://", "://me:secret@", 1)
	for r, err := range format.Open(t.Context(), secret+"/papers.jsonl.gz", format.Options{Formats: formats.All(), Client: server.Client()}) {
		if err != nil || r.Origin.Location != server.URL+"/papers.jsonl.gz" {
			t.Errorf("location %q, error %v, want one without the password", r.Origin.Location, err)
		}
	}
	if _, _, err := read(t, secret+"/none", format.Options{Client: server.Client()}); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v, want one without the password", err)
	}
	if _, _, err := read(t, server.URL+"/none", format.Options{Client: server.Client()}); err == nil || !strings.Contains(err.Error(), "404 Not Found") {
		t.Errorf("error %v, want the server's answer", err)
	}
}

func TestOpenStops(t *testing.T) {
	path := write(t, t.TempDir(), "papers.jsonl", []byte(strings.Repeat(twoPapers, 100_000)))
	n := 0
	for range format.Open(t.Context(), path, format.Options{Formats: formats.All()}) {
		if n++; n == 3 {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range format.Open(ctx, path, format.Options{Formats: formats.All()}) {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("a cancelled sequence ends with %v", last)
	}
}
