package tagged

import (
	"strings"

	"paperboy/data"
)

// typeWords maps words for the type of a publication to types, the most specific first. A word is
// looked for anywhere in what an entry says, without regard to case.
var typeWords = []struct {
	word string
	kind data.Type
}{
	{"preprint", data.TypePreprint},
	{"thesis", data.TypeThesis}, {"theses", data.TypeThesis}, {"dissertation", data.TypeThesis},
	{"book review", data.TypeArticle}, {"review of book", data.TypeArticle},
	{"book chapter", data.TypeChapter}, {"book section", data.TypeChapter}, {"book, section", data.TypeChapter}, {"chapter", data.TypeChapter}, {"incollection", data.TypeChapter},
	{"electronic book section", data.TypeChapter}, {"encyclopedia", data.TypeChapter}, {"dictionary", data.TypeChapter},
	{"journal", data.TypeArticle}, {"magazine", data.TypeArticle}, {"newspaper", data.TypeArticle}, {"electronic article", data.TypeArticle},
	{"proceedings paper", data.TypeConferencePaper}, {"conference paper", data.TypeConferencePaper}, {"conference", data.TypeConferencePaper}, {"proceedings", data.TypeConferencePaper}, {"meeting", data.TypeConferencePaper},
	{"software", data.TypeSoftware}, {"computer program", data.TypeSoftware},
	{"dataset", data.TypeDataset}, {"data set", data.TypeDataset},
	{"technical report", data.TypeReport}, {"report", data.TypeReport}, {"government document", data.TypeReport}, {"working paper", data.TypeReport},
	{"book", data.TypeBook}, {"monograph", data.TypeBook},
	{"article", data.TypeArticle}, {"editorial", data.TypeArticle}, {"letter", data.TypeArticle}, {"review", data.TypeArticle},
}

// typeOf returns the type that an entry says in words: "Journal Article", "Book, Section". It
// is "" if the words name no type.
func typeOf(said string) data.Type {
	if said == "" {
		return ""
	}
	said = strings.ToLower(said)
	for _, t := range typeWords {
		if strings.Contains(said, t.word) {
			return t.kind
		}
	}
	return ""
}
