package dailypapers

import (
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
	"paperboy/data/sharedtest"
)

// open opens a shared file as an input.
func open(t *testing.T, name string) format.Input {
	t.Helper()
	path := sharedtest.Path(t, name)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	var r io.Reader = f
	if strings.HasSuffix(name, ".zst") {
		z, err := zstd.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(z.Close)
		r = z
	}
	return format.Input{Reader: r, Location: name}
}

func TestAPIAnswers(t *testing.T) {
	for _, test := range []struct {
		file     string
		papers   int
		first    data.ID
		title    string
		date     string
		featured string
		upvotes  int
	}{
		{"api_daily_papers_2024-05-27.json", 13, "arxiv:2405.15738", "ConvLLaVA: Hierarchical Backbones as Visual Encoder for Large Multimodal Models", "2024-05-24", "2024-05-27", 32},
		{"api_daily_papers_2025-03-18.json", 17, "arxiv:2503.12533", "Being-0: A Humanoid Robotic Agent with Vision-Language Models and Modular Skills", "2025-03-16", "2025-03-18", 25},
		{"api_daily_papers_2026-08-21.json", 17, "arxiv:2608.19880", "EnvHarness: Awakening Static Worlds for Agent Learning", "2026-08-20", "2026-08-21", 163},
		{"BROKEN_python_repr_2024-12-12.json", 18, "arxiv:2412.07760", "SynCamMaster: Synchronizing Multi-Camera Video Generation from Diverse Viewpoints", "2024-12-10", "2024-12-12", 39},
	} {
		t.Run(test.file, func(t *testing.T) {
			records, rejects := formattest.Read(t, readAPI, open(t, "fixtures/hf/fixtures/"+test.file))
			if len(records) != test.papers || len(rejects) > 0 {
				t.Fatalf("%d papers, rejects %v, want %d and none", len(records), rejects, test.papers)
			}
			p := records[0].Paper
			if p.ID != test.first || p.Title != test.title || p.Date.String() != test.date || p.Featured.String() != test.featured || *p.Upvotes != test.upvotes {
				t.Errorf("the first paper is %s %q %s %s %d", p.ID, p.Title, p.Date, p.Featured, *p.Upvotes)
			}
		})
	}
}

// TestAPIDays reads 580 days of responses. In 22 of the days, 300 entries are Python reprs, and
// all of these can be read.
func TestAPIDays(t *testing.T) {
	records, rejects := formattest.Read(t, readAPI, open(t, "corpora/hf-days.jsonl.zst"))
	ids, days := map[data.ID]bool{}, map[data.Date]bool{}
	for _, r := range records {
		ids[r.Paper.ID] = true
		days[r.Paper.Featured] = true
		if r.Paper.Date.Precision() != data.DayPrecision || len(r.Paper.Authors) == 0 || r.Paper.Upvotes == nil || r.Paper.Comments == nil {
			t.Errorf("%s is incomplete: %+v", r.Entry, r.Paper)
		}
	}
	got := []int{len(records), len(rejects), len(ids), len(days)}
	if diff := cmp.Diff([]int{9881, 0, 9877, 580}, got); diff != "" {
		t.Errorf("entries, rejects, papers, days (-want +got):\n%s", diff)
	}
	known := map[string]int{}
	for _, r := range records {
		p := r.Paper
		for field, isKnown := range map[string]bool{
			"stars": p.Stars != nil, "organization": p.Organization != "", "ai_summary": p.AISummary != "", "ai_keywords": len(p.AIKeywords) > 0,
			"repository": p.Repository != "" && slices.Contains(p.URLs, p.Repository),
		} {
			if isKnown {
				known[field]++
			}
		}
	}
	// 30.9 % of the 9,581 entries that are JSON have stars, and 30.4 % an organization; another 78 have
	// that of their submitter. 15 lists of keywords have only an empty one, two repositories no address.
	want := map[string]int{"stars": 2962, "organization": 2912 + 78, "ai_summary": 5715, "ai_keywords": 6329 - 15, "repository": 3692 - 2}
	if diff := cmp.Diff(want, known); diff != "" {
		t.Errorf("entries that state a field (-want +got):\n%s", diff)
	}
}

// TestAPISignals reads what a list says about a paper besides the paper.
func TestAPISignals(t *testing.T) {
	const paper = `"id": "2602.23229", "title": "T", "githubRepo": "https://github.com/a/b", "githubStars": 9, "ai_summary": "S.", "ai_keywords": ["k", "l"]`
	want := data.Paper{Stars: formattest.Pointer(9), AISummary: "S.", AIKeywords: []string{"k", "l"}, Repository: "https://github.com/a/b"}
	for name, test := range map[string]struct{ in, organization string }{
		"none":                     {`{"paper": {` + paper + `}}`, ""},
		"in the paper":             {`{"paper": {` + paper + `, "organization": {"name": "lab", "fullname": "A Lab"}}}`, "A Lab"},
		"only a short name":        {`{"paper": {` + paper + `, "organization": {"name": "lab"}}}`, "lab"},
		"beside the paper":         {`{"paper": {` + paper + `}, "organization": {"name": "lab", "fullname": "A Lab"}}`, "A Lab"},
		"of the submitter":         {`{"paper": {` + paper + `}, "submitterOrganization": {"name": "lab", "fullname": "A Lab"}}`, "A Lab"},
		"a paper alone":            {`{` + paper + `, "organization": {"name": "lab", "fullname": "A Lab"}}`, "A Lab"},
		"a text":                   {`{"paper": {` + paper + `, "organization": "A Lab"}}`, ""},
		"a Python repr":            {`"{'paper': {'id': '2602.23229', 'title': 'T', 'githubRepo': 'https://github.com/a/b', 'githubStars': 9, 'ai_summary': 'S.', 'ai_keywords': ['k', 'l'], 'organization': {'name': 'lab', 'fullname': \"A's Lab\"}}}"`, "A's Lab"},
		"in the props of a page":   {`{"dailyPapers": [{"paper": {` + paper + `, "organization": {"name": "lab", "fullname": "A Lab"}}}], "periodType": "day", "dateString": "2026-03-06"}`, "A Lab"},
		"in the results of a page": {`{"searchResults": [{"paper": {` + paper + `}, "organization": {"name": "lab", "fullname": "A Lab"}}]}`, "A Lab"},
	} {
		t.Run(name, func(t *testing.T) {
			records, rejects := formattest.Read(t, readAPI, format.Input{Reader: strings.NewReader(test.in)})
			if len(records) != 1 || len(rejects) > 0 {
				t.Fatalf("%d papers, rejects %v", len(records), rejects)
			}
			p := records[0].Paper
			want.Organization = test.organization
			got := data.Paper{Stars: p.Stars, Organization: p.Organization, AISummary: p.AISummary, AIKeywords: p.AIKeywords, Repository: p.Repository}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("signals (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAPIShapes(t *testing.T) {
	const paper = `{"id": "2602.23229", "authors": [{"name": "Marco Garosi", "hidden": false}, {"user": {"fullname": "Ann Other"}}],
		"publishedAt": "2026-02-26T23:30:18.000Z", "submittedOnDailyAt": "2026-03-06T03:55:12.777Z", "title": "Large\n  Models", "summary": "A\nsummary.",
		"upvotes": 10, "projectPage": "https://circle-lmm.github.io/", "githubRepo": "https://huggingface.co/papers/1706.03762",
		"organization": {"_id": "6a0f", "name": "lab", "fullname": "A\n Lab"}, "ai_summary": 7}`
	want := data.Paper{
		ID: "arxiv:2602.23229", Title: "Large Models", Abstract: "A summary.", Authors: []string{"Marco Garosi", "Ann Other"},
		Date: data.Date{Year: 2026, Month: 2, Day: 26}, Featured: data.Date{Year: 2026, Month: 3, Day: 6},
		URLs: []string{"https://huggingface.co/papers/2602.23229", "https://circle-lmm.github.io/"}, Organization: "A Lab",
	}
	ten, one, two := 10, 1, 2
	want.AuthorCount, want.Upvotes = &two, &ten
	commented := want
	commented.Comments = &one
	for name, test := range map[string]struct {
		in   string
		want data.Paper
	}{
		"one paper":     {paper, want},
		"papers":        {"[" + paper + "]", want},
		"entries":       {`[{"paper": ` + paper + `, "publishedAt": "2026-03-06T00:00:00Z", "title": "Outer", "numComments": 1}]`, commented},
		"one entry":     {`{"paper": ` + paper + `, "numComments": 1}`, commented},
		"a day":         {`{"day": "2026-03-06", "entries": [` + paper + `]}`, want},
		"a wrapped day": {`{"day": "2026-03-06", "entries": {"status": "success", "date": "2026-03-06", "data": [` + paper + `]}}`, want},
		"an envelope":   {`{"status": "success", "date": "2026-03-06", "count": 1, "data": [` + paper + `]}`, want},
	} {
		t.Run(name, func(t *testing.T) {
			if !sniffAPI([]byte(test.in)) {
				t.Error("not recognized")
			}
			records, rejects := formattest.Read(t, readAPI, format.Input{Reader: strings.NewReader(test.in)})
			if len(records) != 1 || len(rejects) > 0 {
				t.Fatalf("%d papers, rejects %v", len(records), rejects)
			}
			test.want.Complete()
			test.want.Categories, test.want.Sources = []string{}, []data.Provenance{}
			if diff := cmp.Diff(test.want, records[0].Paper); diff != "" {
				t.Errorf("paper (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAsOf reads a saved list of a known day: its numbers are those of that day, not of today.
func TestAsOf(t *testing.T) {
	const list = `[{"paper": {"id": "2602.23229", "title": "T", "upvotes": 3}}, {"paper": {"id": "2602.23230", "title": "U"}}]`
	in := format.Input{Reader: strings.NewReader(list), AsOf: data.Date{Year: 2026, Month: 3, Day: 7}, Fetched: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)}
	records, rejects := formattest.Read(t, Formats()[1].Read, in)
	if len(records) != 2 || len(rejects) > 0 {
		t.Fatalf("%d papers, rejects %v", len(records), rejects)
	}
	want := []data.Observation{{At: time.Date(2026, 3, 7, 12, 0, 0, 0, time.UTC), Upvotes: formattest.Pointer(3)}}
	if diff := cmp.Diff(want, records[0].Paper.Observations); diff != "" {
		t.Errorf("observations (-want +got):\n%s", diff)
	}
	if len(records[1].Paper.Observations) > 0 {
		t.Errorf("a paper without numbers has the observations %v", records[1].Paper.Observations)
	}
}

func TestAPIRejects(t *testing.T) {
	lines := []string{
		`{"day": "2024-05-27", "entries": [{"paper": {"id": "2405.00001", "title": 7}}, {"paper": {"id": "2405.00002", "title": "Kept"}}, 5]}`,
		`{"day": "2024-02-30", "entries": [{"paper": {"id": "2405.00003", "title": "Lost"}}]}`,
		`{"day": "2024-05-28", "entries": "none"}`,
		`{"day": "2024-05-29", "entries": [{"paper": {"id": "2405.00004", "title": "T", "publishedAt": "yesterday"}}]}`,
		`{"day": "2024-05-30", "entries": ["{'paper': {'id': '2405.00005', 'title': datetime.datetime(2024, 1, 1)}}"]}`,
		`{"day": "2024-05-31", "entries`,
		`{"day": "2024-06-01", "entries": []}`,
	}
	records, rejects := formattest.Read(t, readAPI, format.Input{Reader: strings.NewReader(strings.Join(lines, "\n"))})
	if len(records) != 1 || records[0].Paper.Title != "Kept" {
		t.Errorf("records %v, want the paper Kept", records)
	}
	var got []string
	for _, reject := range rejects {
		name, _, _ := strings.Cut(reject, ":")
		got = append(got, name)
	}
	want := []string{
		"2024-05-27 entry 1 (2405.00001) invalid_type", "2024-05-27 entry 3 invalid_json", "line 2 invalid_featured", "line 3 invalid_type",
		"2024-05-29 entry 1 (2405.00004) invalid_date", "2024-05-30 entry 1 invalid_json", "line 6 invalid_json",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

func TestReprToJSON(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{`{'a': None, 'b': [True, False, -1.5e-05]}`, `{"a": null, "b": [true, false, -1.5e-05]}`},
		{`'it\'s "so"'`, `"it's \"so\""`},
		{`"it's"`, `"it's"`},
		{`'a\n\t\\b\xe9\u2013\U0001f600é'`, `"a\n\t\\bé–😀é"`},
	} {
		got, err := reprToJSON(test.in)
		if err != nil || string(got) != test.want {
			t.Errorf("reprToJSON(%s) = %s, %v, want %s", test.in, got, err, test.want)
		}
	}
	for _, in := range []string{`(1, 2)`, `os.system('x')`, `'open`, `'\q'`, `{'a': datetime}`} {
		if got, err := reprToJSON(in); err == nil {
			t.Errorf("reprToJSON(%s) = %s, want an error", in, got)
		}
	}
}

func FuzzAPI(f *testing.F) {
	f.Add(`[{"paper": {"id": "2405.1", "title": "T", "authors": [{"name": "A"}]}, "numComments": 2}]`)
	f.Add(`{"day": "2024-12-12", "entries": ["{'paper': {'id': '2412.07760', 'title': \"I Don't\\n Know\"}}"]}`)
	f.Add(`{"status": "success", "data": [null, 1, "x", "", " {}"]}`)
	f.Fuzz(func(t *testing.T, text string) {
		for range readAPI(t.Context(), format.Input{Reader: strings.NewReader(text)}) {
		}
	})
}

func FuzzRepr(f *testing.F) {
	f.Add(`{'a': "it's", 'b': [None, True, 1.5], 'c': '\x00\u2013\\'}`)
	f.Fuzz(func(t *testing.T, repr string) {
		_, _ = reprToJSON(repr)
	})
}
