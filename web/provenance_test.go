package web

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/store/sqlite"
	"paperboy/index/indextest"
	"paperboy/index/ingest"
)

// mergedRecords returns three differing records of one paper, and a record of another.
func mergedRecords() []data.Record {
	number := func(n int) *int { return &n }
	at := func(day int) time.Time { return time.Date(2025, 11, day, 8, 0, 0, 0, time.UTC) }
	return []data.Record{
		{
			Paper: data.Paper{ID: "acl:2020.acl-main.1", Title: "Learning to understand child-directed and adult-directed speech", Authors: []string{"Lieke Gelderloos", "Grzegorz Chrupała", "Afra Alishahi"}, Date: data.Date{Year: 2020, Month: 7}, Venue: "ACL", DOI: "https://doi.org/10.18653/V1/2020.acl-main.1", URLs: []string{"https://aclanthology.org/2020.acl-main.1/"}},
			Origin: data.Provenance{Source: "acl", Location: "/home/ada/papers/acl-2020.bib", Fetched: at(2), Warnings: []string{data.WarnAuthorsIncomplete},
				Raw: map[string]string{"authors": "Gelderloos, Lieke and Chrupa{\\l}a, Grzegorz and Alishahi, Afra and others"}},
		},
		{
			Paper:  data.Paper{ID: "arxiv:2005.02721", Title: "Learning to Understand Child-directed and Adult-directed Speech", Abstract: "Speech directed to children differs from adult-directed speech in linguistic aspects such as repetition, word choice, and sentence length, as well as in aspects of the speech signal itself, such as prosodic and phonemic variation. Human language acquisition research indicates that child-directed speech helps language learners.", Authors: []string{"L. Gelderloos", "G. Chrupala", "A. Alishahi"}, Date: data.Date{Year: 2020, Month: 5, Day: 6}, Categories: []string{"cs.CL", "cs.LG"}},
			Origin: data.Provenance{Source: "arxiv", Location: "https://export.arxiv.org/api/query?id_list=2005.02721", Fetched: at(9), Raw: map[string]string{"date": "2020-05-06T10:51:03Z"}},
		},
		{
			Paper:  data.Paper{ID: "arxiv:2005.02721", Title: "Learning to Understand Child-directed and Adult-directed Speech", Upvotes: number(12), Comments: number(1), Featured: data.Date{Year: 2020, Month: 5, Day: 7}, Date: data.Date{Year: 2020, Month: 5, Day: 7}},
			Origin: data.Provenance{Source: "huggingface", Location: "https://huggingface.co/papers/date/2020-05-07", Fetched: at(12), Warnings: []string{"year_assumed"}},
		},
		{
			Paper:  data.Paper{ID: "csf:hostile", Title: "Hostile " + hostile, Authors: []string{"Mallory " + hostile}, Venue: hostile},
			Origin: data.Provenance{Source: hostile, Location: "javascript:alert(3)//" + hostile, Fetched: at(3), Warnings: []string{hostile}, Raw: map[string]string{"title": hostile, "abstract": hostile}},
		},
	}
}

// newMerged returns a server with mergedRecords.
func newMerged(t *testing.T) (http.Handler, *api.Service) {
	t.Helper()
	papers, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "papers.db"))
	if err != nil {
		t.Fatal(err)
	}
	engine := indextest.NewOracle(papers.Identity())
	in := library.Open(library.Options{Store: papers, Index: engine})
	t.Cleanup(func() { in.Close() })
	report, err := in.Ingest(t.Context(), func(yield func(data.Record, error) bool) {
		for _, r := range mergedRecords() {
			if !yield(r, nil) {
				return
			}
		}
	}, ingest.RunOptions{})
	if err != nil || report.Accepted != len(mergedRecords()) {
		t.Fatalf("ingest: %+v, %v", report, err)
	}
	if err := in.WaitVisible(t.Context(), report.Sequence); err != nil {
		t.Fatal(err)
	}
	service := api.New(api.Options{Library: in, Access: newAccess(t, access.Options{Token: token})})
	return newHandler(t, service), service
}

func TestProvenancePanel(t *testing.T) {
	h, _ := newMerged(t)
	doc := pageOf(t, h, http.StatusOK, "/papers/arxiv:2005.02721")
	panel := doc.Find("#provenance")
	if _, open := panel.Attr("open"); open || panel.Length() != 1 {
		t.Errorf("%d panels, open %v; want one, folded", panel.Length(), open)
	}
	for selector, want := range map[string][]string{
		"summary > .quiet":                      {"3 sources, 2 warnings, 2 merges"},
		".origins > li b":                       {"acl", "arxiv", "huggingface"},
		".origins .where":                       {"acl-2020.bib", "https://export.arxiv.org/api/query?id_list=2005.02721", "https://huggingface.co/papers/date/2020-05-07"},
		".origins a":                            {"https://export.arxiv.org/api/query?id_list=2005.02721", "https://huggingface.co/papers/date/2020-05-07"},
		".remark":                               {data.WarningText(data.WarnAuthorsIncomplete), data.WarningText("year_assumed")},
		"thead th":                              {"Field", "Value", "Source"},
		"tbody th":                              {"Identifier", "Title", "Abstract", "Authors", "Number of authors", "First published", "Last featured on", "All days featured", "Upvotes", "Comments", "Categories", "Venue", "DOI", "Addresses"},
		"tbody tr:nth-child(6) > td:last-child": {"arxiv"},
		"tbody tr:nth-child(6) .original":       {"original text: 2020-05-06T10:51:03Z"},
		"tbody tr:nth-child(6) .others li":      {"Jul 2020 acl", "7 May 2020 huggingface"},
		"tbody tr:nth-child(6) .others summary": {"2 other values"},
		"tbody tr:nth-child(14) a[rel]":         {"https://aclanthology.org/2020.acl-main.1/", "acl"},
		".merges > li > p:first-child > b":      {"arxiv", "huggingface"},
		".merges > li > p.quiet":                {"Merged " + today() + ": same title and author.", "Merged " + today() + ": same id: arxiv:2005.02721."},
		".undo code":                            {"token", "write", "paperboy unmerge arxiv:2005.02721 1", "token", "write", "paperboy unmerge arxiv:2005.02721 2"},
	} {
		if diff := cmp.Diff(want, texts(panel.Find(selector))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", selector, diff)
		}
	}
	if to := panel.Find("tbody tr:nth-child(6) > td:last-child a").AttrOr("href", ""); doc.Find(to+" b").Text() != "arxiv" {
		t.Errorf("the source of the date leads to %s", to)
	}

	page := get(t, h, "/papers/csf:hostile").Body.String()
	for _, never := range []string{"<script>alert", "<img src=x", `href="javascript:`, "{{.}}{{"} {
		if strings.Contains(page, never) {
			t.Errorf("the panel of a hostile paper has %q", never)
		}
	}
	if !strings.Contains(page, "&lt;script&gt;alert(2)") {
		t.Error("the hostile texts are not shown as they are")
	}
}

// today is the day of a merge made just now.
func today() string { return time.Now().UTC().Format("2 Jan 2006") }

func TestUndoOnThePage(t *testing.T) {
	h, service := newMerged(t)
	r := &reader{T: t, handler: h, service: service}
	action := r.page("/papers/arxiv:2005.02721").Find(".undo form").AttrOr("action", "")
	for _, wrong := range []string{"", "wrong", token + "x"} {
		if answer := r.post(action, "token", wrong); answer.Code != http.StatusForbidden || !strings.Contains(answer.Body.String(), "neither this server") {
			t.Errorf("token %q: %d", wrong, answer.Code)
		}
	}
	if answer := r.post("/papers/arxiv:2005.02721", "token", token); answer.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST to the page: %d", answer.Code)
	}
	if answer := r.post(strings.Replace(action, "/1/", "/9/", 1), "token", token); answer.Code != http.StatusNotFound {
		t.Errorf("undo of no merge: %d", answer.Code)
	}
	if n := len(r.page("/papers/arxiv:2005.02721").Find(".undo").Nodes); n != 2 {
		t.Errorf("%d merges can be undone, want both still", n)
	}

	answer := r.post(action, "token", token)
	to := answer.Header().Get(echo.HeaderLocation)
	if answer.Code != http.StatusSeeOther || to != "/papers/acl:2020.acl-main.1?undone=1#provenance" {
		t.Fatalf("undo: %d to %s", answer.Code, to)
	}
	doc := r.page(strings.TrimSuffix(to, "#provenance"))
	if _, open := doc.Find("#provenance").Attr("open"); !open {
		t.Error("the panel is folded after an undo")
	}
	if got, want := doc.Find(".merges .undone > p.quiet").Text(), "Merged "+today()+": same title and author. Undone "+today()+"; kept separate from arxiv:2005.02721."; got != want {
		t.Errorf("the undone merge says %q, want %q", got, want)
	}
	doc = r.page(doc.Find(".merges .undone a").AttrOr("href", ""))
	if got := texts(doc.Find(".origins b")); !cmp.Equal(got, []string{"arxiv", "huggingface"}) {
		t.Errorf("the paper that left has the sources %q", got)
	}
}
