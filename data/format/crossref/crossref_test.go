package crossref

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format/formattest"
	"paperboy/data/sharedtest"
)

const work = `{"indexed": {"date-parts": [[2023, 9, 13]]}, "reference-count": 20, "DOI": "10.1007/S00120", "type": "journal-article", "created": {"date-parts": [[2007, 4, 13]]},
	"title": ["On &amp;lt;i&amp;gt;things&amp;lt;/i&amp;gt; &amp;amp; H&lt;sub&gt;2&lt;/sub&gt;O:", "Translation"], "subtitle": ["A <b>study</b>"], "is-referenced-by-count": 1,
	"author": [{"given": "M.", "family": "Lehsnau", "sequence": "first"}, {"given": "Martin", "family": "King", "suffix": "Jr."}, {"name": "The Group", "sequence": "additional"}, {"family": "Plato"}],
	"published-print": {"date-parts": [[2007, 7]]}, "published-online": {"date-parts": [[2007, 6, 3]]}, "issued": {"date-parts": [[2007, 6, 3]]},
	"abstract": "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim</jats:title><jats:p>To see.</jats:p></jats:sec>", "container-title": ["Der Urologe", "Urologe"],
	"reference": [{"key": "1", "author": "A", "year": "1993"}], "URL": "https://doi.org/10.1007/s00120", "resource": {"primary": {"URL": "https://link.springer.com/10.1007/s00120"}},
	"alternative-id": ["1345", "arXiv:1706.03762v2"], "relation": {"has-preprint": [{"id-type": "arxiv", "id": "hep-th/9901001", "asserted-by": "subject"}, {"id-type": "doi", "id": "10.48550/arXiv.1706.03762"}],
	"cites": [{"id-type": "arxiv", "id": "2001.00001"}]}}`

// TestWrappings reads the same work in every form in which Crossref publishes it.
func TestWrappings(t *testing.T) {
	want := data.Paper{
		ID: "arxiv:1706.03762", Title: "On things & H2O: A study", Abstract: "Aim\n\nTo see.", Authors: []string{"M. Lehsnau", "Martin King Jr.", "The Group", "Plato"}, AuthorCount: formattest.Pointer(4),
		Date: data.Date{Year: 2007, Month: 6, Day: 3}, Venue: "Der Urologe", Container: "Der Urologe", Type: data.TypeArticle, Groups: []string{"The Group"}, DOI: "10.1007/s00120", URLs: []string{"https://link.springer.com/10.1007/s00120"},
	}
	for name, text := range map[string]string{
		"a work":     work,
		"an array":   "[" + work + "]",
		"a response": `{"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": ` + work + `}`,
		"a list":     `{"status": "ok", "message-type": "work-list", "message": {"facets": {}, "total-results": 1, "items": [` + work + `], "items-per-page": 20, "query": {}}}`,
		"a dump":     `{"items": [` + work + `]}`,
		"works":      strings.ReplaceAll(work, "\n", " ") + "\n",
		"two":        `{"message-type": "work", "message": ` + work + `}` + "\n" + `{"message-type": "work", "message": ` + work + `}`,
		"unassuming": `{"publisher": "P", "DOI": "10.1/x", "published-print": {"date-parts": [[2000]]}, "title": ["T"]}`,
	} {
		if !sniff([]byte(text)) {
			t.Errorf("%s: not recognized", name)
		}
		records, rejects := formattest.ReadText(t, Format().Read, "works.json", text)
		if name == "unassuming" {
			continue
		}
		if len(records) == 0 || len(rejects) > 0 {
			t.Fatalf("%s: %d records, rejects %q", name, len(records), rejects)
		}
		if diff := cmp.Diff(want, records[0].Paper, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff([]data.ID{"arxiv:hep-th/9901001", "doi:10.1007/s00120"}, records[0].Aliases); diff != "" {
			t.Errorf("%s: aliases (-want +got):\n%s", name, diff)
		}
		wantRaw := map[string]string{
			"title": `On &lt;i&gt;things&lt;/i&gt; &amp; H&lt;sub&gt;2&lt;/sub&gt;O: A <b>study</b>`, "doi": "10.1007/S00120",
			"abstract": "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim</jats:title><jats:p>To see.</jats:p></jats:sec>",
			"date":     "published-online 2007-6-3; published-print 2007-7; issued 2007-6-3",
		}
		if diff := cmp.Diff(wantRaw, records[0].Origin.Raw); diff != "" {
			t.Errorf("%s: raw (-want +got):\n%s", name, diff)
		}
	}
}

func TestNotRecognised(t *testing.T) {
	for _, text := range []string{
		`{"DOI": "10.1/x", "title": "T", "type": "article-journal", "issued": {"date-parts": [[2000]]}}`,
		`{"status": "ok", "message-type": "journal-list", "message": {"items": [{"title": "A journal", "ISSN": ["1"]}]}}`,
		`{"items": [{"id": "a", "title": "T", "issued": {"date-parts": [[2000]]}}]}`, `[]`, `{`,
	} {
		if sniff([]byte(text)) {
			t.Errorf("recognized as Crossref: %s", text)
		}
	}
}

func TestDates(t *testing.T) {
	for dates, want := range map[string]string{
		`"issued": {"date-parts": [[null]]}`:                                                      "",
		`"issued": {"date-parts": [[]]}, "created": {"date-parts": [[2014]]}`:                     "",
		`"issued": {"date-parts": [[2010, 2]]}, "published": {"date-parts": [[2010, 2]]}`:         "2010-02",
		`"posted": {"date-parts": [[2023, 10, 4]]}, "issued": {"date-parts": [[2023, 10, 4]]}`:    "2023-10-04",
		`"issued": {"date-parts": [[2010, 13, 40]]}`:                                              "2010 issued 2010-13-40",
		`"issued": {"date-parts": [["1999", "3"]]}`:                                               "1999-03",
		`"published-print": {"date-parts": [[2021]]}, "issued": {"date-parts": [[2020, 12, 30]]}`: "2020-12-30 published-print 2021; issued 2020-12-30",
		`"published-print": {"date-parts": [["soon"]]}, "issued": {"date-parts": [[2020]]}`:       "2020 published-print soon; issued 2020",
		`"issued": "2020-01-02"`:           "",
		`"issued": {"date-parts": [2020]}`: "",
	} {
		records, rejects := formattest.ReadText(t, Format().Read, "works.json", `{"DOI": "10.1000/x", "title": ["T"], `+dates+`}`)
		if len(records) != 1 {
			t.Errorf("%s: rejects %q", dates, rejects)
			continue
		}
		if got := strings.TrimSpace(records[0].Paper.Date.String() + " " + records[0].Origin.Raw["date"]); got != want {
			t.Errorf("%s is read as %q, want %q", dates, got, want)
		}
	}
}

// TestEntries checks that works that are not papers are skipped, that an invalid work is rejected
// without affecting the others, and that an error response is rejected with its message.
func TestEntries(t *testing.T) {
	records, rejects := formattest.ReadText(t, Format().Read, "works.json", `[
		{"DOI": "10.1000/a", "title": ["A"], "subtitle": ["a"], "event": "Conf"},
		{"DOI": "10.1000/b", "type": "journal", "title": ["B"]},
		{"DOI": "10.1000/c", "title": []},
		{"DOI": "10.1000/d", "title": ["D"], "author": "D"},
		{"DOI": "10.1000/e", "title": [], "subtitle": ["E"], "event": {"name": "Conf"}},
		{"status": "failed", "message-type": "validation-failure", "message": [{"type": "parameter-not-allowed", "value": "x", "message": "This route\ndoes not support x"}]},
		{"status": "error", "message-type": "exception", "message": {"name": "class"}}]`)
	var read []string
	for _, r := range records {
		read = append(read, r.Paper.Title+" "+r.Paper.Venue)
	}
	if diff := cmp.Diff([]string{"A Conf", "E Conf"}, read); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	want := []string{
		"entry 3 (10.1000/c) (doi:10.1000/c) missing_title: a title is required",
		"entry 4 (10.1000/d) invalid_type: author has the wrong type, string",
		"entry 6 error_answer: Crossref answered with an error: This route does not support x",
		"entry 7 error_answer: Crossref answered with an error: error",
	}
	if diff := cmp.Diff(want, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

// TestSharedFiles reads real responses. Every work has a title and must be read.
func TestSharedFiles(t *testing.T) {
	total := 0
	formattest.Files(t, sharedtest.Path(t, "fixtures/imports/crossref"), "*.json", Format(), func(file string, r data.Record, err error) {
		if err != nil {
			t.Errorf("%s: %v", file, err)
			return
		}
		if total++; r.Paper.DOI == "" || r.Paper.Date.IsZero() {
			t.Errorf("%s %s: DOI %q, date %q", file, r.Entry, r.Paper.DOI, r.Paper.Date)
		}
	})
	if want := 22; total != want {
		t.Errorf("%d works read, want %d", total, want)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(work)
	f.Add(`{"message-type": "work-list", "message": {"items": [{"DOI": "10.1000/a", "title": ["A"], "issued": {"date-parts": [["soon"], [null]]}}, null`)
	f.Add(`{"status": "failed", "message": [{"message": 5}], "relation": {"has-preprint": [{"id-type": "arxiv", "id": 1706.03762}]}}`)
	formattest.Fuzz(f, Format())
}

// BenchmarkRead reads and validates a response of works with forty references each.
func BenchmarkRead(b *testing.B) {
	const works = 5_000
	reference := `{"key": "1", "doi-asserted-by": "crossref", "first-page": "1143", "DOI": "10.1016/S0022-5347(17)35709-9", "author": "Aboseif", "year": "1993", "unstructured": "Aboseif S (1993) A title of some words. J 150: 1143"},`
	var answer strings.Builder
	answer.WriteString(`{"status": "ok", "message-type": "work-list", "message": {"items": [`)
	for i := range works {
		fmt.Fprintf(&answer, `{"DOI": "10.1000/%d", "type": "journal-article", "title": ["On things number %d"], "author": [{"given": "A", "family": "B"}], "issued": {"date-parts": [[2018, 7, 15]]}, "abstract": "<jats:p>%s</jats:p>", "reference": [%s{}]},`,
			i, i, strings.Repeat("Some words of an abstract. ", 40), strings.Repeat(reference, 40))
	}
	answer.WriteString("]}}")
	formattest.Benchmark(b, Format().Read, answer.String(), works)
}
