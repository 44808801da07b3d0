package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// newRepository starts a server that speaks OAI-PMH and sets $OAI to its address.
// It has six papers in three pages. The third page comes the second time that it is
// asked for; the first time the server is silent until the other side gives up. From
// then on it has nothing new, but the six for days that are named, until "withdraw":
// then it says that the first two papers are deleted. "awaited" returns when the third page was asked for,
// "asked" writes what it was asked since to stdout.
func newRepository(ts *testscript.TestScript, _ bool, args []string) {
	r, known := ts.Value(repositoryKey{}).(*repository)
	if !known {
		ts.Fatalf("no repository")
	}
	if len(args) == 1 && args[0] == "awaited" {
		<-r.silent
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch strings.Join(args, " ") {
	case "":
		server := httptest.NewServer(r)
		ts.Defer(server.Close)
		ts.Setenv("OAI", server.URL+"/oai")
	case "withdraw":
		r.withdrawn = true
	case "asked":
		fmt.Fprintln(ts.Stdout(), strings.Join(r.asked, "\n"))
		r.asked = nil
	default:
		ts.Fatalf("repository %q", args)
	}
}

type repositoryKey struct{}

type repository struct {
	silent chan struct{} // closed when the third page was asked for

	mu        sync.Mutex // guards what follows
	asked     []string
	begun     bool // the third page was asked for
	withdrawn bool
}

func (r *repository) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	r.asked = append(r.asked, q.URL.RawQuery)
	token := q.URL.Query().Get("resumptionToken")
	silent := token == "3" && !r.begun
	r.begun = r.begun || token == "3"
	withdrawn, again := r.withdrawn, r.begun && token == "" && q.URL.Query().Get("until") == ""
	r.mu.Unlock()
	if silent {
		close(r.silent)
		<-q.Context().Done()
		return
	}
	fmt.Fprint(w, `<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2025-11-13T00:00:00Z</responseDate>`)
	defer fmt.Fprint(w, `</OAI-PMH>`)
	switch {
	case withdrawn:
		fmt.Fprint(w, `<ListRecords>`, oaiHeader(1, ` status="deleted"`), oaiHeader(2, ` status="deleted"`), `</ListRecords>`)
	case again:
		fmt.Fprint(w, `<error code="noRecordsMatch"/>`)
	case token == "":
		fmt.Fprint(w, `<ListRecords>`, oaiPaper(1), oaiPaper(2), `<resumptionToken>2</resumptionToken></ListRecords>`)
	case token == "2":
		fmt.Fprint(w, `<ListRecords>`, oaiPaper(3), oaiPaper(4), `<resumptionToken>3</resumptionToken></ListRecords>`)
	case token == "3":
		fmt.Fprint(w, `<ListRecords>`, oaiPaper(5), oaiPaper(6), `<resumptionToken/></ListRecords>`)
	}
}

func oaiHeader(number int, attribute string) string {
	return fmt.Sprintf(`<record><header%s><identifier>oai:repository.example:%d</identifier><datestamp>2025-11-%02d</datestamp></header></record>`, attribute, number, number)
}

func oaiPaper(number int) string {
	return strings.Replace(oaiHeader(number, ""), `</header>`, fmt.Sprintf(`</header><metadata>
		<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
		<dc:title>On the %d. kind of things</dc:title><dc:creator>Lovelace, Ada</dc:creator><dc:date>2025-11-%02d</dc:date></oai_dc:dc></metadata>`, number, number), 1)
}
