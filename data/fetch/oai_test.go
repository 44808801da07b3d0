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

// oaiAnswer is an answer of a repository, a record a line.
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

// TestOAI: tokens lead on, withdrawn papers are named, and the next window overlaps
// the last.
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
		t.Fatalf("%s: report %+v, error %v, want 2 pages", feed.Name(), report, err)
	}
	if diff := cmp.Diff([]string{address + "? arxiv:math/0211159"}, r.withdrawn); diff != "" {
		t.Errorf("withdrawn (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/?from=2024-05-21&metadataPrefix=arXiv&set=cs&verb=ListRecords", "/?resumptionToken=a+b&verb=ListRecords"}, asked()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if report, err := r.run(feed); err != nil || report.Pages != 1 || len(r.titles) > 0 {
		t.Errorf("the second time: report %+v, error %v, titles %q", report, err, r.titles)
	}
}

// TestOAIRange: days that are named are asked for with their end, fetched anew when
// they are named again, and do not move what is fetched since the last time.
func TestOAIRange(t *testing.T) {
	r := newRig(t)
	address, asked := r.server(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, oaiList("", oaiRecord("oai:x:1", "2024-05-02")))
	})
	feed := fetch.OAI{URL: address, From: may1, To: may27}
	for range 2 {
		if _, err := r.run(feed); err != nil || len(r.titles) == 0 {
			t.Errorf("titles %q, error %v", r.titles, err)
		}
		if diff := cmp.Diff([]string{"/?from=2024-05-01&metadataPrefix=oai_dc&until=2024-05-27&verb=ListRecords"}, asked()); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
	}
	if other := (fetch.OAI{URL: address}).Name(); r.cursors[other].Until != "" || r.cursors[feed.Name()].Until != "" {
		t.Errorf("cursors %+v", r.cursors)
	}
}

// TestOAITokenExpires: the list begins anew at the last day seen, at its beginning
// if it is in no order, and not without end.
func TestOAITokenExpires(t *testing.T) {
	for name, test := range map[string]struct {
		stamps   []string
		expiries int
		want     []string // the days begun at, in the first fetch
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
			t.Errorf("%s: error %v", name, err)
		}
		if diff := cmp.Diff(test.want, begun()); diff != "" {
			t.Errorf("%s: begun (-want +got):\n%s", name, diff)
		}
		if expiries = 0; test.fails {
			if _, err := r.run(feed); err != nil {
				t.Errorf("%s: another time: %v", name, err)
			}
		}
	}
}

// TestOAIResume: a window that was broken off is followed by what came since.
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
		t.Fatal("no error of a window that broke off")
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
	captcha, err := os.ReadFile(sharedtest.Path(t, "fixtures/arxiv/atom/2025-10_captcha.html"))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ body, want string }{
		"an error":     {oaiAnswer(`<error code="badArgument">no such set</error>`), `badArgument ("no such set")`},
		"a bare error": {oaiAnswer(`<error code="noSetHierarchy"/>`), "refuses: noSetHierarchy"},
		"cut off":      {oaiList("t")[:150], "an element is not closed"},
		"a web page":   {"<html><head><title>Moved</title></head></html>", `not one of OAI-PMH ("Moved")`},
		"nothing":      {"", "not one of OAI-PMH"},
		"captcha":      {string(captcha), "asks whether a person is there"},
		"a long token": {oaiList(strings.Repeat("x", 5_000)), "a resumption token of 5000 bytes"},
		"no end":       {oaiList("t"), "the same resumption token again"},
		"bombs":        {`<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>` + oaiAnswer("<ListRecords>&c;</ListRecords>"), "not one of OAI-PMH"},
	} {
		r := newRig(t)
		address, _ := r.server(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, test.body) })
		if _, err := r.run(fetch.OAI{URL: address}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q", name, err, test.want)
		}
	}
}

// FuzzOAI: no answer panics, and none but an end or an error leaves the cursor at
// its place.
func FuzzOAI(f *testing.F) {
	f.Add([]byte(oaiList("t", oaiRecord("oai:arXiv.org:2405.00001", "2024-05-02"))))
	f.Add([]byte(oaiAnswer(`<error code="badResumptionToken">expired</error>`)))
	f.Add([]byte(oaiAnswer(`<ListRecords><record><header status="deleted"><identifier>oai:arXiv.org:1</identifier></header></record></ListRecords>`)))
	f.Fuzz(func(t *testing.T, body []byte) {
		c := fetch.Cursor{Position: "old", From: "2024-05-01", Until: "2024-05-28"}
		step, err := fetch.OAI{}.After(c, body)
		if err == nil && !step.Next.Ended && step.Next.Position == c.Position {
			t.Errorf("%q: %+v", body, step)
		}
	})
}

// TestRealOAI replays records of arXiv's repository in two pages.
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
		t.Errorf("report %+v, error %v, %d papers of %d, rejects %q", report, err, len(r.titles), len(files), r.rejects)
	}
}
