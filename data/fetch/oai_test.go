package fetch_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/format/arxiv"
	"paperboy/data/sharedtest"
)

// oaiAnswer returns a response of a repository.
func oaiAnswer(inner string) string {
	return `<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2024-05-28T12:00:00Z</responseDate>` + inner + `</OAI-PMH>`
}

func oaiList(token string, records ...string) string {
	return oaiAnswer("<ListRecords>" + strings.Join(records, "") + "<resumptionToken>" + token + "</resumptionToken></ListRecords>")
}

func oaiRecord(id, datestamp string) string {
	return "\n<record><header><identifier>" + id + "</identifier><datestamp>" + datestamp + "</datestamp></header></record>\n"
}

var may1 = data.Date{Year: 2024, Month: 5, Day: 1}

// TestOAI checks that resumption tokens are followed, that withdrawn papers are reported,
// and that the next window overlaps the last.
func TestOAI(t *testing.T) {
	r := newRig(t)
	address, asked := r.server(func(w http.ResponseWriter, q *http.Request) {
		switch v := q.URL.Query(); {
		case v.Get("resumptionToken") == "a b":
			fmt.Fprint(w, oaiAnswer(`<ListRecords><record><header status="deleted"><identifier> oai:arXiv.org:math/0211159 </identifier></header></record><resumptionToken/></ListRecords>`))
		case v.Get("from") == "2024-05-26":
			fmt.Fprint(w, oaiAnswer(`<error code="noRecordsMatch">none</error>`))
		default:
			fmt.Fprint(w, oaiList("a b", oaiRecord("oai:arXiv.org:2405.00001", "2024-05-02")))
		}
	})
	feed := fetch.OAI{URL: address, Set: "cs", Prefix: "arXiv"}
	report, err := r.run(feed)
	if err != nil || report.Pages != 2 || feed.Name() != "oai "+address+" cs arXiv" {
		t.Fatalf("%s: got report %+v and error %v, want 2 pages", feed.Name(), report, err)
	}
	if diff := cmp.Diff([]string{address + "? arxiv:math/0211159"}, r.withdrawn); diff != "" {
		t.Errorf("withdrawn (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/?from=2024-05-21&metadataPrefix=arXiv&set=cs&verb=ListRecords", "/?resumptionToken=a+b&verb=ListRecords"}, asked()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if report, err := r.run(feed); err != nil || report.Pages != 1 || len(r.titles) > 0 {
		t.Errorf("the second time: got report %+v, error %v and titles %q; want one page without titles", report, err, r.titles)
	}
}

// TestOAIRange checks that a window that the user asked for is requested with its end, is
// fetched again the next time, and does not change the feed's own cursor.
func TestOAIRange(t *testing.T) {
	r := newRig(t)
	address, asked := r.server(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, oaiList("", oaiRecord("oai:x:1", "2024-05-02")))
	})
	feed := fetch.OAI{URL: address, From: may1, To: may27}
	for range 2 {
		if _, err := r.run(feed); err != nil || len(r.titles) == 0 {
			t.Errorf("got titles %q and error %v, want a title", r.titles, err)
		}
		if diff := cmp.Diff([]string{"/?from=2024-05-01&metadataPrefix=oai_dc&until=2024-05-27&verb=ListRecords"}, asked()); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
	}
	if other := (fetch.OAI{URL: address}).Name(); r.cursors[other].Until != "" || r.cursors[feed.Name()].Until != "" {
		t.Errorf("got cursors %+v, want zero ones", r.cursors)
	}
}

// TestOAITokenExpires checks that a list whose token expired restarts at the last day seen,
// or at its beginning if it is unordered, and that restarts end.
func TestOAITokenExpires(t *testing.T) {
	for name, test := range map[string]struct {
		stamps   []string
		expiries int
		want     []string // the days at which the first fetch starts the list
		fails    bool
	}{
		"in order":     {[]string{"2024-05-23", "2024-05-25T10:00:00Z"}, 1, []string{"2024-05-21", "2024-05-25"}, false},
		"in no order":  {[]string{"2024-05-25", "2024-05-23"}, 1, []string{"2024-05-21", "2024-05-21"}, false},
		"no datestamp": {[]string{"2024-05-25", "yesterday"}, 1, []string{"2024-05-21", "2024-05-21"}, false},
		"always":       {[]string{"2024-05-25", "2024-05-25"}, 99, []string{"2024-05-21", "2024-05-25"}, true},
	} {
		r := newRig(t)
		expiries := test.expiries
		address, asked := r.server(func(w http.ResponseWriter, q *http.Request) {
			switch q.URL.Query().Get("resumptionToken") {
			case "":
				fmt.Fprint(w, oaiList("t", oaiRecord("oai:x:1", test.stamps[0])))
			case "t":
				fmt.Fprint(w, oaiList("u", oaiRecord("oai:x:2", test.stamps[1])))
			case "u":
				if expiries--; expiries >= 0 {
					fmt.Fprint(w, oaiAnswer(`<error code="badResumptionToken">expired</error>`))
					return
				}
				fmt.Fprint(w, oaiList("", oaiRecord("oai:x:3", test.stamps[1])))
			}
		})
		feed := fetch.OAI{URL: address}
		begun := func() (days []string) {
			for _, address := range asked() {
				if _, rest, ok := strings.Cut(address, "from="); ok {
					days = append(days, rest[:len(time.DateOnly)])
				}
			}
			return days
		}
		_, err := r.run(feed)
		if (err != nil) != test.fails || test.fails && !strings.Contains(err.Error(), "badResumptionToken") {
			t.Errorf("%s: got error %v, want one: %t", name, err, test.fails)
		}
		if diff := cmp.Diff(test.want, begun()); diff != "" {
			t.Errorf("%s: starts of the list (-want +got):\n%s", name, diff)
		}
		if expiries = 0; test.fails {
			if _, err := r.run(feed); err != nil {
				t.Errorf("%s: the next fetch: got error %v", name, err)
			}
		}
	}
}

// TestOAIResume checks that an interrupted window is resumed and followed by the next.
func TestOAIResume(t *testing.T) {
	r := newRig(t)
	broken := true
	address, asked := r.server(func(w http.ResponseWriter, q *http.Request) {
		switch v := q.URL.Query(); {
		case v.Get("resumptionToken") != "" && broken:
			w.WriteHeader(http.StatusNotFound)
		case v.Get("resumptionToken") != "" || v.Get("from") == "2024-05-26":
			fmt.Fprint(w, oaiList("", oaiRecord("oai:x:2", "2024-05-28")))
		default:
			fmt.Fprint(w, oaiList("t", oaiRecord("oai:x:1", "2024-05-27")))
		}
	})
	if _, err := r.run(fetch.OAI{URL: address}); err == nil {
		t.Fatal("the interrupted fetch gave no error")
	}
	asked()
	broken = false
	r.now = r.now.Add(48 * time.Hour)
	if _, err := r.run(fetch.OAI{URL: address}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/?resumptionToken=t&verb=ListRecords", "/?from=2024-05-26&metadataPrefix=oai_dc&verb=ListRecords"}, asked()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

func TestOAIRefusals(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"an error":     {oaiAnswer(`<error code="badArgument">no such set</error>`), `badArgument ("no such set")`},
		"a bare error": {oaiAnswer(`<error code="noSetHierarchy"/>`), "refuses: noSetHierarchy"},
		"cut off":      {oaiList("t")[:150], "an element is not closed"},
		"a web page":   {"<html><head><title>Moved</title></head></html>", `not OAI-PMH ("Moved")`},
		"nothing":      {"", "not OAI-PMH"},
		"captcha":      {captcha, "responded with a CAPTCHA"},
		"a long token": {oaiList(strings.Repeat("x", 5_000)), "a resumption token of 5000 bytes"},
		"no end":       {oaiList("t"), "the same resumption token again"},
	} {
		r := newRig(t)
		address, _ := r.server(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, test.body) })
		if _, err := r.run(fetch.OAI{URL: address}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got error %v, want %q in it", name, err, test.want)
		}
	}
}

// FuzzOAI checks that no response panics, and that only an end or an error leaves the
// cursor where it was.
func FuzzOAI(f *testing.F) {
	f.Add([]byte(oaiList("t", oaiRecord("oai:arXiv.org:2405.00001", "2024-05-02"))))
	f.Add([]byte(oaiAnswer(`<error code="badResumptionToken">expired</error>`)))
	f.Add([]byte(oaiAnswer(`<ListRecords><record><header status="deleted"><identifier>oai:arXiv.org:1</identifier></header></record></ListRecords>`)))
	f.Fuzz(func(t *testing.T, body []byte) {
		c := fetch.Cursor{Position: "old", From: "2024-05-01", Until: "2024-05-28"}
		step, err := fetch.OAI{}.After(c, body)
		if err == nil && !step.Next.Ended && step.Next.Position == c.Position {
			t.Errorf("response %q: got %+v, want another position", body, step)
		}
	})
}

// TestRealOAI replays recorded records of arXiv's repository as two pages.
func TestRealOAI(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedtest.Path(t, "fixtures/arxiv/oai"), "*.xml"))
	if err != nil || len(files) < 2 {
		t.Fatalf("files %q, error %v", files, err)
	}
	var records []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, string(text))
	}
	r := newRig(t)
	r.formats = arxiv.Formats()
	address, _ := r.server(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Query().Get("resumptionToken") == "" {
			fmt.Fprint(w, oaiList("rest", records[:3]...))
			return
		}
		fmt.Fprint(w, oaiList("", records[3:]...))
	})
	if report, err := r.run(fetch.OAI{URL: address}); err != nil || report.Pages != 2 || len(r.titles) != len(files) || len(r.rejects) > 0 {
		t.Errorf("got report %+v, error %v, %d papers of %d and rejects %q", report, err, len(r.titles), len(files), r.rejects)
	}
}
