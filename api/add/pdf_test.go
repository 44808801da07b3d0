package add_test

import (
	"bytes"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/add"
	"paperboy/api/library"
	"paperboy/data/format/formattest"
)

// TestPDFs adds the papers of PDFs, fetched and uploaded.
func TestPDFs(t *testing.T) {
	stamp := "arXiv:2501.01234v2  [cs.DL]  5 Jan 2025"
	for name, test := range map[string]struct {
		file           []byte
		fetched        string // the item for its address
		uploaded, says string // ids and titles after an upload, and the notices of the answer
	}{
		"with arXiv's stamp": {formattest.PDF("", "On Papers and Their Readers", stamp, "Ada Lovelace"),
			"address added arxiv:2501.01234 “On Papers and Their Readers”", "arxiv:2501.01234 “On Papers and Their Readers” [arxiv]", ""},
		"with the stamp of another paper": {formattest.PDF("", "Some Other Paper Entirely", stamp, "Mallory and a longer text of the paper, with enough letters to be compared with the title of the other paper, which it is not"),
			"address added pb “Some Other Paper Entirely”", "pb “Some Other Paper Entirely” [pdf]", "it prints arxiv:2501.01234, but not the title of that paper, “On Papers and Their Readers”"},
		"with a number that arXiv does not know": {formattest.PDF("", "On Unknown Papers of Mine", "arXiv:2501.09999v1 [cs.DL] 5 Jan 2025"),
			"address added arxiv:2501.09999 “On Unknown Papers of Mine”", "arxiv:2501.09999 “On Unknown Papers of Mine” [pdf]", "arxiv:2501.09999 could not be looked up (no paper has this id at arXiv)"},
		"without an id": {formattest.PDF("/Title (On Papers Without Numbers) /Author (Ada Lovelace)", "On Papers Without Numbers"),
			"address added pb “On Papers Without Numbers”", "pb “On Papers Without Numbers” [pdf]", ""},
		"of a paper that is here": {formattest.PDF("", "A Paper That Is Here", "https://doi.org/10.1000/here"),
			"address present arxiv:2203.03850 “A Paper That Is Here”", "arxiv:2203.03850 “A Paper That Is Here” [api]", ""},
		"without a title": {formattest.PDF("", "x"),
			"address refused rejected: The PDF has neither an id nor a title that can be read: add the paper by its id, its address or its title.", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.net.AddPage("/a.pdf", test.file)
			got := r.add(add.Params{URLs: []string{r.net.URL + "/a.pdf"}})
			if diff := cmp.Diff([]string{test.fetched}, withoutHash(got)); diff != "" {
				t.Errorf("fetched (-want +got):\n%s", diff)
			}

			r = newRig(t)
			r.Library.Complete = r.Complete
			answer, err := r.Library.IngestFiles(t.Context(), file("a.pdf", test.file), library.IngestParams{LookUp: true})
			if (err != nil) != (test.uploaded == "") {
				t.Fatalf("upload: %v", err)
			}
			var uploaded []string
			for _, id := range answer.IDs {
				p, err := r.Library.Paper(t.Context(), id)
				if err != nil {
					t.Fatal(err)
				}
				uploaded = append(uploaded, fmt.Sprintf("%s “%s” [%s]", p.ID, p.Title, p.Sources[0].Source))
			}
			if got := strings.Join(withoutHash(uploaded), "\n"); got != test.uploaded {
				t.Errorf("uploaded %q, want %q", got, test.uploaded)
			}
			if got := strings.Join(answer.Notices, "\n"); (got == "") != (test.says == "") || !strings.Contains(got, test.says) {
				t.Errorf("notices %q, want %q", got, test.says)
			}
		})
	}
}

// TestUploadWithoutLookup checks that an upload fetches nothing unless it is asked to, and that other
// files are read as ever.
func TestUploadWithoutLookup(t *testing.T) {
	r := newRig(t)
	r.Library.Complete = r.Complete
	content := formattest.PDF("", "On Papers and Their Readers", "arXiv:2501.01234v2  [cs.DL]  5 Jan 2025")
	answer, err := r.Library.IngestFiles(t.Context(), file("a.pdf", content), library.IngestParams{})
	if err != nil || fmt.Sprint(answer.IDs) != "[arxiv:2501.01234]" {
		t.Errorf("%v, %v", answer.IDs, err)
	}
	bib := []byte("@article{a, title={Pasted Papers of Mine}, doi={10.1000/pasted}}")
	answer, err = r.Library.IngestFiles(t.Context(), file("a.bib", bib), library.IngestParams{LookUp: true})
	if err != nil || fmt.Sprint(answer.IDs) != "[doi:10.1000/pasted]" {
		t.Errorf("%v, %v", answer.IDs, err)
	}
	r.requests()
}

func file(name string, content []byte) iter.Seq2[library.File, error] {
	return func(yield func(library.File, error) bool) {
		yield(library.NewFile(name, bytes.NewReader(content)), nil)
	}
}

// withoutHash replaces ids that are hashes by "pb".
func withoutHash(lines []string) []string {
	for i, line := range lines {
		words := strings.Split(line, " ")
		for k, word := range words {
			if strings.HasPrefix(word, "pb:") {
				words[k] = "pb"
			}
		}
		lines[i] = strings.Join(words, " ")
	}
	return lines
}
