package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/alerts"
	"paperboy/api/alerts/letter"
	"paperboy/api/library"
	"paperboy/api/local"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index/assist/lexicon"
)

// examplesFile has a request and its answer for each endpoint. Package api puts them into the
// OpenAPI document, from which the page about the API is made.
const examplesFile = "../../api/examples.json"

// examplesTime is the clock of the server that gives the answers.
var examplesTime = time.Date(2025, 11, 14, 12, 0, 0, 0, time.UTC)

// TestExamples sends the requests of exampleRequests to a server with the sample papers, and
// compares its answers with examplesFile. What differs from run to run (secrets, times, sizes) is
// replaced, and long answers are shortened. To write the file, run:
//
//	go test ./cmd/paperboy -run Examples -update
func TestExamples(t *testing.T) {
	s := newExampleServer(t)
	var made []api.Example
	for _, r := range exampleRequests {
		made = append(made, s.do(r))
	}
	text := s.normalize(made)
	if *update {
		if err := os.WriteFile(examplesFile, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(examplesFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(text), "\n")); diff != "" {
		t.Errorf("the API answers differently; if that is intended, run the test with -update (-%s +answers):\n%s", examplesFile, diff)
	}
	for id := range s.operations {
		if !slices.ContainsFunc(made, func(e api.Example) bool { return e.Operation == id }) {
			t.Errorf("the operation %s has no example: add one to exampleRequests", id)
		}
	}
}

// exampleServer answers the requests. It remembers values of answers, which later requests name in
// braces.
type exampleServer struct {
	*testing.T
	handler    http.Handler
	service    *api.Service
	store      store.Store
	words      *lexicon.Lexicon
	operations map[string]exampleOperation
	values     map[string]string
}

// exampleOperation is what the tests need to know of an operation of the OpenAPI document.
type exampleOperation struct {
	method   string
	needsKey bool
}

const examplesToken = "secret-of-the-examples"

func newExampleServer(t *testing.T) *exampleServer {
	t.Helper()
	clock := func() time.Time { return examplesTime }
	f, err := folder.Claim(t.TempDir(), "test")
	if err != nil {
		t.Fatal(err)
	}
	l, err := local.Open(t.Context(), f, local.Options{Options: folder.Options{Options: sqlite.Options{Now: clock}}, Words: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	jobs := &library.Jobs{Library: l.Library, Log: slog.New(slog.DiscardHandler)}
	if err := jobs.AddSample(t.Context()); err != nil {
		t.Fatal(err)
	}
	keys, err := access.New(t.Context(), access.Options{Token: examplesToken, Store: l.Store(), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	service := l.NewService(api.Options{Access: keys, Now: clock})
	mails, err := api.NewAlerts(service, alerts.Options{Composer: letter.New(), Sender: noMail{}, From: "papers@example.org", BaseURL: "https://papers.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	service.TurnMailOn(mails)
	e := echo.New()
	api.Install(e, service, api.HTTPOptions{BaseURL: "https://papers.example.org"})
	s := &exampleServer{T: t, handler: e, service: service, store: l.Store(), words: l.Completer().(*lexicon.Lexicon), values: map[string]string{}}
	s.readOperations()
	return s
}

// noMail sends no emails.
type noMail struct{}

func (noMail) Send(context.Context, alerts.Message) error { return nil }
func (noMail) Close() error                               { return nil }

func (s *exampleServer) readOperations() {
	s.Helper()
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string
			Security    []map[string][]string
		}
	}
	if err := json.Unmarshal(s.ask(http.MethodGet, "/openapi.json", exampleRequest{}, false).Body.Bytes(), &doc); err != nil {
		s.Fatal(err)
	}
	s.operations = map[string]exampleOperation{}
	for _, methods := range doc.Paths {
		for method, o := range methods {
			open := len(o.Security) == 0 || slices.ContainsFunc(o.Security, func(way map[string][]string) bool { return len(way) == 0 })
			s.operations[o.OperationID] = exampleOperation{strings.ToUpper(method), !open}
		}
	}
}

// ask sends a request to a path below /api/v1.
func (s *exampleServer) ask(method, path string, r exampleRequest, withKey bool) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(s.fill(r.body)))
	request.Host = "papers.example.org"
	if r.body != "" {
		request.Header.Set("Content-Type", r.mediaType())
	}
	if withKey {
		request.Header.Set("Authorization", "Bearer "+examplesToken)
	}
	answer := httptest.NewRecorder()
	s.handler.ServeHTTP(answer, request)
	return answer
}

// fill replaces the names in braces by remembered values.
func (s *exampleServer) fill(text string) string {
	for name, value := range s.values {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// do sends one request, and returns it with its answer.
func (s *exampleServer) do(r exampleRequest) api.Example {
	s.Helper()
	if r.before != nil {
		r.before(s)
	}
	o, known := s.operations[r.operation]
	if !known {
		s.Fatalf("the API has no operation %s", r.operation)
	}
	answer := s.ask(o.method, s.fill(r.path), r, o.needsKey)
	if answer.Code >= 300 {
		s.Fatalf("%s: %s %s: %d %s", r.operation, o.method, s.fill(r.path), answer.Code, answer.Body)
	}
	for name, field := range r.keep {
		var object map[string]any
		if err := json.Unmarshal(answer.Body.Bytes(), &object); err != nil {
			s.Fatal(err)
		}
		s.values[name] = fmt.Sprint(object[field])
	}
	kind, _, _ := strings.Cut(answer.Header().Get("Content-Type"), ";")
	e := api.Example{
		Operation: r.operation, Method: o.method, Path: s.fill(r.path), NeedsKey: o.needsKey,
		Body: s.fill(r.body), Status: answer.Code, Type: kind,
	}
	if r.body != "" {
		e.BodyType = r.mediaType()
	}
	switch {
	case r.operation == "openAPI": // this document
	case strings.HasSuffix(kind, "json") && json.Valid(answer.Body.Bytes()):
		e.Answer = shortenJSON(s.T, answer.Body.Bytes())
	case kind == "application/vnd.sqlite3" || kind == "application/octet-stream":
	default:
		text := answer.Body.String()
		if r.operation == "metrics" { // those of Go differ from run to run
			text = text[strings.Index(text, "# HELP paperboy_papers "):]
		}
		e.Text = shortenText(text)
	}
	return e
}

// normalize writes the examples with what differs from run to run replaced.
func (s *exampleServer) normalize(made []api.Example) []byte {
	s.Helper()
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	w.SetIndent("", "  ")
	if err := w.Encode(made); err != nil {
		s.Fatal(err)
	}
	text := b.String()
	for name, value := range s.values {
		if fake := exampleSecrets[name]; fake != "" {
			text = strings.ReplaceAll(text, value, fake)
			text = strings.ReplaceAll(text, url.PathEscape(value), fake)
		}
	}
	for _, v := range varying {
		text = v.pattern.ReplaceAllString(text, v.with)
	}
	return []byte(text)
}

// varying is what differs from run to run, and is no secret.
var varying = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`("took_ms": |"ms": )[\d.]+`), "${1}1.25"},
	{regexp.MustCompile(`("(?:bytes|disk_bytes|memory_bytes|disk_free)": )\d+`), "${1}1048576"},
	{regexp.MustCompile(`"(20(?:2[6-9]|[3-9]\d))-\d\d-\d\dT[\d:.]+Z"`), `"` + examplesTime.Format(time.RFC3339) + `"`},
	{regexp.MustCompile(`(tag:|urn:uuid:)[0-9a-f-]{32,36}`), "${1}4c9f2d6e-0000-0000-0000-000000000000"},
	{regexp.MustCompile(`("version": )"[^"]*"`), `${1}"0.1.0"`},
	{regexp.MustCompile(`("signature": "|sig=|signature=)[A-Za-z0-9_-]{20,}`), "${1}EXAMPLE5signature7"},
	{regexp.MustCompile(`("segments": )\d+`), "${1}1"},
	{regexp.MustCompile(`("next_cursor": )"[^"]+"`), `${1}"Azzyn9yB3VI1QCA0OfILOtEAAAAAAAAAAAAAAEwzAAAADwAAT7YA"`}, // has a score
	{regexp.MustCompile(`("hint": "[A-Za-z0-9_]*")`), `"hint": "pbk_7Q2M"`},
}

// longest are the sizes to which answers are shortened.
const (
	longestArray = 2
	longestText  = 160
	longestLines = 14
)

// shortenText returns the first lines of a text.
func shortenText(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > longestLines {
		lines = append(lines[:longestLines], "…")
	}
	return strings.Join(lines, "\n")
}

// shortenJSON returns a document with long arrays and strings cut. The order of fields stays.
func shortenJSON(t *testing.T, text []byte) json.RawMessage {
	t.Helper()
	var b bytes.Buffer
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := shortenValue(&b, d, true); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return b.Bytes()
}

// shortenValue copies the next value of d, unless write is false.
func shortenValue(b *bytes.Buffer, d *json.Decoder, write bool) error {
	out := b
	if !write {
		out = new(bytes.Buffer)
	}
	token, err := d.Token()
	if err != nil {
		return err
	}
	delimiter, isDelimiter := token.(json.Delim)
	if !isDelimiter {
		return encodeInto(out, shortenToken(token))
	}
	out.WriteString(delimiter.String())
	for i := 0; d.More(); i++ {
		keep := delimiter == '{' || i < longestArray
		if keep && i > 0 {
			out.WriteByte(',')
		}
		if delimiter == '{' {
			key, err := d.Token()
			if err == nil {
				err = encodeInto(out, key)
			}
			if err != nil {
				return err
			}
			out.WriteByte(':')
		}
		if err := shortenValue(out, d, keep); err != nil {
			return err
		}
	}
	end, err := d.Token()
	if err == nil {
		out.WriteString(end.(json.Delim).String())
	}
	return err
}

// shortenToken cuts a text, and rounds a number: the last digits of a score depend on the order in
// which it was summed up.
func shortenToken(token json.Token) json.Token {
	switch v := token.(type) {
	case string:
		if runes := []rune(v); len(runes) > longestText {
			return string(runes[:longestText]) + "…"
		}
	case json.Number:
		if f, err := v.Float64(); err == nil && strings.Contains(string(v), ".") {
			return math.Round(f*1e6) / 1e6
		}
	}
	return token
}

func encodeInto(b *bytes.Buffer, v any) error {
	w := json.NewEncoder(b)
	w.SetEscapeHTML(false)
	if err := w.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line end
	return nil
}

// findSubscription remembers the keys of the only subscription, which are in its emails.
func (s *exampleServer) findSubscription() {
	s.Helper()
	subscriber, all, err := s.service.Library.Store.SubscriberAt(s.Context(), "reader@example.org")
	if err != nil || len(all) != 1 {
		s.Fatalf("%d subscriptions, error %v", len(all), err)
	}
	s.values["LINK"], s.values["ADDRESSLINK"], s.values["BOUNCE"] = string(all[0].Key), string(subscriber.Key), string(subscriber.BounceKey)
}

// findPaper remembers two papers of the sample.
func (s *exampleServer) findPaper() {
	s.Helper()
	for name, title := range map[string]string{"PAPER": "How Does Information Bottleneck Help Deep Learning?", "OTHER": "Machine Perceptual Quality"} {
		answer := s.ask(http.MethodGet, "/search?fields=title&limit=1&q="+url.QueryEscape(`title:"`+title+`"`), exampleRequest{}, false)
		var found struct{ Hits []struct{ ID string } }
		if err := json.Unmarshal(answer.Body.Bytes(), &found); err != nil || len(found.Hits) != 1 {
			s.Fatalf("the sample has no paper %q: %s", title, answer.Body)
		}
		s.values[name] = found.Hits[0].ID
	}
}

// readWords waits until the words of all papers are known, which trails the search.
func (s *exampleServer) readWords() {
	s.Helper()
	head, err := s.store.Head(s.Context())
	if err == nil {
		err = s.words.Wait(s.Context(), head)
	}
	if err != nil {
		s.Fatal(err)
	}
}

// findMerge remembers the number of the newest merge.
func (s *exampleServer) findMerge() {
	s.Helper()
	merges, err := s.service.Library.Store.NewestMerges(s.Context(), 0, 1)
	if err != nil || len(merges) != 1 {
		s.Fatalf("%d merges, error %v", len(merges), err)
	}
	s.values["MERGE"] = fmt.Sprint(merges[0].Number)
}
