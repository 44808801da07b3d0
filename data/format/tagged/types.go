package tagged

import "strings"

// typeWords maps words for the type of a publication to types, the most specific first. A word is
// looked for anywhere in what an entry says, without regard to case.
var typeWords = []struct{ word, kind string }{
	{"preprint", "preprint"},
	{"thesis", "thesis"}, {"theses", "thesis"}, {"dissertation", "thesis"},
	{"book review", "article"}, {"review of book", "article"},
	{"book chapter", "chapter"}, {"book section", "chapter"}, {"book, section", "chapter"}, {"chapter", "chapter"}, {"incollection", "chapter"},
	{"electronic book section", "chapter"}, {"encyclopedia", "chapter"}, {"dictionary", "chapter"},
	{"journal", "article"}, {"magazine", "article"}, {"newspaper", "article"}, {"electronic article", "article"},
	{"proceedings paper", "conference-paper"}, {"conference paper", "conference-paper"}, {"conference", "conference-paper"}, {"proceedings", "conference-paper"}, {"meeting", "conference-paper"},
	{"software", "software"}, {"computer program", "software"},
	{"dataset", "dataset"}, {"data set", "dataset"},
	{"technical report", "report"}, {"report", "report"}, {"government document", "report"}, {"working paper", "report"},
	{"book", "book"}, {"monograph", "book"},
	{"article", "article"}, {"editorial", "article"}, {"letter", "article"}, {"review", "article"},
}

// typeOf returns the type that an entry says in words: "Journal Article", "Book, Section". It
// returns "" if there is none for them.
func typeOf(said string) string {
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
