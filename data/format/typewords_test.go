package format

import (
	"testing"

	"paperboy/data"
)

func TestTypeNamed(t *testing.T) {
	for word, want := range map[string]data.Type{
		"journalArticle": data.TypeArticle, "Journal Article": data.TypeArticle, "article-journal": data.TypeArticle, "proceedings-article": data.TypeConferencePaper, "PhD thesis": data.TypeThesis,
		"Master's thesis": data.TypeThesis, "https://schema.org/Dataset": data.TypeDataset, "publication-preprint": data.TypePreprint, "inbook": data.TypeChapter, "Conference and Workshop Papers": data.TypeConferencePaper,
		"computerProgram": data.TypeSoftware, "Reports - Research": data.TypeReport, "Dissertations/Theses": data.TypeThesis, "Zeitschriftenaufsatz": data.TypeArticle, "webpage": "", "": "",
	} {
		if got := TypeNamed("?", word); got != want {
			t.Errorf("%s is %q, want %q", word, got, want)
		}
	}
}

func TestTypeIn(t *testing.T) {
	for said, want := range map[string]data.Type{
		"Book, Section": data.TypeChapter, "unpublished PhD thesis": data.TypeThesis, "Review of Book": data.TypeArticle, "Proceedings-Paper": data.TypeConferencePaper,
		"computer_program": data.TypeSoftware, "WorkingPaper": data.TypeReport, "a film": "", "": "",
	} {
		if got := TypeIn(said); got != want {
			t.Errorf("%s is %q, want %q", said, got, want)
		}
	}
}
