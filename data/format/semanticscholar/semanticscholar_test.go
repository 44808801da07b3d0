package semanticscholar

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
	"paperboy/data/sharedtest"
)

const (
	paper = `{"paperId": "204e3073870fae3d05bcbc2f6a8e263d9b72e776", "externalIds": {"MAG": "2963403868", "DBLP": "conf/nips/VaswaniSPUJGKP17", "ArXiv": "1706.03762", "DOI": "10.1000/X", "ACL": "P18-1234", "PubMed": "12", "PubMedCentral": "34", "CorpusId": 13756489},
	"url": "https://www.semanticscholar.org/paper/204e", "title": "Attention is All you Need", "abstract": "One\nline.", "venue": "", "publicationVenue": {"id": "d9720b90", "name": "NIPS"}, "year": 2017, "publicationDate": "2017-06-12",
	"journal": {"name": "ArXiv"}, "openAccessPdf": {"url": "https://example.org/a.pdf", "status": null}, "authors": [{"authorId": "40348417", "name": "Ashish Vaswani"}, {"authorId": null, "name": "Noam M. Shazeer"}], "fieldsOfStudy": ["Computer Science"], "embedding": {"vector": [1.5]}}`
	bulk = `{"corpusid":13756489,"externalids":{"ACL":"P18-1234","DBLP":null,"ArXiv":"1706.03762","MAG":"2963403868","CorpusId":"13756489","PubMed":"12","DOI":"10.1000/X","PubMedCentral":"PMC34"},"url":"https://www.semanticscholar.org/paper/204e","title":"Attention is All you Need","authors":[{"authorId":"40348417","name":"Ashish Vaswani"},{"authorId":null,"name":"Noam M. Shazeer"}],"venue":"NIPS","publicationvenueid":"d9720b90","year":2017,"referencecount":41,"citationcount":100000,"isopenaccess":true,"s2fieldsofstudy":null,"publicationtypes":["JournalArticle"],"publicationdate":"2017-06-12","journal":{"name":"ArXiv"}}`
)

// TestAnswers reads the same paper in every form in which Semantic Scholar publishes it.
func TestAnswers(t *testing.T) {
	want := data.Record{
		Paper: data.Paper{
			ID: "arxiv:1706.03762", Title: "Attention is All you Need", Abstract: "One line.", Authors: []string{"Ashish Vaswani", "Noam M. Shazeer"}, AuthorCount: formattest.Pointer(2),
			Date: data.Date{Year: 2017, Month: 6, Day: 12}, Venue: "NIPS", Container: "NIPS", DOI: "10.1000/x", URLs: []string{"https://www.semanticscholar.org/paper/204e", "https://example.org/a.pdf"},
		},
		Aliases: []data.ID{"acl:P18-1234", "doi:10.1000/x", "pmid:12", "pmcid:pmc34", "corpusid:13756489", "s2:204e3073870fae3d05bcbc2f6a8e263d9b72e776", "mag:2963403868"},
		Origin:  data.Provenance{Source: "semanticscholar", Location: "papers.json", Raw: map[string]string{"doi": "10.1000/X"}},
	}
	for name, text := range map[string]string{
		"a paper":              paper,
		"a search":             `{"total": 1, "offset": 0, "next": 1, "data": [` + paper + `]}`,
		"a bulk search":        `{"total": 1, "token": null, "data": [` + paper + `]}`,
		"a batch":              `[` + paper + `]`,
		"citations":            `{"offset": 0, "data": [{"contexts": [], "citingPaper": ` + paper + `}]}`,
		"references":           `{"offset": 0, "data": [{"isInfluential": false, "citedPaper": ` + paper + `}]}`,
		"recommendations":      `{"recommendedPapers": [` + paper + `]}`,
		"an author's papers":   `{"authorId": "40348417", "name": "A. Vaswani", "papers": [` + paper + `]}`,
		"a bulk file":          bulk + "\n",
		"a paper of its lines": strings.ReplaceAll(paper, "\n", " ") + "\n",
	} {
		if !sniff([]byte(text)) {
			t.Errorf("%s: not recognized", name)
		}
		records, rejects := formattest.ReadText(t, Format().Read, "papers.json", text)
		if len(records) != 1 {
			t.Fatalf("%s: %d records, rejects %q", name, len(records), rejects)
		}
		want := want
		if name == "a bulk file" { // bulk files have neither abstracts nor the ids of the API
			want.Paper.Abstract, want.Paper.URLs, want.Paper.Type = "", want.Paper.URLs[:1], data.TypeArticle
			want.Aliases = append(append([]data.ID{}, want.Aliases[:5]...), want.Aliases[6])
		}
		if diff := cmp.Diff(want, records[0], cmpopts.EquateEmpty(), cmpopts.IgnoreFields(data.Record{}, "Entry", "Line")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestRejects checks that entries that are not papers, and papers that were requested without a
// title, are rejected with a reason.
func TestRejects(t *testing.T) {
	records, rejects := formattest.ReadText(t, Format().Read, "papers.json", `[null, {"paperId": "p1", "externalIds": {"CorpusId": 5}, "citationCount": 3}, {"paperId": "p2", "title": "Read", "authors": null, "externalIds": null},
		{"authorId": "1", "name": "A. Turing"}, {"paperId": "p3", "title": "T", "authors": "A"}]`)
	if len(records) != 1 || records[0].Paper.ID != "s2:p2" {
		t.Errorf("read: %+v", records)
	}
	want := []string{
		"entry 1 null_entry: null: the catalogue has no such paper",
		"entry 2 (p1) (corpusid:5) missing_title: a title is required: there is no title in the response, request it with fields=title,abstract,authors,externalIds,publicationDate,venue",
		"entry 4 no_paper: the entry is an author, not a paper",
		"entry 5 (p3) invalid_type: authors has the wrong type, string",
	}
	if diff := cmp.Diff(want, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
	const failed = `{"error": "Unrecognized or unsupported fields: [unknown]"}`
	if !sniff([]byte(failed)) {
		t.Error("an error response is not recognized")
	}
	_, rejects = formattest.ReadText(t, Format().Read, "papers.json", failed)
	if diff := cmp.Diff([]string{"line 1 error_answer: Semantic Scholar answered with an error: Unrecognized or unsupported fields: [unknown]"}, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

func TestNotRecognised(t *testing.T) {
	for _, text := range []string{
		`{"error": "Invalid", "message": "M"}`, `{"data": [{"key": "A", "title": "T"}]}`, `{"papers": [{"title": "T"}]}`,
		`{"id": "p", "title": "T"}`, `[null`, `{"error": {}}`, `{`,
	} {
		if sniff([]byte(text)) {
			t.Errorf("recognized as Semantic Scholar: %s", text)
		}
	}
}

// TestSharedFiles reads real responses. Many were requested without titles; the papers with a
// title are read.
func TestSharedFiles(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedtest.Path(t, "fixtures/imports/semanticscholar"), "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	total, codes := 0, map[string]int{}
	for _, file := range files {
		name, read, rejected := filepath.Base(file), 0, 0
		for r, err := range format.Open(t.Context(), file, format.Options{Formats: []format.Format{Format()}, Format: Format().Name}) {
			if err == nil {
				err = data.Validate(&r)
			}
			if err != nil {
				rejected++
				reject, ok := err.(*data.Rejection)
				if !ok {
					t.Errorf("%s: %v", name, err)
					continue
				}
				codes[reject.Code]++
				continue
			}
			read++
		}
		t.Logf("%s: %d entries, %d read, %d rejected", name, read+rejected, read, rejected)
		total += read
	}
	t.Logf("%d read, rejects %v", total, codes)
	if want := 4014; total != want {
		t.Errorf("%d papers read, want the %d that have a title", total, want)
	}
	if codes["invalid_type"]+codes["invalid_json"] > 0 {
		t.Errorf("rejects %v, want none for type or syntax", codes)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(paper)
	f.Add(bulk)
	f.Add(`{"data": [{"citedPaper": {"citingPaper": {"title": "T"}}}, null, {"error": 5}`)
	formattest.Fuzz(f, Format())
}

// BenchmarkRead reads and validates a bulk file.
func BenchmarkRead(b *testing.B) {
	const papers = 20_000
	var lines strings.Builder
	for i := range papers {
		fmt.Fprintln(&lines, strings.ReplaceAll(bulk, "13756489", fmt.Sprint(i+1)))
	}
	formattest.Benchmark(b, Format().Read, lines.String(), papers)
}
