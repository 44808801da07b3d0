package formats_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
)

// laughs returns an XML document whose nested entities would expand to a billion copies of a text.
// inner is a format for the document element.
func laughs(inner string) string {
	text := "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol \"lol\">"
	before := "lol"
	for i := range 9 {
		text += fmt.Sprintf("<!ENTITY lol%d %q>", i, strings.Repeat("&"+before+";", 10))
		before = fmt.Sprintf("lol%d", i)
	}
	return text + "]>" + fmt.Sprintf(inner, "&"+before+";")
}

// TestHostileInputs checks that malicious inputs are rejected with the right error, and without
// using much memory.
func TestHostileInputs(t *testing.T) {
	const long = 20 << 20 // the limit of an entry is 16 MiB
	deep := func(open string) string { return strings.Repeat(open, 200_000) }
	filler := func(before, after string) io.Reader {
		return io.MultiReader(strings.NewReader(before), io.LimitReader(repeated('x'), long), strings.NewReader(after))
	}
	for name, test := range map[string]struct {
		in   io.Reader
		want string
	}{
		"billion laughs in Atom":         {strings.NewReader(laughs(`<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id><entry><id>http://arxiv.org/abs/2405.00001</id><title>%s</title></entry></feed>`)), "title is required"},
		"billion laughs in PubMed's XML": {strings.NewReader(laughs("<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>%s</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>")), "title is required"},
		"an external entity":             {strings.NewReader(`<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/passwd">]><article><front><article-meta><title-group><article-title>&x;</article-title></title-group></article-meta></front></article>`), "title is required"},
		"20 MB on a line of JSON":        {filler(`{"title": "`, "\"}\n"), "longer than 16 MiB"},
		"20 MB on a line of RIS":         {filler("TY  - JOUR\nTI  - ", "\nER  - \n"), "longer than 16 MiB"},
		"20 MB in an entry of BibTeX":    {filler("@article{k, title = {", "}}"), "too long|longer than"},
		"20 MB in an element of XML":     {filler("<article><front><article-meta><title-group><article-title>", ""), "longer than 16 MiB"},
		"20 MB of a page":                {filler("<!doctype html><html><meta name='citation_title' content='T'>", ""), "more than 16 MiB"},
		"20 MB of an unknown format":     {filler("", ""), "it looks like plain text"},
		"deep JSON":                      {strings.NewReader(`{"title": "T", "x": ` + deep("[") + "}"), "max depth|in the middle|not valid JSON"},
		"deep JSON objects":              {strings.NewReader(deep(`{"a":`)), "max depth|in the middle|not valid JSON|the JSON ends"},
		"deep XML":                       {strings.NewReader("<article><front>" + deep("<x>")), "deep|not closed|longer than"},
		"deep BibTeX":                    {strings.NewReader("@article{k, title = {" + deep("{")), "closed|longer than"},
		"NUL bytes":                      {strings.NewReader("TY  - JOUR\nTI  - A\x00B\nER  - \n"), ""},
		"NUL bytes in JSON":              {strings.NewReader("{\"title\": \"A\x00B\"}"), "invalid character"},
		"nothing but NUL":                {io.LimitReader(repeated(0), 1<<20), "binary data"},
		"a PDF called .bib":              {strings.NewReader("%PDF-1.7\n\xe2\xe3"), "cut off or damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var said []string
			titles := 0
			for r, err := range format.Open(t.Context(), format.Stdin, format.Options{Formats: formats.All(), Stdin: test.in}) {
				if err == nil {
					err = data.Validate(&r)
				}
				if err != nil {
					said = append(said, err.Error())
					continue
				}
				titles++
				if strings.ContainsRune(r.Paper.Title, 0) || strings.Contains(r.Paper.Title, "root:") {
					t.Errorf("a paper with the title %q", r.Paper.Title)
				}
			}
			runtime.ReadMemStats(&after)
			if test.want == "" {
				if titles != 1 || len(said) > 0 {
					t.Errorf("%d papers and %q, want one paper", titles, said)
				}
				return
			}
			found := false
			for _, want := range strings.Split(test.want, "|") {
				found = found || strings.Contains(strings.Join(said, "\n"), want)
			}
			if !found || titles > 0 {
				t.Errorf("%d papers, errors %.300q, want no paper and %q", titles, said, test.want)
			}
			if held := (after.TotalAlloc - before.TotalAlloc) >> 20; held > 150 {
				t.Errorf("%d MiB allocated", held)
			}
		})
	}
}

// repeated is an endless reader of one byte.
type repeated byte

func (s repeated) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(s)
	}
	return len(p), nil
}

// TestGzipBomb checks that 300 kB that expand to 300 MB are rejected before the end. The input is
// one megabyte, compressed once and repeated 300 times, because gzip reads consecutive members as
// one stream.
func TestGzipBomb(t *testing.T) {
	var megabyte bytes.Buffer
	z := gzip.NewWriter(&megabyte)
	if _, err := z.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "papers.jsonl.gz")
	if err := os.WriteFile(path, bytes.Repeat(megabyte.Bytes(), 300), 0o600); err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range format.Open(t.Context(), path, format.Options{Formats: formats.All(), Format: "jsonl"}) {
		last = err
	}
	if last == nil || !strings.Contains(last.Error(), "a decompression bomb") {
		t.Errorf("error %v, want a decompression bomb", last)
	}
}
