package fetch_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/format/arxiv"
	"paperboy/data/sharedtest"
)

// feedPage returns a page of arXiv's API, with one entry per line.
func feedPage(total, start int, titles ...string) string {
	text := fmt.Sprintf(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearch/1.1/"><o:totalResults>%d</o:totalResults><o:startIndex>%d</o:startIndex>`, total, start)
	for _, title := range titles {
		text += "\n<entry><title>" + title + "</title></entry>"
	}
	return text + "\n</feed>"
}

// TestArXiv checks that requests are three seconds apart, that an empty page is requested
// again, and that the next window overlaps the last.
func TestArXiv(t *testing.T) {
	r := newRig(t)
	empty := true
	address, asked := r.server(func(w http.ResponseWriter, q *http.Request) {
		switch start := q.URL.Query().Get("start"); {
		case start == "2" && empty:
			empty = false
			fmt.Fprint(w, feedPage(3, 2))
		case start == "2":
			fmt.Fprint(w, feedPage(3, 2, "C"))
		default:
			fmt.Fprint(w, feedPage(3, 0, "A", "B"))
		}
	})
	feed, began := fetch.ArXiv{URL: address, Query: "cs.CL"}, r.now
	report, err := r.run(feed)
	if err != nil || report.Pages != 2 {
		t.Fatalf("got report %+v and error %v, want 2 pages", report, err)
	}
	if took := r.now.Sub(began); took < 6*time.Second {
		t.Errorf("three requests took %s, want at least 6s", took)
	}
	got := asked()
	want := "/?max_results=200&search_query=%28cat%3Acs.CL%29+AND+submittedDate%3A%5B202405211200+TO+202405281200%5D&sortBy=submittedDate&sortOrder=ascending&start=0"
	if len(got) != 3 || got[0] != want {
		t.Errorf("got requests %q, want 3, the first being %q", got, want)
	}
	r.now = time.Date(2024, 6, 10, 0, 0, 0, 0, time.UTC)
	if _, err := r.run(feed); err != nil {
		t.Fatal(err)
	}
	if got := asked()[0]; !strings.Contains(got, "202405211200+TO+202406100000") {
		t.Errorf("the next window is requested by %s, want it from 202405211200 to 202406100000", got)
	}
}

// archive returns a server of arXiv's API with some papers, submitted one per hour from
// 2024-01-01 on.
func archive(t *testing.T, papers int) http.HandlerFunc {
	first := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	return func(w http.ResponseWriter, q *http.Request) {
		v := q.URL.Query()
		_, window, _ := strings.Cut(v.Get("search_query"), "submittedDate:[")
		from, to, _ := strings.Cut(strings.TrimSuffix(window, "]"), " TO ")
		start, err1 := strconv.Atoi(v.Get("start"))
		size, err2 := strconv.Atoi(v.Get("max_results"))
		if err := errors.Join(err1, err2); err != nil || start+size > 30_000 {
			t.Errorf("%s: error %v, or results beyond 30,000", q.URL.RequestURI(), err)
		}
		since, err1 := time.Parse("200601021504", from)
		until, err2 := time.Parse("200601021504", to)
		if err := errors.Join(err1, err2); err != nil {
			t.Errorf("%s: %v", q.URL.RequestURI(), err)
		}
		begin := max(int((since.Sub(first)+59*time.Minute)/time.Hour), 0)
		end := min(int(until.Sub(first)/time.Hour)+1, papers)
		var page strings.Builder
		for i := begin + start; i < min(begin+start+size, end); i++ {
			fmt.Fprintf(&page, "\n<entry><title>%d</title><published>%s</published></entry>", i, first.Add(time.Duration(i)*time.Hour).Format(time.RFC3339))
		}
		fmt.Fprint(w, strings.Replace(feedPage(max(end-begin, 0), start), "\n</feed>", page.String()+"\n</feed>", 1))
	}
}

// entries returns the numbers of the archive's papers that were taken.
func (r *rig) entries() map[string]bool {
	numbers := map[string]bool{}
	for _, line := range r.titles {
		if _, rest, ok := strings.Cut(line, "<entry><title>"); ok {
			number, _, _ := strings.Cut(rest, "<")
			numbers[number] = true
		}
	}
	return numbers
}

// TestArXivLongLists checks that a list that needs several queries is fetched completely.
func TestArXivLongLists(t *testing.T) {
	r := newRig(t)
	r.now = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	const papers = 24_000
	address, _ := r.server(archive(t, papers))
	feed := fetch.ArXiv{URL: address, Query: "all:x", From: data.Date{Year: 2024, Month: 1, Day: 1}}
	report, err := r.run(feed)
	if got := len(r.entries()); err != nil || got != papers {
		t.Errorf("got %d papers in %d pages and error %v, want %d papers", got, report.Pages, err, papers)
	}
	if saved := r.cursors[feed.Name()]; feed.Name() != "arxiv all:x 2024-01-01.." || saved.From != "" {
		t.Errorf("the cursor of %q after its end is %+v, want zero", feed.Name(), saved)
	}
}

// TestArXivMax checks that a fetch takes at most Max papers and that the next continues
// there.
func TestArXivMax(t *testing.T) {
	r := newRig(t)
	address, _ := r.server(archive(t, 600))
	feed := fetch.ArXiv{URL: address, Query: "all:x", From: data.Date{Year: 2024, Month: 1, Day: 1}, To: data.Date{Year: 2024, Month: 1, Day: 13}, Max: 250}
	all := map[string]bool{}
	for i, want := range []int{250, 13*24 - 250, 250} { // the third starts again
		if _, err := r.run(feed); err != nil || len(r.entries()) != want {
			t.Errorf("fetch %d: got %d papers and error %v, want %d", i, len(r.entries()), err, want)
		}
		for n := range r.entries() {
			all[n] = true
		}
	}
	if len(all) != 13*24 {
		t.Errorf("got %d papers in all, want %d", len(all), 13*24)
	}
}

// TestArXivResume checks that a window interrupted days ago is resumed, up to now.
func TestArXivResume(t *testing.T) {
	r := newRig(t)
	r.now = time.Date(2024, 1, 20, 0, 30, 0, 0, time.UTC)
	address, _ := r.server(archive(t, 24*25))
	feed := fetch.ArXiv{URL: address, Query: "all:x", Max: 100}
	if _, err := r.run(feed); err != nil {
		t.Fatal(err)
	}
	r.now = r.now.Add(3 * 24 * time.Hour)
	feed.Max = 0
	if _, err := r.run(feed); err != nil || len(r.entries()) != 10*24-100 {
		t.Errorf("got %d papers and error %v, want the %d after the first 100", len(r.entries()), err, 10*24-100)
	}
}

// TestArXivDelay checks that requests to arXiv's server are three seconds apart.
func TestArXivDelay(t *testing.T) {
	r := newRig(t)
	n := 0
	client := &http.Client{Transport: answering(func(q *http.Request) (int, string) {
		n++
		return 200, feedPage(3, n-1, "A")
	})}
	if _, err := r.runAs(fetch.ArXiv{Query: "all:x"}, r.client(client)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]time.Duration{3 * time.Second, 3 * time.Second}, r.waits); diff != "" {
		t.Errorf("waits (-want +got):\n%s", diff)
	}
}

func TestArXivRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		body, want string
	}{
		"cut off":     {feedPage(3, 0, "A")[:160], "an element is not closed"},
		"a bad total": {strings.Replace(feedPage(3, 0), ">3<", ">many<", 1), `"many" as its number of results`},
		"an error": {`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearch/1.1/"><o:totalResults>1</o:totalResults>
			<entry><id>http://arxiv.org/api/errors#start_must_be_non-negative</id><title>Error</title><summary>start must be non-negative</summary></entry></feed>`, `("start must be non-negative")`},
		"another feed": {`<feed><entry><title>A</title></entry></feed>`, "the response is not an arXiv feed"},
		"a web page":   {`<html><head><title>Down for maintenance</title></head></html>`, `("Down for maintenance")`},
		"nothing":      {"", "the response is not an arXiv feed"},
	} {
		r := newRig(t)
		address, _ := r.server(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, test.body) })
		_, err := r.run(fetch.ArXiv{URL: address, Query: "all:x"})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got error %v, want %q in it", name, err, test.want)
		}
	}
	r := newRig(t)
	address, _ := r.server(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, captcha) })
	if _, err := r.run(fetch.ArXiv{URL: address, Query: "all:x"}); !errors.Is(err, fetch.ErrCaptcha) || len(r.waits) > 0 {
		t.Errorf("a CAPTCHA: got error %v after waits of %v, want %v at once", err, r.waits, fetch.ErrCaptcha)
	}
}

// TestRealArXiv checks the numbers of entries in recorded responses of the API, and whether
// they end the list.
func TestRealArXiv(t *testing.T) {
	for name, test := range map[string]struct {
		entries int
		ended   bool
	}{
		"2020-09_id_list_1601.00001.xml": {1, true},
		"2025-10_arxiv_empty.xml":        {0, true},
		"2025-10_arxiv_response.xml":     {2, false},
	} {
		body, err := os.ReadFile(sharedtest.Path(t, "fixtures/arxiv/atom/"+name))
		if err != nil {
			t.Fatal(err)
		}
		step, err := fetch.ArXiv{Query: "all:x"}.After(fetch.Cursor{Position: "0", From: "202001010000", Until: "202601010000"}, body)
		if err != nil || step.Next.Taken != test.entries || step.Next.Ended != test.ended || step.NoPapers != (test.entries == 0) {
			t.Errorf("%s: got %+v and error %v, want %d entries, ended %t", name, step, err, test.entries, test.ended)
		}
	}
}

// TestRealArXivPages replays a recorded page of two papers from a list of 5,619. The third
// page says that the list has 6.
func TestRealArXivPages(t *testing.T) {
	page, err := os.ReadFile(sharedtest.Path(t, "fixtures/arxiv/atom/2025-10_arxiv_response.xml"))
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	r.formats = arxiv.Formats()
	n := 0
	address, _ := r.server(func(w http.ResponseWriter, _ *http.Request) {
		if n++; n == 3 {
			page = bytes.Replace(page, []byte(">5619<"), []byte(">6<"), 1)
		}
		w.Write(page)
	})
	if report, err := r.run(fetch.ArXiv{URL: address, Query: "cs.RO"}); err != nil || report.Pages != 3 || len(r.titles) != 6 || len(r.rejects) > 0 {
		t.Errorf("got report %+v, error %v, titles %q and rejects %q; want 3 pages of 6 titles", report, err, r.titles, r.rejects)
	}
}

// FuzzArXiv checks that no response moves a cursor back within its list, or panics.
func FuzzArXiv(f *testing.F) {
	f.Add([]byte(feedPage(3, 0, "A", "B")), 0)
	f.Add([]byte(`<feed><totalResults>20000</totalResults><entry><published>2024-01-01T00:00:00Z</published></entry></feed>`), 9_999)
	f.Fuzz(func(t *testing.T, body []byte, start int) {
		c := fetch.Cursor{Position: strconv.Itoa(start), From: "202001010000", Until: "202601010000"}
		step, err := fetch.ArXiv{Query: "all:x"}.After(c, body)
		if err != nil {
			return
		}
		if next, err := strconv.Atoi(step.Next.Position); err != nil || next < start && step.Next.From <= c.From || !step.Next.Ended && next == start && step.Next.From == c.From {
			t.Errorf("after position %d: got %+v and error %v", start, step, err)
		}
	})
}
