package format_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
)

// member is a file of an archive.
type member struct {
	name    string
	content []byte
}

var modified = time.Date(2024, 5, 27, 12, 0, 0, 0, time.UTC)

func zipped(t *testing.T, members ...member) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, m := range members {
		f, err := w.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Deflate, Modified: modified})
		if err == nil {
			_, err = f.Write(m.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tarred(t *testing.T, members ...member) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, m := range members {
		header := &tar.Header{Name: m.name, Size: int64(len(m.content)), Mode: 0o644, ModTime: modified, Typeflag: tar.TypeReg}
		if strings.HasSuffix(m.name, "/") {
			header.Typeflag = tar.TypeDir
		}
		if err := w.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(m.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestArchives(t *testing.T) {
	members := []member{
		{"papers/", nil},
		{"papers/b.jsonl", []byte(`{"title": "One"}`)},
		{"papers/../a.jsonl.gz", gzipped(t, []byte(`{"title": "Two"}`))},
		{"papers/.hidden.jsonl", []byte(`{"title": "Hidden"}`)},
		{"__MACOSX/papers/b.jsonl", []byte(`{"title": "Hidden"}`)},
		{"read me.txt", []byte("prose")},
		{"inner.zip", zipped(t, member{"c.jsonl", []byte(`{"title": "Inner"}`)})},
		{"inner.tar", tarred(t, member{"c.jsonl", []byte(`{"title": "Inner"}`)})},
		{"empty.jsonl", nil},
		{"last.jsonl", []byte(`{"title": "Three"}`)},
	}
	wantRejects := []string{"read me.txt unknown_format", "inner.zip unknown_format", "inner.tar unknown_format", "empty.jsonl unknown_format"}
	for name, archive := range map[string][]byte{"zip": zipped(t, members...), "tar": tarred(t, members...), "tar.gz": gzipped(t, tarred(t, members...))} {
		path := write(t, t.TempDir(), "papers."+name, archive)
		for how, opts := range map[string]format.Options{path: {}, format.Stdin: {Stdin: bytes.NewReader(archive)}, filepath.Dir(path): {}} {
			var last format.Progress
			opts.Progress = func(p format.Progress) { last = p }
			titles, rejects, err := read(t, how, opts)
			if diff := cmp.Diff([]string{"One", "Two", "Three"}, titles); diff != "" || err != nil {
				t.Errorf("%s from %s: error %v, titles (-want +got):\n%s", name, how, err, diff)
			}
			if diff := cmp.Diff(wantRejects, rejects); diff != "" {
				t.Errorf("%s from %s: rejects (-want +got):\n%s", name, how, diff)
			}
			if how != format.Stdin && last.Read != last.Total {
				t.Errorf("%s from %s: progress ends with %+v", name, how, last)
			}
		}
	}
}

func TestArchiveProvenance(t *testing.T) {
	path := write(t, t.TempDir(), "papers.zip", zipped(t, member{"a/b.jsonl", []byte(`{"title": "One"}`)}))
	for r, err := range format.Open(t.Context(), path, format.Options{Formats: formats.All()}) {
		if err != nil {
			t.Fatal(err)
		}
		if want := path + "/a/b.jsonl"; r.Origin.Location != want || !r.Origin.Fetched.Equal(modified) {
			t.Errorf("the paper is from %s at %s, want %s at %s", r.Origin.Location, r.Origin.Fetched, want, modified)
		}
	}
}

func TestArchivesRefused(t *testing.T) {
	one := member{"a.jsonl", []byte(`{"title": "One"}`)}
	encrypted := zipped(t, one)
	encrypted[6] |= 1                                                  // in the header of the member
	encrypted[bytes.LastIndex(encrypted, []byte("PK\x01\x02"))+8] |= 1 // in the table of contents
	crowded := zipped(t, one)
	crowded[len(crowded)-22+15] = 0x10 // a table of contents of 256 MiB
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"an empty zip's folder": {zipped(t, member{".a", nil}), "the archive has no files"},
		"an empty tar's folder": {tarred(t, member{"a/", nil}), "the archive has no files"},
		"an Office document":    {zipped(t, member{"[Content_Types].xml", []byte("<a/>")}), "it looks like an Office document"},
		"a cut zip":             {zipped(t, one)[:40], "its table of contents is missing"},
		"a cut tar":             {tarred(t, one)[:520], "the archive is damaged or cut off"},
		"a crowded zip":         {crowded, "a table of contents of more than 64 MiB"},
		"an encrypted zip":      {encrypted, "it is encrypted"},
	} {
		_, rejects, err := read(t, write(t, t.TempDir(), "papers", test.content), format.Options{})
		if name == "an encrypted zip" {
			if diff := cmp.Diff([]string{"a.jsonl unreadable_input"}, rejects); diff != "" || err != nil {
				t.Errorf("%s: error %v, rejects (-want +got):\n%s", name, err, diff)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q", name, err, test.want)
		}
	}
}

// drain is a format that accepts any input and reads it to the end.
var drain = format.Format{
	Name:  "drain",
	Sniff: func([]byte) bool { return true },
	Read: func(_ context.Context, in format.Input) format.Records {
		return func(yield func(data.Record, error) bool) {
			if _, err := io.Copy(io.Discard, in); err != nil {
				yield(data.Record{}, err)
			}
		}
	},
}

// TestBombs checks that reading an archive ends with an error once it has expanded far beyond its
// size, and that the expanded data are not held in memory.
func TestBombs(t *testing.T) {
	dir := t.TempDir()
	bomb := write(t, dir, "bomb.tar.gz", tarBomb(t))
	var parts []member
	for _, name := range []string{"a.jsonl", "b.jsonl", "c.jsonl"} {
		parts = append(parts, member{name, bytes.Repeat([]byte("{}\n"), 100<<20/3)}) // each is within the limits on its own
	}
	for _, path := range []string{bomb, write(t, dir, "bomb.zip", zipped(t, parts...))} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var failed error
		for _, err := range format.Open(t.Context(), path, format.Options{Formats: []format.Format{drain}}) {
			failed = err
		}
		runtime.ReadMemStats(&after)
		if failed == nil || !strings.Contains(failed.Error(), "a decompression bomb") {
			t.Errorf("%s: error %v, want a decompression bomb", filepath.Base(path), failed)
		}
		if held := (after.TotalAlloc - before.TotalAlloc) >> 20; held > 256 {
			t.Errorf("%s: %d MiB allocated", filepath.Base(path), held)
		}
	}
}

// tarBomb returns a compressed tar archive with one file of 300 MB. One megabyte of spaces is
// compressed once and then repeated, because gzip reads consecutive members as one stream.
func tarBomb(t *testing.T) []byte {
	const megabytes = 300
	var bomb bytes.Buffer
	add := func(content []byte) {
		z := gzip.NewWriter(&bomb)
		_, err := z.Write(content)
		if err = errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
	}
	var header bytes.Buffer
	if err := tar.NewWriter(&header).WriteHeader(&tar.Header{Name: "a.jsonl", Size: megabytes << 20, Mode: 0o644, Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	add(header.Bytes())
	start := bomb.Len()
	add(bytes.Repeat([]byte(" "), 1<<20))
	bomb.Write(bytes.Repeat(bomb.Bytes()[start:], megabytes-1))
	return bomb.Bytes()
}
