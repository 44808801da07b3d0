package api_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"paperboy/api"
	"paperboy/api/lists"
	"paperboy/data/sharedtest"
)

// parsedFeed is what testdata/read_feeds.py prints of a feed.
type parsedFeed struct {
	Error, Version, Title, Link       string
	Self                              []string
	Status, StatusByTag, StatusByTime int
	Entries                           []parsedEntry
}

type parsedEntry struct {
	ID, Link, Title, Published, Updated, Abstract, Content string
	Authors, Tags, PDF                                     []string
}

// TestFeedparser has Python's feedparser read feeds of hostile texts and of real papers: what it
// finds must be what the JSON feed at the same address says, and it must get 304 when it asks again.
//
// $PAPERBOY_FEEDPARSER is a folder with the package feedparser; .ci/run installs it.
func TestFeedparser(t *testing.T) {
	dir := os.Getenv("PAPERBOY_FEEDPARSER")
	python, err := exec.LookPath("python3")
	if dir == "" || err != nil {
		sharedtest.Require(t, "feedparser")
	}
	r, _ := serveWatched(t, api.HTTPOptions{}, later)
	papers := hostilePapers(t)
	for _, file := range []string{"acl", "hf", "arxiv-2025"} {
		papers = append(papers, firstLines(t, sharedtest.Path(t, "corpora/"+file+".jsonl.zst"), 150)...)
	}
	if status, body := r.post("/ingest?name=papers.jsonl&wait=visible", strings.Join(papers, "\n")); status != http.StatusOK {
		t.Fatal(body)
	}
	_, made := r.post("/lists", `{"name":"<b>]]>&\u202e","ids":["arxiv:2203.03850","math/0211159"]}`)
	list := "/lists/" + string(decode[lists.List](r, made).ReadKey)
	paths := []string{"/search.atom?limit=100", "/search.atom?q=model", "/search.atom?q=hostile&limit=100", list + ".atom", list + "/recommendations.atom"}
	arguments := []string{"testdata/read_feeds.py"}
	for _, path := range paths {
		arguments = append(arguments, r.url+"/api/v1"+path)
	}
	run := exec.CommandContext(t.Context(), python, arguments...)
	run.Env = append(os.Environ(), "PYTHONPATH="+dir, "PYTHONDONTWRITEBYTECODE=1")
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	for i, got := range decode[[]parsedFeed](r, string(out)) {
		want := answer[writtenFeed](r, strings.Replace(paths[i], ".atom", ".json", 1))
		if got.Error != "" || got.Version != "atom10" || got.Status != 200 || got.StatusByTag != 304 || got.StatusByTime != 304 {
			t.Errorf("%s: %s, %s, statuses %d, %d, %d", paths[i], got.Error, got.Version, got.Status, got.StatusByTag, got.StatusByTime)
		}
		if got.Title != want.Title || got.Link != want.Page || len(got.Self) != 1 || len(got.Entries) == 0 {
			t.Errorf("%s: %q at %s, self %s, %d entries", paths[i], got.Title, got.Link, got.Self, len(got.Entries))
		}
		if diff := cmp.Diff(want.entries(), got.texts()); diff != "" {
			t.Errorf("%s: entries (-written +read):\n%s", paths[i], diff)
		}
	}
}

// writtenFeed is a JSON feed.
type writtenFeed struct {
	Title string
	Page  string `json:"home_page_url"`
	Items []struct {
		ID, URL, Title string
		HTML           string `json:"content_html"`
		Text           string `json:"content_text"`
		Published      string `json:"date_published"`
		Modified       string `json:"date_modified"`
		Authors        []struct{ Name string }
		Tags           []string
		Attachments    []struct{ URL string }
	}
}

// entries returns the items as feedparser should read them.
func (f writtenFeed) entries() (entries []parsedEntry) {
	for _, i := range f.Items {
		e := parsedEntry{ID: i.ID, Link: i.URL, Title: i.Title, Published: i.Published, Updated: i.Modified, Abstract: i.Text, Content: textOf(i.HTML)}
		for _, a := range i.Authors {
			e.Authors = append(e.Authors, a.Name)
		}
		for _, a := range i.Attachments {
			e.PDF = append(e.PDF, a.URL)
		}
		e.Tags = append(e.Tags, i.Tags...)
		entries = append(entries, e)
	}
	return entries
}

// texts returns the entries with the text of the content, which feedparser writes in HTML of its own,
// and nil for empty lists.
func (f parsedFeed) texts() []parsedEntry {
	for i := range f.Entries {
		e := &f.Entries[i]
		e.Content = textOf(e.Content)
		for _, all := range []*[]string{&e.Authors, &e.Tags, &e.PDF} {
			*all = slices.Clip(append([]string(nil), *all...))
		}
	}
	return f.Entries
}

func textOf(html string) string {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		return err.Error()
	}
	return strings.Join(strings.Fields(doc.Text()), " ")
}

// hostilePapers returns papers with hostile texts as JSON lines. Each has the word hostile, so that
// a search finds it.
func hostilePapers(t *testing.T) (lines []string) {
	for i, s := range []string{
		"]]><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt;bold&lt;/b&gt; & <i>more</i>", "\x00\x08\x0b\x1b[31m \u0085 \ufffe \u202eevil",
		"</summary></entry></feed>", "<!-- -->", "<![CDATA[x]]>", "&#x0;&undefined;", `"quoted" 'x'`, "1 < 2 > 0", "a\u2028b \u0627\u0644 \U0001F52C", "<http://a.example/>",
	} {
		line, err := json.Marshal(map[string]any{
			"id": fmt.Sprintf("x:hostile-%d", i), "title": "hostile " + s, "abstract": s + "\n\n" + s, "authors": []string{"A. " + s, "Ada Lovelace"}, "venue": s,
			"categories": []string{"cs.LG"}, "urls": []string{"https://a.example/?a=1&b=\"<2>'", "https://a.example/x.pdf?a&b"},
		})
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	return lines
}

// firstLines returns the first n lines of a compressed file.
func firstLines(t *testing.T, path string, n int) (lines []string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plain, err := zstd.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	scanner := bufio.NewScanner(plain)
	scanner.Buffer(nil, 1<<20)
	for len(lines) < n && scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	return lines
}
