package api_test

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/export"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/csl"
	"paperboy/data/format/csv"
)

// TestExportsReadBack checks that papers exported for other programs are the same when they are
// read back.
func TestExportsReadBack(t *testing.T) {
	r := newRig(t)
	want := map[string]string{}
	for _, id := range []string{"arxiv:2203.03850", "arxiv:math/0211159", "doi:10.1000/x,y/z", "acl:2020.acl-main.1"} {
		p, err := r.service.Library.Paper(t.Context(), data.ID(id))
		if err != nil {
			t.Fatal(err)
		}
		want[id] = describe(p)
	}
	for name, reader := range map[export.Format]format.Format{export.CSL: csl.Format(), export.CSV: csv.Format()} {
		status, body := r.get("/export?format=" + string(name))
		if status != http.StatusOK || !reader.Sniff([]byte(body)) {
			t.Fatalf("%s: status %d, format not recognized: %s", name, status, body)
		}
		got, all := map[string]string{}, 0
		for record, err := range reader.Read(t.Context(), format.Input{Reader: strings.NewReader(string(body))}) {
			if err = errors.Join(err, data.Validate(&record)); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if all++; want[string(record.Paper.ID)] != "" {
				got[string(record.Paper.ID)] = describe(record.Paper)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || all != 5 {
			t.Errorf("%s: %d papers of 5, read (-want +got):\n%s", name, all, diff)
		}
	}
}

func describe(p data.Paper) string {
	return strings.Join([]string{p.Title, p.Abstract, strings.Join(p.Authors, "; "), p.Date.String(), p.Venue, p.DOI, strings.Join(p.Categories, " ")}, " | ")
}

// TestExportsTellHowMany checks that a header of an export has the number of its papers.
func TestExportsTellHowMany(t *testing.T) {
	r := newRig(t)
	_, all := r.do(http.MethodGet, "/export?format=jsonl&q=networks", nil)
	for paging, want := range map[string]int{"": 4, "&limit=0": 4, "&limit=1": 1, "&limit=3": 3, "&limit=9&offset=1": 3, "&offset=9": 0} {
		answer, body := r.do(http.MethodGet, "/export?format=jsonl&q=networks"+paging, nil)
		if got := answer.Header.Get("X-Total-Count"); got != strconv.Itoa(want) || strings.Count(body, "\n") != want || !strings.Contains(all, body) {
			t.Errorf("%s: the header says %s papers, %d were sent, want %d", paging, got, strings.Count(body, "\n"), want)
		}
	}
}

// TestExportsOfNothing checks that an export without papers is a complete file.
func TestExportsOfNothing(t *testing.T) {
	r := newEmptyRig(t)
	for format, want := range map[string]string{
		"csl-json":  "[]\n",
		"csv":       "id,title,authors,author_count,date,venue,type,container,volume,number,pages,publisher,place,editors,school,series,edition,isbn,issn,language,doi,url,urls,categories,upvotes,comments,stars,featured,featured_days,organization,repository,ai_summary,ai_keywords,groups,citation_key,abstract,note,list_note\n",
		"csv-excel": "\uFEFFid,title,authors,author_count,date,venue,type,container,volume,number,pages,publisher,place,editors,school,series,edition,isbn,issn,language,doi,url,urls,categories,upvotes,comments,stars,featured,featured_days,organization,repository,ai_summary,ai_keywords,groups,citation_key,abstract,note,list_note\n",
		"jsonl":     "",
	} {
		if _, body := r.get("/export?format=" + format); string(body) != want {
			t.Errorf("%s without papers: %q, want %q", format, body, want)
		}
	}
}

// TestCSVRunsNothing checks that no cell of a CSV export starts like a spreadsheet formula.
func TestCSVRunsNothing(t *testing.T) {
	r := newEmptyRig(t)
	if status, body := r.post("/papers?wait=visible", `{"title":"=HYPERLINK(\"http://evil.example\")","abstract":"+1","venue":"@SUM(A1)","authors":["-A2+3"]}`); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	_, body := r.get("/export?format=csv")
	_, row, _ := strings.Cut(string(body), "\n")
	for _, want := range []string{`"'=HYPERLINK(`, `,'+1,`, `,'@SUM(A1),`, `,'-A2+3,`} {
		if !strings.Contains(row, want) {
			t.Errorf("the row %q has no %s", row, want)
		}
	}
}
