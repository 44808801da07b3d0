package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/client"
	"paperboy/api/library"
	"paperboy/api/local"
	"paperboy/api/server"
	"paperboy/api/transfer"
	"paperboy/data/store/sqlite/folder"
)

const (
	oneBib   = "@article{one, title={A first thing in a library}, author={Ada Lovelace}, year=1843}\n"
	twoRIS   = "TY  - JOUR\nTI  - A second thing in a library\nAU  - Lovelace, Ada\nPY  - 1844\nER  - \n"
	badLines = `{"id":"test:a","title":"A good paper among others"}` + "\n" + `{"id":"test:b","title":""}` + "\n"
	hostile  = `"><img src=x onerror=alert(1)>`
)

// serving is a server of a new data folder, in all its parts.
type serving struct {
	*testing.T
	url, token string
}

func newServing(t *testing.T, c Config) serving {
	t.Helper()
	f, err := folder.Claim(t.TempDir(), "test")
	if err != nil {
		t.Fatal(err)
	}
	l, err := local.Open(t.Context(), f, local.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c.Data, c.AuditLog = f.Dir, off
	cmd := &cobra.Command{}
	cmd.SetErr(io.Discard)
	o, err := c.serverOptions(cmd)
	if err != nil {
		t.Fatal(err)
	}
	served, err := server.New(t.Context(), l, o, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	at := httptest.NewServer(served.Handler)
	t.Cleanup(func() {
		at.Close()
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	token, err := o.Place.Token()
	if err != nil {
		t.Fatal(err)
	}
	return serving{t, at.URL, token}
}

func (s serving) post(path string, body io.Reader, header ...string) (int, string) {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), http.MethodPost, s.url+path, body)
	if err != nil {
		s.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		s.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// ingest is POST /ingest with the token.
func (s serving) ingest(query, body string, header ...string) (int, library.IngestAnswer, api.Problem) {
	s.Helper()
	status, text := s.post("/api/v1/ingest"+query, strings.NewReader(body), append(header, "Authorization", "Bearer "+s.token)...)
	var answer library.IngestAnswer
	var problem api.Problem
	into := any(&answer)
	if status != http.StatusOK {
		into = &problem
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		s.Fatalf("%d %s: %v", status, text, err)
	}
	return status, answer, problem
}

// part is a field of a form, or a file.
type part struct{ field, file, text string }

func form(t *testing.T, parts ...part) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		var into io.Writer
		var err error
		if p.file != "" {
			into, err = w.CreateFormFile(p.field, p.file)
		} else {
			into, err = w.CreateFormField(p.field)
		}
		if err == nil {
			_, err = io.WriteString(into, p.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func zipOf(t *testing.T, files ...part) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		into, err := w.Create(f.file)
		if err == nil {
			_, err = io.WriteString(into, f.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipOf(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestIngestTakesAnyFormat(t *testing.T) {
	s := newServing(t, Config{})
	several, contentType := form(t, part{"file", "bad.jsonl", badLines}, part{"file", "two.ris", twoRIS}, part{"file", "none.txt", "nothing at all"})
	for _, test := range []struct {
		name, query, body string
		header            []string
		want              string // accepted, added, unchanged, rejected
	}{
		{"bibtex", "?name=one.bib", oneBib, nil, "1 1 0 0"},
		{"again, compressed", "?name=one.bib", gzipOf(t, oneBib), nil, "1 0 1 0"},
		{"as curl sends it", "", twoRIS, []string{"Content-Type", "application/x-www-form-urlencoded"}, "1 1 0 0"},
		{"a form of files", "?wait=visible", several, []string{"Content-Type", contentType}, "2 1 1 2"},
		{"an archive", "?name=all.zip", zipOf(t, part{file: "x/one.bib", text: oneBib}, part{file: "bad.jsonl", text: badLines}), nil, "2 0 2 1"},
	} {
		status, a, problem := s.ingest(test.query, test.body, test.header...)
		if got := fmt.Sprint(a.Accepted, a.Added, a.Unchanged, a.RejectedCount); status != http.StatusOK || got != test.want {
			t.Errorf("%s: %d, %s, want %s: %+v %+v", test.name, status, got, test.want, a, problem)
		}
		switch test.name {
		case "a form of files":
			if len(a.Files) != 3 || a.Files[0].Rejected != 1 || !a.Visible || len(a.IDs) != 2 {
				t.Errorf("files %+v", a)
			}
			if r := a.Rejected[0]; r.File != "bad.jsonl" || r.Entry != "line 2" || r.Line != 2 || r.ID != "test:b" || r.Code != "missing_title" {
				t.Errorf("reject %+v", r)
			}
			if r := a.Rejected[1]; r.File != "none.txt" || r.Entry != "file" || r.Code != "unknown_format" || !strings.Contains(r.Reason, "it looks like plain text; the manual, ") {
				t.Errorf("reject %+v", r)
			}
		case "an archive":
			if r := a.Rejected[0]; r.File != "all.zip" || r.Entry != "bad.jsonl, line 2" {
				t.Errorf("reject %+v", r)
			}
		}
	}
}

func TestIngestRefusals(t *testing.T) {
	s := newServing(t, Config{})
	cut, contentType := form(t, part{"file", "one.bib", oneBib}, part{"file", "two.ris", strings.Repeat(twoRIS, 1000)})
	for _, test := range []struct {
		name, query, body string
		header            []string
		want              string // status, code and what the detail has
	}{
		{"nothing", "", "", nil, "400 all_rejected it is empty"},
		{"no papers", "?name=x.pdf", "%PDF-1.7 ...", nil, "400 all_rejected in x.pdf, PDF: the PDF cannot be read: it has no list of pages"},
		{"all rejected", "", `{"title":""}`, nil, "400 all_rejected upload, line 1: title: a title is required"},
		{"an unknown format", "?format=bibtx", oneBib, nil, `400 invalid_value did you mean "bibtex"?`},
		{"the wrong format", "?format=ris", "{}", nil, "400 all_rejected "},
		{"an impossible day", "?as_of=2024-02-30", oneBib, nil, "400 invalid_date "},
		{"an unknown parameter", "?formt=ris", oneBib, nil, `400 unknown_parameter did you mean "format"?`},
		{"a form cut off", "", cut[:len(cut)/2], []string{"Content-Type", contentType}, "400 incomplete_body records taken before, which stay: "},
		{"a form without a boundary", "", cut, []string{"Content-Type", "multipart/form-data"}, "415 unsupported_media_type boundary"},
		{"an encoding that is not read", "", oneBib, []string{"Content-Encoding", "br"}, "415 unsupported_media_type want gzip"},
		{"a bomb", "?format=jsonl&name=bomb.jsonl.gz", strings.Repeat(gzipOf(t, strings.Repeat(" ", 1<<20-1)+"\n"), library.MaxIngestUnpacked>>20), nil, "400 all_rejected a decompression bomb"},
	} {
		status, taken, problem := s.ingest(test.query, test.body, test.header...)
		if got := fmt.Sprint(status, " ", problem.Code, " ", problem.Detail); !strings.HasPrefix(got, test.want[:3]) || !strings.Contains(got, strings.SplitN(test.want, " ", 3)[1]) || !strings.Contains(got, strings.SplitN(test.want, " ", 3)[2]) {
			t.Errorf("%s: %s, want %s; rejects %+v", test.name, got, test.want, taken.Rejected)
		}
	}
	if status, _ := s.post("/api/v1/ingest", strings.NewReader(oneBib)); status != http.StatusUnauthorized {
		t.Errorf("without the token: %d", status)
	}
	if status, _ := s.post("/api/v1/ingest", strings.NewReader(oneBib), "Authorization", "Bearer wrong"); status != http.StatusUnauthorized {
		t.Errorf("with another token: %d", status)
	}
	r := httptest.NewRequest(http.MethodPost, "/api/v1/ingest", strings.NewReader(oneBib))
	r.ContentLength = library.MaxIngestBytes + 1
	_, err := transfer.OpenUpload(httptest.NewRecorder(), r, library.MaxIngestBytes)
	if problem := api.ProblemOf(err); err == nil || problem.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body that says it is too large: %v", err)
	}
}

func TestClientIngestsFiles(t *testing.T) {
	s := newServing(t, Config{})
	c, err := client.New(s.url, s.token, nil)
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the disk is gone")
	files := func(last error) func(func(library.File, error) bool) {
		return func(yield func(library.File, error) bool) {
			if yield(library.NewFile("one.bib", strings.NewReader(oneBib)), nil) && yield(library.NewFile("bad.jsonl", strings.NewReader(badLines)), nil) && last != nil {
				yield(library.File{}, last)
			}
		}
	}
	a, err := c.IngestFiles(context.Background(), files(nil), library.IngestParams{AddParams: library.AddParams{WaitVisible: true}})
	if err != nil || a.Added != 2 || a.RejectedCount != 1 || !a.Visible {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := c.IngestFiles(context.Background(), files(broken), library.IngestParams{}); !errors.Is(err, broken) {
		t.Errorf("a source that breaks off: %v", err)
	}
}

// Who may add papers on the page, and who may not.
func TestAddPageIsProtected(t *testing.T) {
	own := []string{"Sec-Fetch-Site", "same-origin"}
	for _, test := range []struct {
		name   string
		config Config
		token  string // "right" stands for the token
		header []string
		want   int
	}{
		{"this machine's browser", Config{}, "", own, 200},
		{"an older browser", Config{}, "", []string{"Origin", "SELF"}, 200},
		{"no browser", Config{}, "", nil, 403},
		{"no browser, with the token", Config{}, "right", nil, 200},
		{"another site", Config{}, "", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		{"another site with the token", Config{}, "right", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		{"another site of the same machine", Config{}, "", []string{"Sec-Fetch-Site", "same-site", "Origin", "http://127.0.0.1:1"}, 403},
		{"a name that was rebound", Config{}, "", append([]string{"Host", "evil.example"}, own...), 421},
		{"behind a proxy", Config{}, "", append([]string{"X-Forwarded-For", "203.0.113.9"}, own...), 403},
		{"behind a proxy that is silent", Config{Options: server.Options{BaseURL: "https://papers.example"}}, "", own, 403},
		{"behind a proxy, with the token", Config{Options: server.Options{BaseURL: "https://papers.example"}}, "right", append([]string{"X-Forwarded-For", "203.0.113.9"}, own...), 200},
		{"the token is asked for", Config{Add: "token"}, "", own, 403},
		{"the token is shown", Config{Add: "token"}, "right", own, 200},
		{"another token", Config{}, "wrong", own, 403},
		{"nobody may", Config{Add: "off"}, "right", own, 403},
	} {
		s := newServing(t, test.config)
		token := strings.ReplaceAll(test.token, "right", s.token)
		body, contentType := form(t, part{field: "token", text: token}, part{"files", "one.bib", oneBib})
		header := append([]string{"Content-Type", contentType}, test.header...)
		for i := range header {
			header[i] = strings.ReplaceAll(header[i], "SELF", s.url)
		}
		status, page := s.post("/add", strings.NewReader(body), header...)
		if status != test.want {
			t.Errorf("%s: %d, want %d", test.name, status, test.want)
		}
		if status == http.StatusOK != strings.Contains(page, "1 paper added") {
			t.Errorf("%s: %d, but the page says otherwise", test.name, status)
		}
	}
}

func TestAddPageSaysWhatCameOfIt(t *testing.T) {
	s := newServing(t, Config{})
	add := func(parts ...part) (int, *goquery.Document) {
		t.Helper()
		body, contentType := form(t, parts...)
		status, page := s.post("/add", strings.NewReader(body), "Content-Type", contentType, "Sec-Fetch-Site", "same-origin")
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		return status, doc
	}
	says := func(doc *goquery.Document, selector, want string) {
		t.Helper()
		if got := strings.Join(strings.Fields(doc.Find(selector).Text()), " "); got != want {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	status, doc := add(part{field: "format"}, part{field: "as_of"}, part{"files", "half.jsonl", badLines}, part{field: "text", text: oneBib})
	if status != http.StatusOK {
		t.Errorf("half rejected: %d", status)
	}
	says(doc, "#outcome", "2 papers added")
	says(doc, ".counts span", "2 new1 rejected")
	says(doc, ".result tbody th", "half.jsonlpasted text")
	says(doc, ".rejects .where", "half.jsonlline 2test:b")
	says(doc, ".rejects li > p:last-child", "title: a title is required")
	if got := doc.Find(".added a").Length(); got != 2 {
		t.Errorf("%d links to new papers", got)
	}

	_, doc = add(part{field: "text", text: oneBib})
	says(doc, "#outcome", "Nothing new")
	says(doc, ".counts", "1 unchanged")

	status, doc = add(part{field: "format", text: ""}, part{field: "text", text: ""})
	says(doc, "#outcome", "Nothing to add")
	if status != http.StatusBadRequest {
		t.Errorf("nothing chosen: %d", status)
	}

	status, doc = add(part{"files", "photo.png", "\x89PNG\r\n"})
	says(doc, "#outcome", "All papers rejected")
	if reason := doc.Find(".rejects").Text(); status != http.StatusBadRequest || !strings.Contains(reason, "it looks like an image; the manual, ") {
		t.Errorf("unknown format: %d %s", status, reason)
	}

	_, doc = add(part{"files", hostile + ".jsonl", `{"id":"` + `\"><b>` + `","title":"","x":1}` + "\n" + `{"title":"` + `\u003cscript>alert(1)\u003c/script>` + `","abstract":"x"}`})
	if got := doc.Find(".result img, .result script, .result b").Length(); got != 0 {
		t.Errorf("hostile text became %d elements", got)
	}
	if got := doc.Find(".rejects .where span:first-child").Text(); !strings.HasSuffix(got, `onerror=alert(1)>.jsonl`) {
		t.Errorf("the name is shown as %q", got)
	}

	var many strings.Builder
	for i := range 30 {
		fmt.Fprintf(&many, `{"id":"many:%d","title":"The number %d of many"}`+"\n", i, i)
	}
	for range 150 {
		many.WriteString("{}\n")
	}
	_, doc = add(part{"files", "many.jsonl", many.String()})
	says(doc, "#outcome", "30 papers added")
	says(doc, ".result > p > a:not([download])", "Show all 30 papers")
	says(doc, ".result > p > .quiet", "50 more rejected records")
	if got := doc.Find(".added a").Length(); got != 20 {
		t.Errorf("%d links to new papers, want 20", got)
	}
	address := doc.Find(".result > p > a:not([download])").AttrOr("href", "")
	answer, err := http.Get(s.url + address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	found, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := found.Find("h1").Text(); !strings.HasPrefix(got, "30 papers") {
		t.Errorf("%s shows %q", address, got)
	}
}
